"""A practice call: never public, its end without paper and register, and wiped without a trace but the audit record."""

from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from studios.actions.attachments import attach_file
from studios.actions.calls import create_call, edit_call
from studios.actions.decisions import Paper, name_studios
from studios.actions.filings import open_application
from studios.actions.practice import ask_for_wiping, rehearse_naming, wipe_practice
from studios.actions.studios import create_studio
from studios.actions.takeover import take_answers_over
from studios.choices.calls import Stage
from studios.models import (
    Application,
    Call,
    Decision,
    Designation,
    Quota,
    RecommendationBatch,
    Rubric,
    ScoreSheet,
    SiteVisit,
    Studio,
    StudioSerial,
)
from studios.models import (
    Paper as WrittenPaper,
)
from studios.queries.report import earlier_call
from tests.city import City, again, make_city, ready
from tests.factories import (
    make_call,
    make_condition,
    make_kind,
    make_named_studio,
    make_notice,
    make_objection,
    make_officer,
    make_union,
    make_worker,
)
from tests.files import make_pdf
from tests.panel import make_assignment, make_seat, make_simple_rubric
from tests.review import another_unit
from tests.unions.queue import work_off
from unions import clock
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent, JobResult, Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def nothing(_done: int, _total: int) -> None:
    """No job follows."""


@pytest.fixture
def city() -> City:
    made = make_city()
    made.call = make_call(
        made.city, title="练习批次（演练）", is_practice=True, path=("recommendation", "panel", "visit", "notice")
    )
    return made


def drawn_from(city: City) -> Application:
    """A case of a studio that was made for the practice, at its end."""
    values = {"name": "金丝雀工作室", "kind_id": make_kind().pk}
    city.studio = create_studio(city.unit, values, by=city.unit_clerk, practice=city.call)
    return ready(city)


def at_its_end(application: Application) -> Application:
    Application.objects.filter(pk=application.pk).update(state=Stage.DECISION, desk=application.call.union)
    return again(application)


def fill(city: City) -> Application:
    """A row of every kind that a call can gather."""
    call, case = city.call, drawn_from(city)
    make_condition(call, "team_size")
    rubric = make_simple_rubric(call)
    seat = make_seat(call)
    ScoreSheet.objects.create(
        assignment=make_assignment(seat, case), rubric=rubric, seen_version=case.versions.first(), state="draft"
    )
    SiteVisit.objects.create(application=case, planned_at=clock.now())
    notice = make_notice(call, case)
    make_objection(notice, case)
    quota = Quota.objects.create(call=call, union=city.county, places=2)
    quota.taken_places.create(application=case, number=1, taken_at=clock.now())
    batch = RecommendationBatch.objects.create(call=call, union=city.county, made_at=clock.now())
    batch.lines.create(application=case, version=case.versions.first(), rank=1)
    attached = attach_file(case, by=city.unit_clerk, slot="rules", stream=BytesIO(make_pdf()), name="制度.pdf")
    loose = attach_file(case, by=city.unit_clerk, slot="scan", stream=BytesIO(make_pdf(2)), name="批次文书.pdf")
    type(loose).objects.filter(pk=loose.pk).update(application=None, studio=None)
    WrittenPaper.objects.create(
        call=call, kind="report", format="pdf", file=loose, made_at=clock.now(), list_sha256="0"
    )
    assert attached.pk
    Message.objects.create(account=city.unit_clerk, text="x", url=case.get_absolute_url(), sent_at=clock.now())
    return case


# Marks and numbers -----------------------------------------------------------------------------------------------------


def test_a_practice_call_bears_its_mark_whatever_is_typed(city: City) -> None:
    wording = {"level": "city", "year": 2026, "title": "很长的题目" * 12, "opens_at": clock.now(), "is_practice": True}
    made = create_call(city.city, by=city.city_clerk, wording=wording)
    assert made.title.endswith("（演练）")
    assert len(made.title) == 60
    assert edit_call(made, by=city.city_clerk, wording={"title": "改名"}).title == "改名（演练）"
    assert made.get_absolute_url() == f"/desk/calls/{made.pk}/"


def test_its_numbers_leave_no_gap_in_the_real_ones(city: City) -> None:
    real = make_call(city.city)
    one = open_application(real, city.studio, by=city.unit_clerk)
    practice = open_application(city.call, city.studio, by=city.unit_clerk)
    other = another_unit(city)
    two = open_application(real, other.studio, by=other.unit_clerk)
    year = clock.today().year
    assert practice.number == f"YL-{year}-0001"
    assert int(two.number[-4:]) - int(one.number[-4:]) == 1


def test_a_practice_studio_bears_the_mark_and_stands_in_no_register(city: City) -> None:
    make_named_studio(city.unit, "金丝雀工作室")
    case = drawn_from(city)
    assert (case.studio.name, case.studio.practice) == ("金丝雀工作室（演练）", city.call)
    for rows in (Studio.objects.visible_to(city.city_clerk), Studio.objects.readable_by(city.unit_clerk)):
        assert case.studio not in rows
    with pytest.raises(Refusal):
        open_application(make_call(city.city), case.studio, by=city.unit_clerk)


# Its end ---------------------------------------------------------------------------------------------------------------


def test_it_ends_without_paper_number_plaque_and_register(city: City) -> None:
    named = make_named_studio(city.unit, lead=make_worker(home=city.unit))
    before = Studio.objects.values().get(pk=named.pk)
    decided, issued = Decision.objects.count(), Designation.objects.count()
    city.studio = named
    case = at_its_end(ready(city))
    paper = Paper(number="测工〔2026〕1号", decided_on=clock.today())
    with pytest.raises(Refusal):
        name_studios(city.call, [case], paper=paper, by=city.city_chair)

    assert rehearse_naming(city.call, [case], by=city.city_chair) == 1

    assert again(case).state == Stage.NAMED
    assert (Decision.objects.count(), Designation.objects.count()) == (decided, issued)
    assert Studio.objects.values().get(pk=named.pk) == before


def test_a_real_call_is_not_named_without_paper_and_strangers_sign_nothing(city: City) -> None:
    case = at_its_end(ready(city))
    for stranger in (city.city_clerk, city.county_chair):
        with pytest.raises(Forbidden):
            rehearse_naming(city.call, [case], by=stranger)
    Call.objects.filter(pk=city.call.pk).update(is_practice=False)
    with pytest.raises(Refusal):
        rehearse_naming(city.call, [case], by=city.city_chair)


def test_answers_of_a_practice_are_not_taken_into_the_register(city: City) -> None:
    case = ready(city)
    Application.objects.filter(pk=case.pk).update(state=Stage.NOT_SELECTED)
    with pytest.raises(Refusal) as refused:
        take_answers_over(again(case), by=city.unit_clerk)
    assert "演练" in str(refused.value)


def test_the_page_of_the_decision_practises(client: Client, city: City) -> None:
    case = at_its_end(ready(city))
    client.force_login(city.city_chair)
    address = reverse("call_name", args=[city.call.pk])
    assert "document number" not in client.get(address).content.decode()
    answer = client.post(address, {"applications": [case.pk]})
    assert (answer.status_code, again(case).state) == (302, Stage.NAMED)


# Nothing public --------------------------------------------------------------------------------------------------------


def test_a_report_does_not_compare_with_a_practice(city: City) -> None:
    Call.objects.filter(pk=city.call.pk).update(year=2025)
    later = make_call(city.city, year=2026)
    assert earlier_call(later) is None


# Wiped -----------------------------------------------------------------------------------------------------------------


def counts() -> dict[str, int]:
    """How many rows every table has, histories too; the audit record and the queue are their own."""
    left = ("auditevent", "audithead", "publicchange")
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in ("studios", "unions") and model._meta.model_name not in left:
            found[model._meta.label] = model._base_manager.count()
    return found


def test_wiping_leaves_every_table_as_it_was(city: City) -> None:
    call, title = city.call, city.call.title
    open_application(make_call(city.city), city.studio, by=city.unit_clerk)
    Call.objects.filter(pk=call.pk).delete()
    before = counts()
    city.call = make_call(city.city, title=title, is_practice=True, path=("recommendation",))
    case = fill(city)
    paths = list((Path(settings.MEDIA_ROOT)).rglob("*.pdf"))
    assert len(paths) == 2
    for expert in {seat.expert for seat in city.call.seats.all()}:
        kept = (expert.person, expert.account)
    assert wipe_practice(city.call, by=city.city_chair, follow=nothing) == 1
    connection.check_constraints()

    assert not Application.objects.filter(pk=case.pk).exists()
    after = counts()
    # The pool of experts is the union's own, and so are the people who took part.
    made = {"studios.Expert", "studios.Person", "unions.Account", "studios.PersonEvent", "unions.AccountEvent"}
    changed = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert set(changed) <= made, changed
    assert all(row.pk for row in kept)
    assert not Message.objects.filter(url__contains=case.number).exists()
    assert not StudioSerial.objects.filter(key__startswith="YL").exists()
    event = AuditEvent.objects.get(verb="call.wiped")
    assert (event.subject, event.account, event.details["cases"]) == (title, city.city_chair, 1)


def test_a_neighbours_rows_stay(city: City) -> None:
    real = make_call(city.city)
    other = another_unit(city)
    other.call = real
    stays = ready(other)
    copy = make_call(city.city, copied_from=city.call)
    fill(city)
    wipe_practice(city.call, by=city.city_chair, follow=nothing)
    connection.check_constraints()
    assert again(stays).state == Stage.DECISION
    assert stays.acts.exists()
    copy.refresh_from_db()
    assert copy.copied_from is None
    assert Rubric.objects.count() == 0


def test_files_go_when_the_wiping_is_through(city: City, django_capture_on_commit_callbacks) -> None:
    fill(city)
    with django_capture_on_commit_callbacks(execute=True):
        wipe_practice(city.call, by=city.city_chair, follow=nothing)
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.pdf"))


def test_only_the_chair_wipes_and_only_a_practice(client: Client, city: City) -> None:
    real = make_call(city.city)
    for stranger in (city.city_clerk, city.county_chair, make_officer(make_union(), Role.CHAIR)):
        with pytest.raises(Forbidden):
            ask_for_wiping(city.call, by=stranger)
    with pytest.raises(Refusal):
        ask_for_wiping(real, by=city.city_chair)
    client.force_login(city.city_chair)
    assert client.post(f"/desk/calls/{real.pk}/wipe/").status_code == 404
    client.force_login(make_officer(make_union(), Role.CHAIR))
    assert client.post(f"/desk/calls/{city.call.pk}/wipe/").status_code == 404
    assert Call.objects.filter(pk=city.call.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_wiping_is_a_job_that_is_asked_for_once(client: Client, city: City) -> None:
    fill(city)
    client.force_login(city.city_chair)
    address = f"/desk/calls/{city.call.pk}/wipe/"
    assert "金丝雀" not in client.get(address).content.decode()
    first, second = (client.post(address)["Location"] for _ in range(2))
    assert first == second
    work_off()
    job = ProcrastinateJob.objects.get(task_name="studios.wipe_practice")
    assert (job.status, first) == ("succeeded", f"/desk/jobs/{job.pk}/")
    kept = JobResult.objects.get(pk=job.pk)
    assert kept.done == kept.total > 0
    assert not Call.objects.filter(pk=city.call.pk).exists()
    assert "1" in client.get(first).content.decode()
