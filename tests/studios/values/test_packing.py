"""Names in a package stand on every computer, sheets hold text, and the ZIP is written piece by piece."""

import hashlib
import tracemalloc
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from studios.values.packing.names import LONGEST, filed_name, safe_name
from studios.values.packing.sheets import Sheet, write_book
from studios.values.packing.zipping import Packer

AT = datetime(2026, 9, 28, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("申报表 . ", "申报表"),
        ("con", "_con"),
        ("LPT1.txt", "_LPT1.txt"),
        ("控制", "控制"),
        ("\u202e表\x00报\n申", "表报申"),
        ("𬭎䶮㛃", "𬭎䶮㛃"),
        ("", "_"),
        ("...", "_"),
    ],
)
def test_a_name_is_one_that_windows_takes(raw: str, kept: str) -> None:
    assert safe_name(raw) == kept


def test_a_long_name_is_cut_between_characters() -> None:
    kept = safe_name("甲" + "𬭎" * 80)
    assert kept == "甲" + "𬭎" * 29
    assert len(kept.encode("utf-16-le")) // 2 <= LONGEST


def test_files_are_numbered() -> None:
    assert filed_name(1, "申报表", ".pdf") == "01 申报表.pdf"
    assert filed_name(7, "x", ".pdf", digits=3) == "007 x.pdf"


def packed(name: str, body: bytes) -> zipfile.ZipFile:
    target = BytesIO()
    with Packer(target) as packer:
        assert packer.add(name, BytesIO(body), at=AT) == (len(body), hashlib.sha256(body).hexdigest())
    return zipfile.ZipFile(target)


def test_names_are_utf_8_and_times_the_offices() -> None:
    with packed("件/01 𬭎.pdf", b"x") as made:
        (entry,) = made.infolist()
    assert entry.filename == "件/01 𬭎.pdf"
    assert entry.flag_bits & 0x800
    assert entry.date_time == (2026, 9, 28, 9, 0, 0)


class Zeros:
    """A stream of this many bytes."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, most: int) -> bytes:
        piece = bytes(min(most, self.left))
        self.left -= len(piece)
        return piece


def test_a_large_file_takes_little_memory(tmp_path) -> None:
    size = 64 * 1024 * 1024
    with (tmp_path / "a.zip").open("wb") as target, Packer(target) as packer:
        tracemalloc.start()
        assert packer.add("a", Zeros(size), at=AT)[0] == size  # type: ignore[arg-type] - it reads
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 4 * 1024 * 1024
    assert zipfile.ZipFile(tmp_path / "a.zip").getinfo("a").file_size == size


def test_a_sheet_holds_text_and_numbers_but_no_formula() -> None:
    sheet = Sheet("甲[1]", ["题名", "页数"], [["=1+1", 3], [None, ""]])
    with write_book([sheet], title="A&B", foot="&P/&N") as book:
        page = openpyxl.load_workbook(BytesIO(book.read())).active
    assert page.title == "甲 1"
    assert [[cell.value for cell in row] for row in page.rows][:2] == [["题名", "页数"], ["=1+1", 3]]
    assert page["A2"].data_type == "s"
    assert (page.print_title_rows, page.page_setup.orientation) == ("$1:$1", "landscape")


def test_long_columns_share_the_page_and_rows_are_as_high_as_their_words() -> None:
    sheet = Sheet("甲", ["编号", "情况", "说明"], [["1", "长" * 200, "也长" * 100], ["2", "短", "一行\n二行"]])
    with write_book([sheet], title="甲", foot="&P") as book:
        page = openpyxl.load_workbook(BytesIO(book.read())).active
    assert sum(page.column_dimensions[letter].width for letter in "AB") < 125
    assert page.row_dimensions[2].height > 5 * page.row_dimensions[3].height / 2 > 0
