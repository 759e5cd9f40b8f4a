"""Erasing a person, checked against a dump of every table."""

from datetime import date

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from procrastinate.contrib.django import app

from studios.actions.erasure import ERASED, erase_person
from studios.actions.sheet_checks import CHECK, ROWS, keep_part, kept_part
from studios.actions.summaries import refresh_summaries
from studios.choices.calls import Stage
from studios.models import Application, ApplicationVersion, Attachment, Leadership, Member, Person, Section
from tests.factories import (
    make_account,
    make_application,
    make_call,
    make_county,
    make_named_studio,
    make_officer,
    make_person,
    make_result,
    make_studio,
    make_union,
    make_worker,
)
from unions import clock
from unions.actions.audit import salted
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent, JobResult
from unions.queries.audit import verify_chain

pytestmark = pytest.mark.django_db
NAME, KEY, MOBILE, MAIL = "欧阳𠮷慧", "ouyang ji hui", "13912345678", "ouyang@example.com"
MERITS = "独有的事迹描述"
PLANTED = (NAME, KEY, MOBILE, MAIL, MERITS, "1971-03")


def dump():
    """All text of all tables, as a backup would hold it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        texts = []
        for table in tables:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{table}\" t")  # noqa: S608 - names come from the catalogue
            texts.append((table, cursor.fetchone()[0]))
    return texts


def where(value):
    return sorted(table for table, text in dump() if value in text)


@pytest.fixture
def city():
    return make_union("东澜市总工会")


@pytest.fixture
def person(city):
    unit = make_union("某厂工会", parent=make_county(city))
    account = make_account("ouyang", name=NAME, mobile=MOBILE, email=MAIL, is_active=False, home=unit)
    worker = make_worker(NAME, home=unit, birth_month=date(1971, 3, 1))
    worker.merits = f"{NAME}：{MERITS}"
    worker.save()
    person = worker.person
    person.name_key, person.mobile, person.account, person.education = KEY, MOBILE, account, "master"
    person.save()
    return person


@pytest.fixture
def life(person, city):
    """A studio once led, one joined, an application that names the person."""
    unit, today = person.home, clock.today()
    led = make_named_studio(unit, "深井工作室", introduction=f"由{NAME}领衔", contact_name=NAME, contact_phone=MOBILE)
    Leadership.objects.create(studio=led, worker=person.model_worker, starts_on=date(2019, 1, 1))
    refresh_summaries([led.pk])
    Leadership.objects.update(ends_on=today)
    refresh_summaries([led.pk])
    Member.objects.create(studio=led, person=person, consented_on=today)
    make_result(led, problem=f"{NAME}提出")
    application = make_application(make_call(city), led)
    row = {"person": person.pk, "name": NAME, "birth_month": "1971-03-01", "mobile": MOBILE, "merits": MERITS}
    typed = {"name": NAME, "birth_month": "1971-03-01", "sex": "female"}
    content = {"leads": [row], "members": [typed], "summary": f"{NAME}牵头"}
    Section.objects.create(application=application, key="leads", content=content)
    ApplicationVersion.objects.create(
        application=application,
        number=1,
        content={"leads": content},
        sha256="f" * 64,
        rules=application.rules,
        idempotency_key="k",
        submitted_by=make_account(),
        submitted_at=clock.now(),
    )
    Application.objects.update(state=Stage.WITHDRAWN, version_count=1)
    job = app.configure_task("studios.make_form_pdf").defer(version_id=1, paper=content)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job])
    return led


def test_nothing_of_the_person_is_left_in_a_dump(person, life, city):
    assert "studios_personevent" in where(NAME)
    assert {"studios_applicationversion", "procrastinate_jobs"} < set(where(MOBILE))
    erase_person(person, by=make_officer(city, Role.CHAIR), reason=f"{NAME}本人申请")

    assert {value: where(value) for value in PLANTED} == {value: [] for value in PLANTED}


def test_what_was_read_of_sheets_is_let_go(person, life, city):
    """It is kept packed, so that no search of a dump would find a name in it."""
    sheet = Attachment(pk=7)
    for part in (CHECK, ROWS):
        keep_part(sheet, [NAME, MOBILE], part)
    cache.set("other", 1)
    erase_person(person, by=make_officer(city, Role.CHAIR), reason="本人申请")
    assert (kept_part(sheet, CHECK), kept_part(sheet, ROWS), cache.get("other")) == (None, None, 1)


def test_sheets_that_jobs_keep_are_let_go(person, city, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "list.xlsx").write_text(NAME)
    kept = {"file": "list.xlsx", "file_name": "成员.xlsx", "text": "1行", "at": clock.now()}
    result = JobResult.objects.create(job=1, url="/desk/jobs/1/sheet/", **kept)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person, by=make_officer(city, Role.CHAIR), reason="本人申请")
    result.refresh_from_db()
    assert (result.file, result.url, list(tmp_path.iterdir())) == ("", "", [])


def test_the_row_stays_and_says_that_it_was_erased(person, life, city):
    erase_person(person, by=make_officer(city, Role.CHAIR), reason="本人申请")

    person.refresh_from_db()
    assert (person.name, person.mobile, person.birth_month, person.education) == (ERASED, "", None, "")
    assert person.erased_at is not None
    assert Member.objects.get(person=person).consented_on is None


def test_the_record_can_still_confirm_a_value_that_is_told(person, life, city):
    erase_person(person, by=make_officer(city, Role.CHAIR), reason="本人申请")

    event = AuditEvent.objects.get(verb=Verb.PERSON_ERASED)
    assert event.details["was"]["mobile"] == salted(MOBILE, subject=person)
    assert verify_chain().fault == ""


def test_another_persons_rows_stay(person, life, city):
    other = make_person("张伟", mobile="13800138000", home=person.home)
    Member.objects.create(studio=life, person=other, consented_on=clock.today())

    erase_person(person, by=make_officer(city, Role.CHAIR), reason="本人申请")

    other.refresh_from_db()
    assert (other.name, other.mobile) == ("张伟", "13800138000")
    assert Member.objects.get(person=other).consented_on == clock.today()


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_a_chair_may(person, city, role):
    with pytest.raises(Forbidden):
        erase_person(person, by=make_officer(city, role), reason="x")


def test_a_chair_beside_may_not(person, city):
    with pytest.raises(Forbidden):
        erase_person(person, by=make_officer(make_county(city), Role.CHAIR), reason="x")


def refused(person, city, reason="x"):
    with pytest.raises(Refusal) as refusal:
        erase_person(person, by=make_officer(city, Role.CHAIR), reason=reason)
    assert Person.objects.get(pk=person.pk).name == NAME
    return refusal.value


def test_a_reason_is_asked_for(person, city):
    assert refused(person, city, " ").field == "reason"


def test_a_present_lead_is_not_erased(person, city):
    make_studio(person.home, lead=person.model_worker)
    refused(person, city)


def test_a_person_with_a_living_account_is_not_erased(person, city):
    person.account.is_active = True
    person.account.save()
    refused(person, city)


def test_a_person_in_a_running_application_is_not_erased(person, life, city):
    Application.objects.update(state=Stage.RETURNED)
    refused(person, city)


def test_every_table_with_a_name_of_a_person_is_known():
    named = {m.__name__ for m in apps.get_app_config("studios").get_models() if hasattr(m, "birth_month")}
    assert named == {"Person"}
