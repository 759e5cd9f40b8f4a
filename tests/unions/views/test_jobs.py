"""The page of jobs."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import make_account, make_county, make_officer, make_union
from tests.unions.queue import forget_jobs
from unions.actions.job_results import report_result, start_job
from unions.choices.people import Role

pytestmark = pytest.mark.django_db
QUERIES = 8


@pytest.fixture
def city():
    return make_union()


def start(account):
    # Any registered task will do; the queue is not worked off here.
    return start_job("unions.mail_messages", by=account, numbers=[])


def numbers(client, query=""):
    return [job.pk for job, _cells in client.get(f"/desk/jobs/{query}").context["listing"].rows]


def test_one_sees_ones_own_jobs_and_the_roots_administrator_all(client, city):
    forget_jobs()  # tests that commit may have left some
    mine, other = make_officer(make_county(city)), make_account(name="张伟")
    one, two = start(mine), start(other)

    client.force_login(mine)
    assert numbers(client) == [one]
    client.force_login(make_officer(make_county(city), Role.ADMINISTRATOR))
    assert numbers(client) == []
    client.force_login(make_officer(city, Role.ADMINISTRATOR))
    assert numbers(client) == [two, one]
    assert "张伟" in client.get("/desk/jobs/").content.decode()


def test_the_outcome_is_a_sentence_and_a_link(client, city):
    account = make_officer(city)
    report_result(start(account), "共导出12行", url="/desk/files/1/")
    client.force_login(account)

    page = client.get("/desk/jobs/").content.decode()
    assert '<a href="/desk/files/1/">共导出12行</a>' in page


def test_jobs_are_filtered_by_state_and_an_odd_one_falls_back(client, city):
    account = make_officer(city)
    job = start(account)
    client.force_login(account)

    assert numbers(client, "?status=todo") == [job]
    assert numbers(client, "?status=failed") == []
    assert numbers(client, "?status=x") == [job]


@pytest.mark.parametrize("count", [1, 25])
def test_the_page_costs_the_same_for_one_job_and_many(client, city, count, django_assert_num_queries):
    account = make_officer(city)
    for _ in range(count):
        start(account)
    ProcrastinateJob.objects.count()
    client.force_login(account)
    with django_assert_num_queries(QUERIES):
        client.get("/desk/jobs/")
