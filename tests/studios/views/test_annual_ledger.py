"""The annual ledger: whose studios, which figures of the year, and the job that writes it."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from docx import Document
from procrastinate.contrib.django.models import ProcrastinateJob

from studios.actions.attachments import full_path
from studios.actions.paper_writing import MOST_ROWS, order_ledger, store_ledger
from studios.choices.reviews import PaperFormat
from studios.documents.annual_ledger import ledger_paper
from studios.models import Attachment, Studio
from studios.queries.annual_ledger import ledger_rows
from studios.values.paper_lists import Draft
from tests.city import City, make_city
from tests.documents import pages_of
from tests.factories import (
    make_designation,
    make_named_studio,
    make_person,
    make_result,
    make_studio,
    make_union,
    make_worker,
)
from unions import clock
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent

PAGE = "/desk/annual-ledger/"


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


@pytest.fixture
def studio(city: City) -> Studio:
    """A studio named in 2024 with figures of 2025 and of other years."""
    made = make_named_studio(city.unit, "张𬭎䶮㛃工作室", lead=make_worker("周立民", home=city.unit))
    made.members.create(person=make_person(), joined_on=date(2024, 1, 1))
    made.members.create(person=make_person(), joined_on=date(2024, 1, 1), left_on=date(2025, 6, 1))
    made.members.create(person=make_person(), joined_on=date(2026, 1, 1))
    made.projects.create(title="跨年", area="process", starts_on=date(2024, 5, 1), ends_on=date(2025, 2, 1))
    made.projects.create(title="后来", area="process", starts_on=date(2026, 1, 1))
    sure = make_result(made, finished_on=date(2025, 3, 1), state="confirmed", confirmed_at=clock.now())
    sure.benefits.create(year=2025, method="saving", amount=1_000_000, is_certified=True)
    sure.benefits.create(year=2024, method="saving", amount=7, is_certified=True)
    told = make_result(made, finished_on=date(2025, 4, 1))
    told.benefits.create(year=2025, method="saving", amount=500_000)
    secret = make_result(made, finished_on=date(2025, 5, 1), is_secret=True)
    secret.benefits.create(year=2025, method="saving", amount=9_000_000, is_certified=True)
    made.activities.create(kind="training", happened_on=date(2025, 9, 1), topic="x")
    return made


def row(city: City, year: int) -> dict[str, Any]:
    (found,) = ledger_rows(city.city, year)
    return found


def test_the_figures_are_those_of_the_year(city: City, studio: Studio) -> None:
    found = row(city, 2025)
    keys = ("member_count", "project_count", "result_count", "confirmed_count", "pair_count", "activity_count")
    assert [found[key] for key in keys] == [1, 1, 3, 1, 0, 1]
    assert (found["benefit_reported"], found["benefit_confirmed"]) == (1_500_000, 1_000_000)
    assert (found["studio"], found["unit"], found["leads"]) == (studio.name, "测试厂", "周立民")


def test_only_studios_whose_naming_stood_in_the_year_are_listed(city: City, studio: Studio) -> None:
    make_studio(city.unit, "未命名")
    make_named_studio(make_union(parent=make_union()), "外地")
    revoked = make_named_studio(city.unit, "早已撤销")
    other = make_designation(studio).decision
    facts = {"state": "revoked", "revoked_by": other, "revoked_on": date(2025, 1, 5)}
    revoked.designations.update(**facts)
    assert [r["studio"] for r in ledger_rows(city.city, 2023)] == []
    assert [r["studio"] for r in ledger_rows(city.city, 2025)] == [studio.name, "早已撤销"]
    assert [r["studio"] for r in ledger_rows(city.county, 2026)] == [studio.name]


@pytest.mark.parametrize("rows", [1, 4])
def test_it_is_one_query(city: City, studio: Studio, rows: int, django_assert_num_queries) -> None:
    for _ in range(rows):
        make_named_studio(city.unit)
    with django_assert_num_queries(1):
        assert len(ledger_rows(city.city, 2025)) == rows + 1


def draft(city: City) -> Draft:
    return ledger_paper(city.city, 2025, ledger_rows(city.city, 2025))


@pytest.mark.parametrize("form", list(PaperFormat))
def test_it_is_kept_with_the_union_on_record(city: City, studio: Studio, form: PaperFormat) -> None:
    made = draft(city)
    kept = store_ledger(city.city, form, by=city.city_clerk, name=made.name, content=made.content)
    written = full_path(kept).read_bytes()
    if form == PaperFormat.PDF:
        text = "".join(pages_of(written))
        assert "U+" not in text
        for words in (studio.name, "2025年度创新工作室台账", "第1页，共1页", "100.00", "150.00"):
            assert words in text
    else:
        assert studio.name in [c.text for c in Document(BytesIO(written)).tables[0].rows[1].cells]
    event = AuditEvent.objects.get(verb="paper.made")
    assert (event.account, event.union, event.details["kind"]) == (city.city_clerk, city.city, "ledger")


def test_the_head_stands_again_on_each_page(city: City, studio: Studio) -> None:
    made = ledger_paper(city.city, 2025, ledger_rows(city.city, 2025) * 60)
    kept = store_ledger(city.city, PaperFormat.PDF, by=city.city_clerk, name=made.name, content=made.content)
    pages = pages_of(full_path(kept).read_bytes())
    assert len(pages) > 2
    assert all("领衔人" in page for page in pages[:-1])
    assert f"第{len(pages)}页，共{len(pages)}页" in pages[-1]


def test_others_write_no_ledger_and_an_empty_or_endless_one_is_refused(city: City, studio: Studio) -> None:
    for by in (city.county_clerk, city.unit_chair):
        with pytest.raises(Forbidden):
            order_ledger(city.city, PaperFormat.PDF, by=by, draft=draft(city))
    for rows in ([], ledger_rows(city.city, 2025) * (MOST_ROWS + 1)):
        with pytest.raises(Refusal):
            order_ledger(city.city, PaperFormat.PDF, by=city.city_clerk, draft=ledger_paper(city.city, 2025, rows))


def test_the_page_starts_the_job(client: Client, city: City, studio: Studio) -> None:
    client.force_login(city.city_clerk)
    assert PAGE in client.get("/desk/studios/").content.decode()
    assert client.get(PAGE).status_code == 200
    answer = client.post(PAGE, {"union": city.county.pk, "year": 2025, "format": "pdf"})
    job = ProcrastinateJob.objects.get(task_name="studios.write_ledger")
    assert answer["Location"] == f"/desk/jobs/{job.pk}/"
    assert (job.args["union_id"], job.args["form"]) == (city.county.pk, "pdf")
    refused = client.post(PAGE, {"union": city.county.pk, "year": 2023, "format": "pdf"})
    assert refused.status_code == 200
    assert refused.context["form"].non_field_errors()


def test_a_foreign_union_or_an_odd_year_is_no_choice(client: Client, city: City) -> None:
    client.force_login(city.county_clerk)
    answer = client.post(PAGE, {"union": city.city.pk, "year": "x", "format": "exe"})
    assert set(answer.context["form"].errors) == {"union", "year", "format"}
    assert not Attachment.objects.exists()
