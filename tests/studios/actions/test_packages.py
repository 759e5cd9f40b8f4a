"""A package holds what its owner reads, in filing order; it is made once, fetched on record, and gone in days."""

import os
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from studios.actions.attachments import full_path, keep_file
from studios.actions.packages import (
    FOLDER,
    Packed,
    ask_for_package,
    fetch_package,
    make_package,
    package_path,
    sweep_packages,
)
from studios.models import Application, ArchivePackage, Attachment, PanelSeat
from tests.city import City, again, at_county, make_city, ready, submitted
from tests.factories import make_officer
from tests.files import make_pdf
from tests.panel import make_expert, make_seat
from tests.review import another_unit
from unions import clock
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import Account, AuditEvent


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


@pytest.fixture
def case(city: City) -> Application:
    """A case that awaits its paper, with its form and a certificate."""
    made = ready(city)
    kept(made, f"{made.number}-1.pdf", "form_pdf")
    kept(made, "证书/一.pdf", "slot-proof")
    return made


def kept(case: Application, name: str, slot: str, **facts: Any) -> Attachment:
    return keep_file(BytesIO(make_pdf()), name=name, by=None, union=case.union, slot=slot, application=case, **facts)


def silently(_done: int, _total: int) -> None:
    """Nobody follows."""


def pack(city: City, case: Application | None, by: Account) -> Packed:
    made = make_package(city.call, case, by=by, follow=silently)
    assert made is not None
    return made


def names(packed: Packed) -> list[str]:
    with zipfile.ZipFile(package_path(packed.package)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def sheets(packed: Packed, ending: str) -> dict[str, list[list[Any]]]:
    """The rows of a workbook of the package by their sheet."""
    with zipfile.ZipFile(package_path(packed.package)) as archive:
        name = next(n for n in archive.namelist() if n.endswith(ending))
        book = openpyxl.load_workbook(BytesIO(archive.read(name)))
    return {page.title: [[cell.value for cell in row] for row in page.rows] for page in book}


def test_a_case_is_filed_with_an_index(city: City, case: Application) -> None:
    made = pack(city, case, city.city_clerk)
    top = f"{case.number} {case.studio.name}"
    assert names(made) == [
        f"{top}/01 申报表（第1版）.pdf",
        f"{top}/02 一.pdf",
        f"{top}/03 办理情况.xlsx",
        f"{top}/00 文件目录.xlsx",
    ]
    head, *rows = sheets(made, "文件目录.xlsx")["文件目录"]
    shown = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["题名"], row["责任者"], row["页数"]) for row in shown] == [
        ("申报表（第1版）", city.unit.name, 1),
        ("一", city.unit.name, 1),
        ("办理情况", "", ""),
    ]
    form = case.attachments.get(slot="form_pdf")
    assert (shown[0]["SHA-256"], shown[0]["字节数"]) == (form.sha256, form.size)
    assert (made.package.file_count, made.package.missing_count, made.faults) == (3, 0, [])


def test_the_course_of_the_case_is_in_the_offices_words(city: City, case: Application) -> None:
    found = sheets(pack(city, case, city.city_clerk), "办理情况.xlsx")
    assert list(found) == ["申报件", "办理过程", "意见"]
    assert [row[2] for row in found["意见"][1:]] == ["同意推荐。", "同意推荐。", "合格"]
    assert ["编号", case.number] in found["申报件"]


def test_a_call_has_a_folder_a_case_and_only_what_its_owner_reads(city: City, case: Application) -> None:
    other = another_unit(city)
    ready(other)
    ours = names(pack(city, None, city.city_clerk))
    assert {name.split("/")[1][:3] for name in ours} == {"00 ", "01 ", "001", "002"}
    theirs = pack(city, None, other.unit_clerk)
    assert not [name for name in names(theirs) if case.number in name]
    assert [row[1] for row in sheets(theirs, "批次情况.xlsx")["申报件"][1:]] == [
        Application.objects.get(union=other.unit).number
    ]


def test_what_desks_serve_by_themselves_stays_out(city: City, case: Application) -> None:
    kept(case, "异议.pdf", "objection")
    kept(case, "评分.pdf", "score_scan")
    kept(case, "撤下.pdf", "slot-proof")
    Attachment.objects.filter(name="撤下.pdf").update(removed_at=clock.now())
    found = "".join(names(pack(city, case, city.city_clerk)))
    assert not [word for word in ("异议", "评分", "撤下") if word in found]


def test_a_lost_or_changed_file_is_named(city: City, case: Application) -> None:
    lost = kept(case, "丢失.pdf", "slot-proof")
    full_path(lost).unlink()
    changed = kept(case, "改动.pdf", "slot-proof")
    full_path(changed).write_bytes(b"%PDF-other")
    made = pack(city, case, city.city_clerk)
    assert [fault for _name, fault in made.faults] == ["文件缺失。", "文件与上传时不一致：校验码不同。"]
    assert made.package.missing_count == 2
    assert not [name for name in names(made) if "丢失" in name]


def test_an_expert_of_the_call_gets_none_whatever_else_they_are(city: City, case: Application) -> None:
    make_seat(city.call, make_expert(city.city, account=city.county_clerk))
    with pytest.raises(Forbidden):
        ask_for_package(city.call, case, by=city.county_clerk)
    with pytest.raises(Forbidden):
        pack(city, case, city.county_clerk)
    PanelSeat.objects.update(state="declined")
    assert ask_for_package(city.call, case, by=city.county_clerk)


def test_an_account_without_a_desk_gets_none(city: City, case: Application) -> None:
    for by in (make_expert(city.city).account, make_officer(city.city, Role.ADMINISTRATOR)):
        assert by is not None
        with pytest.raises(Forbidden):
            ask_for_package(city.call, case, by=by)


def test_a_case_out_of_sight_is_in_no_package(city: City) -> None:
    early = submitted(city)
    other = another_unit(city)
    with pytest.raises(Refusal):
        ask_for_package(city.call, early, by=other.unit_clerk)
    assert make_package(city.call, early, by=other.unit_clerk, follow=silently) is None


def test_asked_twice_it_is_one_job_for_each_owner(city: City, case: Application) -> None:
    first = ask_for_package(city.call, case, by=city.city_clerk)
    assert ask_for_package(city.call, case, by=city.city_clerk) == first
    assert ask_for_package(city.call, case, by=city.city_chair) != first
    job = ProcrastinateJob.objects.get(pk=first)
    assert (job.args["by"], job.args["application_id"]) == (city.city_clerk.pk, case.pk)


def test_a_full_disk_is_said_before(city: City, case: Application, settings) -> None:
    settings.DISK_FLOOR = 2**60
    with pytest.raises(Refusal):
        ask_for_package(city.call, case, by=city.city_clerk)


def test_making_and_fetching_are_on_record(city: City, case: Application) -> None:
    package = pack(city, case, city.city_clerk).package
    with fetch_package(package, by=city.city_clerk) as file:
        assert zipfile.is_zipfile(file)
    events = AuditEvent.objects.filter(verb__startswith="package.").order_by("position")
    assert [(e.verb, e.account, e.subject, e.details["sha256"]) for e in events] == [
        ("package.made", city.city_clerk, case.number, package.sha256),
        ("package.fetched", city.city_clerk, case.number, package.sha256),
    ]


def test_others_fetch_nothing_nor_does_an_owner_who_lost_the_case(city: City) -> None:
    case = at_county(city)
    package = pack(city, case, city.county_clerk).package
    with pytest.raises(Forbidden):
        fetch_package(package, by=city.city_clerk)
    city.county_clerk.appointments.update(ends_on=clock.today() - timedelta(days=1))
    with pytest.raises(Forbidden):
        fetch_package(package, by=Account.objects.get(pk=city.county_clerk.pk))


def test_a_failure_leaves_no_file(city: City, case: Application, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_package(city.call, case, by=city.city_clerk, follow=stop)
    assert not list((tmp_path / FOLDER).iterdir())
    assert not ArchivePackage.objects.exists()


@pytest.fixture
def files(city: City, case: Application, tmp_path: Path) -> dict[str, Path]:
    """One package whose days are over, one that is kept, a file without a row that is old and one that is new."""
    over, kept_one = pack(city, case, city.city_clerk).package, pack(city, case, city.city_chair).package
    ArchivePackage.objects.filter(pk=over.pk).update(ends_at=clock.now())
    old, new = tmp_path / FOLDER / "old.zip", tmp_path / FOLDER / "new.zip"
    for file in (old, new):
        file.write_bytes(b"x")
    os.utime(old, (0, 0))
    return {"over": package_path(over), "kept": package_path(kept_one), "old": old, "new": new}


def test_the_nightly_sweep_takes_what_is_over_and_what_was_left(files: dict[str, Path]) -> None:
    assert sweep_packages() == 2
    assert [name for name, file in files.items() if file.exists()] == ["kept", "new"]
    assert sweep_packages() == 0


def test_the_form_of_a_later_version_is_filed_too(city: City, case: Application) -> None:
    kept(case, f"{case.number}-2.pdf", "form_pdf")
    version = again(case).versions.get()
    version.pk, version.number, version.idempotency_key = None, 2, "later"
    version.save()
    assert [name.rsplit("/", 1)[1] for name in names(pack(city, case, city.city_clerk))][:2] == [
        "01 申报表（第1版）.pdf",
        "02 申报表（第2版）.pdf",
    ]


def test_a_form_that_was_never_set_is_named(city: City) -> None:
    case = ready(city)
    made = pack(city, case, city.city_clerk)
    top = f"{case.number} {case.studio.name}"
    assert made.faults == [(f"{top}/申报表（第1版）", "未生成PDF。")]
    assert [row[-1] for row in sheets(made, "文件目录.xlsx")["文件目录"][1:]] == ["未生成PDF。", ""]
