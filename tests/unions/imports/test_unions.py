from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_county, make_officer, make_union
from unions.actions.unions import rename_union
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.imports.union_cells import COLUMNS, UnreadableSheet
from unions.imports.unions import import_union_sheet
from unions.models import Account, AuditEvent, Union, UnionChange

pytestmark = pytest.mark.django_db

DEMO = Path("unions/data/demo_unions.csv").read_bytes()
ROOT = "DL,东澜市总工会,,federation,city,,,,,89990000MC0000001P,1431785"
COUNTY = "DL-D01,明德区总工会,DL,federation,county,,,明德区,,89990001MC00000016,136326"
UNIT = "DL-U001,某厂工会,DL-D01,grassroots,unit,某厂,37,明德区,国有,81990041MC00010014,4753"


def sheet(*lines, encoding="utf-8"):
    return "\r\n".join([",".join(COLUMNS), *lines]).encode(encoding)


def faults(*lines, by=None):
    read, done = import_union_sheet(sheet(*lines), by=by)
    assert done is None
    return [(f.line, f.column, f.value) for f in read.faults]


def test_the_demo_city_is_imported_and_the_same_file_again_changes_nothing(reference):
    _sheet, first = import_union_sheet(DEMO, by=None)
    events = AuditEvent.objects.count()
    _sheet, second = import_union_sheet(DEMO, by=None)
    assert (len(first.created), len(second.created), len(second.changed), len(second.unchanged)) == (60, 0, 0, 60)
    assert AuditEvent.objects.count() == events == 1
    unit = Union.objects.select_related("parent", "industry").get(code="DL-U001")
    assert (unit.parent.code, unit.industry_id, unit.employer, unit.members_count) == (
        "DL-I04",
        "37",
        "东澜轨道装备有限公司",
        4753,
    )
    assert unit.path == f"{unit.parent.path}{unit.pk}."


def test_lines_below_may_come_before_those_above(reference):
    _sheet, done = import_union_sheet(sheet(UNIT, COUNTY, ROOT), by=None)
    assert sorted(done.created) == ["DL", "DL-D01", "DL-U001"]
    assert Union.objects.get(code="DL-U001").path.count(".") == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_of_excel_are_read_in_their_encodings(reference, encoding):
    import_union_sheet(sheet(ROOT, COUNTY, encoding=encoding), by=None)
    assert Union.objects.get(code="DL-D01").name == "明德区总工会"


def test_changed_lines_rename_move_and_edit_with_history(reference):
    import_union_sheet(
        sheet(
            ROOT, COUNTY, COUNTY.replace("D01", "D02").replace("明德", "澜北").replace("89990001MC00000016", ""), UNIT
        ),
        by=None,
    )
    changed = UNIT.replace("某厂工会", "某集团工会").replace("DL-D01", "DL-D02").replace("4753", "4800")
    _sheet, done = import_union_sheet(sheet(changed), by=None)
    union = Union.objects.get(code="DL-U001")
    assert (done.changed, union.name, union.parent.code, union.members_count) == (
        ["DL-U001"],
        "某集团工会",
        "DL-D02",
        4800,
    )
    kinds = UnionChange.objects.filter(union=union).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["imported", "renamed", "moved", "edited"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (UNIT.replace("DL-U001", ""), (3, "code", "")),
        (UNIT.replace("DL-U001", "DL U001"), (3, "code", "DL U001")),
        (UNIT.replace("DL-U001", "XX-U001"), (3, "code", "XX-U001")),
        (UNIT.replace("DL-U001", "DL"), (3, "code", "DL")),
        (UNIT.replace("某厂工会", ""), (3, "name", "")),
        (UNIT.replace("某厂工会", "长" * 81), (3, "name", "长" * 81)),
        (UNIT.replace("DL-D01", "DL-D77"), (3, "parent", "DL-D77")),
        (UNIT.replace("grassroots", "company"), (3, "kind", "company")),
        (UNIT.replace(",unit,", ",county,"), (3, "level", "county")),
        (UNIT.replace(",unit,", ",village,"), (3, "level", "village")),
        (UNIT.replace(",某厂,", ",,"), (3, "employer", "")),
        (UNIT.replace(",37,", ",99,"), (3, "industry", "99")),
        (UNIT.replace("国有", "国营"), (3, "ownership", "国营")),
        (UNIT.replace("81990041MC00010014", "81990041MC00010015"), (3, "credit_code", "81990041MC00010015")),
        (UNIT.replace("81990041MC00010014", "89990001MC00000016"), (3, "credit_code", "89990001MC00000016")),
        (UNIT.replace("4753", "many"), (3, "members", "many")),
        (UNIT.replace("4753", "-1"), (3, "members", "-1")),
        (UNIT + ",extra", (3, "+", "extra")),
        (UNIT.replace("DL-D01", ""), (3, "code", "DL-U001")),
    ],
)
def test_a_faulty_line_is_named_with_column_and_value_and_nothing_is_written(reference, line, fault):
    assert fault in faults(ROOT.replace("DL-D01", "DL"), line.replace("DL-D01", "DL") if "DL-D01" in line else line)
    assert Union.objects.count() == 0


def test_every_fault_is_found_at_once(reference):
    found = faults(ROOT, COUNTY.replace("county", "town,"), UNIT.replace("37", "99").replace("4753", "x"))
    assert {line for line, _column, _value in found} == {3, 4}
    assert [c for line, c, _v in found if line == 4] == ["industry", "members"]


def test_duplicates_are_named_with_the_line_they_repeat(reference):
    read, _done = import_union_sheet(sheet(ROOT, COUNTY, COUNTY), by=None)
    assert {(f.line, f.column) for f in read.faults} == {(4, "code"), (4, "name")}


def test_unions_that_stand_above_one_another_in_a_circle_are_named(reference):
    one = COUNTY.replace(",DL,", ",DL-D02,")
    other = COUNTY.replace("DL-D01", "DL-D02").replace(",DL,", ",DL-D01,").replace("89990001MC00000016", "")
    assert {(2 + n, "parent") for n in (1, 2)} <= {(line, column) for line, column, _v in faults(ROOT, one, other)}


def test_a_second_union_at_the_top_is_refused(reference):
    make_union("老根", code="AB")
    assert (2, "parent", "") in faults(ROOT)


def test_the_code_of_a_renamed_or_merged_union_is_not_given_again(reference):
    root = make_union("东澜市总工会", code="DL")
    county = make_county(root, "明德区", code="DL-D01")
    rename_union(county, by=None, name="明德新区", code="DL-D99")
    assert faults(COUNTY.replace("89990001MC00000016", "")) == [(2, "code", "DL-D01")]


def test_an_administrator_imports_only_below_the_own_union(reference):
    root = make_union("东澜市总工会", code="DL")
    make_county(root, "明德区总工会", code="DL-D01")
    other = make_county(root, "澜北区总工会", code="DL-D02")
    by = make_officer(other, Role.ADMINISTRATOR)
    assert faults(UNIT, by=by) == [(2, "code", "DL-U001")]
    _sheet, done = import_union_sheet(sheet(UNIT.replace("DL-D01", "DL-D02")), by=by)
    assert done.created == ["DL-U001"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04\x00\x00",
        b"code,name\r\n",
        sheet(),
        b"\xff\xfe\x00\x00",
        sheet(ROOT).replace(b"members", b"people"),
    ],
)
def test_a_file_that_is_no_such_sheet_says_what_to_do(reference, content):
    with pytest.raises(UnreadableSheet) as caught:
        import_union_sheet(content, by=None)
    assert str(caught.value.message)


def test_nasty_cells_are_faults_or_text_never_errors(reference):
    nasty = ["\x01", "=1+1", "𠮷", "\u202eabc", "x" * 100_000, "\ud7ff"]
    for value in nasty:
        import_union_sheet(sheet(ROOT.replace("东澜市总工会", value)), by=None)
    assert Union.objects.count() <= 1


def test_the_command_names_lines_and_writes_all_or_nothing(tmp_path, capsys):
    path = tmp_path / "unions.csv"
    path.write_bytes(sheet(ROOT, UNIT))
    with pytest.raises(CommandError):
        call_command("import_unions", str(path))
    assert "line 3, parent “DL-D01”" in capsys.readouterr().err
    assert Union.objects.count() == 0
    path.write_bytes(DEMO)
    call_command("import_unions", str(path))
    assert capsys.readouterr().out == "60 unions: 60 new, 0 changed, 0 unchanged.\n"


def test_start_founds_the_root_and_an_administrator_once(capsys):
    call_command("start", union="东澜市总工会", code="DL", admin="root.admin")
    account = Account.objects.get()
    password = capsys.readouterr().out.splitlines()[1].removeprefix("One-time password: ")
    assert account.check_password(password)
    assert (account.must_change_password, len(password)) == (True, 14)
    assert [(a.role, a.union.code) for a in account.appointments.all()] == [(Role.ADMINISTRATOR, "DL")]
    assert Verb.UNION_FOUNDED in AuditEvent.objects.values_list("verb", flat=True)
    with pytest.raises(CommandError):
        call_command("start", union="另一个", code="AB", admin="second")
    assert (Union.objects.count(), Account.objects.count()) == (1, 1)


@pytest.mark.parametrize("options", [{"code": "D-1"}, {"admin": "13800138000"}, {"code": ""}])
def test_start_refuses_codes_and_usernames_that_do_not_fit(options):
    with pytest.raises(CommandError):
        call_command("start", **({"union": "总工会", "code": "DL", "admin": "root"} | options))
    assert Union.objects.count() == 0
