import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from studios.models import Decision, Designation, HonourAward, Leadership, ReportedFigures, Studio
from studios.queries.ledger_plan import FIGURES
from tests.studios.imports.books import GOOD, book
from tests.studios.imports.city import SAMPLE, make_city
from unions.models import AuditEvent


def run(file: Path, *options: str) -> dict[str, object]:
    out = StringIO()
    call_command("import_ledger", str(file), "--union", "DL", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def actions(report: dict[str, object]) -> set[str]:
    return {row["action"] for row in report["accepted"]}


def written(folder: Path, content: bytes) -> Path:
    file = folder / "台账.xlsx"
    file.write_bytes(content)
    return file


def test_a_dry_run_names_every_fault_and_writes_nothing(db):
    make_city()
    report = run(SAMPLE, "--dry-run")
    assert set(report) == {"rows", "accepted", "errors"}
    assert (report["rows"], len(report["accepted"]), len(report["errors"])) == (60, 49, 11)
    assert set(report["accepted"][0]) == {"sheet", "row", "studio", "action", "warnings"}
    assert report["errors"][0] == {
        "sheet": "市级",
        "row": 6,
        "cell": "D6",
        "column": "推荐单位",
        "value": "东澜市冶金工会",
        "code": "unknown_union",
        "message": report["errors"][0]["message"],
        "candidates": ["东澜市机械冶金建材工会"],
    }
    assert Studio.objects.count() == 0
    assert AuditEvent.objects.count() == 0


def test_an_import_writes_studio_leads_honours_figures_and_namings(db):
    make_city()
    report = run(SAMPLE)
    assert actions(report) == {"create"}
    assert Studio.objects.count() == 49
    assert Designation.objects.filter(origin="recorded").count() == 49
    assert ReportedFigures.objects.count() == 49
    studio = Studio.objects.get(name="廉见微劳模创新工作室")
    assert (studio.union.employer, studio.industry_id, studio.kind.name) == ("临港石化有限公司", "25", "劳模")
    assert (studio.state, studio.top_level, studio.number[:6]) == ("active", "city", "LX-DL-")
    figures = studio.reported_figures
    assert [str(getattr(figures, name)) for name in FIGURES] == [
        "18",
        "30.00",
        "160000.00",
        "38",
        "13",
        "579000.00",
        "20",
    ]
    person = studio.leaderships.get().worker.person
    assert (person.name, person.sex, str(person.birth_month), person.mobile) == (
        "廉见微",
        "male",
        "1977-10-01",
        "13339701014",
    )
    award = HonourAward.objects.get(worker__person=person)
    assert (award.honour.name, award.year) == ("省劳动模范", 2021)
    naming = studio.designations.get()
    assert (naming.decision.number, naming.decision.issuer, naming.level_name) == (
        "东澜工〔2025〕28号",
        "东澜市总工会",
        "市级",
    )
    assert "廉见微" in studio.search_text


def test_two_leads_of_one_cell_lead_side_by_side(db):
    make_city()
    run(SAMPLE)
    leads = Leadership.objects.filter(studio__name="雷见微劳模创新工作室").order_by("position")
    assert [(lead.position, lead.worker.person.name) for lead in leads] == [(1, "柳长风"), (2, "范知秋")]


def test_a_second_import_changes_nothing_and_says_so(db):
    make_city()
    run(SAMPLE)
    before = (Designation.objects.count(), Decision.objects.count(), AuditEvent.objects.count())
    changed = list(Studio.objects.order_by("pk").values_list("changed_at", flat=True))
    report = run(SAMPLE)
    assert actions(report) == {"unchanged"}
    assert (Designation.objects.count(), Decision.objects.count(), AuditEvent.objects.count()) == before
    assert list(Studio.objects.order_by("pk").values_list("changed_at", flat=True)) == changed


def test_changed_figures_update_the_studio_alone(db, tmp_path: Path):
    make_city()
    other = GOOD | {"工作室名称": "时青禾劳模创新工作室", "领衔人": "时青禾"}
    run(written(tmp_path, book({}, other)))
    report = run(written(tmp_path, book({"成员人数": 13}, other)))
    assert [row["action"] for row in report["accepted"]] == ["update", "unchanged"]
    members = ReportedFigures.objects.order_by("pk").values_list("studio__name", "members")
    assert dict(members) == {"严守拙劳模创新工作室": 13, "时青禾劳模创新工作室": 12}


def test_a_second_level_is_a_second_naming_of_the_same_studio(db, tmp_path: Path):
    make_city()
    county = {"命名级别": "产业级", "命名时间": "2017年5月", "命名文号": "机冶建工〔2017〕3号"}
    file = written(tmp_path, book({}, county))
    assert [row["action"] for row in run(file)["accepted"]] == ["create", "update"]
    studio = Studio.objects.get()
    assert {(d.level, d.decision.issuer) for d in studio.designations.all()} == {
        ("city", "东澜市总工会"),
        ("county", "东澜市机械冶金建材工会"),
    }
    assert studio.top_level == "city"
    assert actions(run(file)) == {"unchanged"}


def test_a_ledger_never_changes_who_leads(db, tmp_path: Path):
    make_city()
    run(written(tmp_path, book({})))
    report = run(written(tmp_path, book({"领衔人": "时青禾"})))
    assert report["accepted"] == []
    assert [(error["cell"], error["code"], error["candidates"]) for error in report["errors"]] == [
        ("F2", "mismatch", ["严守拙"])
    ]
    assert Leadership.objects.get().worker.person.name == "严守拙"


def test_a_file_that_is_no_workbook_ends_with_1(db, tmp_path: Path):
    make_city()
    with pytest.raises(SystemExit) as ended:
        run(written(tmp_path, b"name,unit\n"))
    assert ended.value.code == 1


def test_an_unknown_union_or_file_ends_with_2(db, tmp_path: Path):
    make_city()
    with pytest.raises(CommandError) as ended:
        call_command("import_ledger", str(SAMPLE), "--union", "XX")
    assert ended.value.returncode == 2
    with pytest.raises(CommandError) as ended:
        call_command("import_ledger", str(tmp_path / "none.xlsx"), "--union", "DL")
    assert ended.value.returncode == 2
