"""More rows than somebody should wait for are acted on by the worker: all or none, with what it did on the job."""

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from studios.models import Member
from tests.factories import make_county, make_named_studio, make_officer, make_union
from tests.studios.views.test_bulk_acts import LETTER, agree, choose, member, records
from tests.unions.queue import work_off
from unions.models import JobResult, Mailing

pytestmark = pytest.mark.django_db(transaction=True)
DAY = {"left_on": "2026-06-30"}


@pytest.fixture(autouse=True)
def short_patience(settings, monkeypatch):
    settings.TOTP_REQUIRED = {}
    monkeypatch.setattr("studios.views.desk.list_selections.MOST_WAITED", 2)


@pytest.fixture
def studio():
    return make_named_studio(make_union("甲厂工会", parent=make_county(make_union("测试市总工会"))), "甲工作室")


@pytest.fixture
def clerk(studio):
    return make_officer(studio.union)


def outcome(answer) -> tuple[str, str]:
    """What stands with the job that the answer leads to, once the worker was there."""
    job = int(answer["Location"].rstrip("/").rpartition("/")[2])
    work_off()
    found = JobResult.objects.get(pk=job)
    return found.text, found.url


def left() -> int:
    return Member.objects.exclude(left_on=None).count()


def test_many_rows_are_left_to_the_worker_who_says_what_was_done(studio, clerk):
    rows = [member(studio) for _number in range(4)]
    answer = agree(clerk, choose(clerk, "members", "leave", *rows), "members", **DAY)
    assert (answer.status_code, left(), ProcrastinateJob.objects.count()) == (302, 0, 1)
    client = Client()
    client.force_login(clerk)
    assert "处理选中的多行" in client.get(answer["Location"]).content.decode()
    assert outcome(answer) == ("已处理4行。", "/desk/")
    assert (left(), records("member.saved", clerk)) == (4, 4)


def test_two_clicks_are_one_job(studio, clerk):
    preview = choose(clerk, "members", "leave", *[member(studio) for _number in range(3)])
    answers = {agree(clerk, preview, "members", **DAY)["Location"] for _click in range(2)}
    assert (len(answers), ProcrastinateJob.objects.count()) == (1, 1)


def test_what_changed_before_the_worker_came_is_named_and_nothing_done(studio, clerk):
    rows = [member(studio, f"成员{number}") for number in range(3)]
    answer = agree(clerk, choose(clerk, "members", "leave", *rows), "members", **DAY)
    Member.objects.filter(pk=rows[1].pk).update(trade="焊工")
    text, _url = outcome(answer)
    assert ("成员1" in text, left()) == (True, 0)


def test_a_refusal_in_the_middle_undoes_all(studio, clerk):
    rows = [member(studio, f"成员{number}") for number in range(3)]
    early = {"left_on": "2019-01-01"}
    text, _url = outcome(agree(clerk, choose(clerk, "members", "leave", *rows), "members", **early))
    assert ("结束时间早于开始时间" in text, left(), records("member.saved", clerk)) == (True, 0, 0)


def test_who_lost_the_right_meanwhile_does_nothing(studio, clerk):
    answer = agree(clerk, choose(clerk, "members", "leave", *[member(studio) for _n in range(3)]), "members", **DAY)
    clerk.appointments.all().delete()
    outcome(answer)
    assert left() == 0


def test_a_draft_to_many_units_is_written_at_once(studio, clerk):
    preview = choose(clerk, "members", "write", *[member(studio) for _number in range(3)])
    assert agree(clerk, preview, "members", **LETTER)["Location"] == reverse("mailing", args=[Mailing.objects.get().pk])
