"""The page of jobs."""

from io import BytesIO

import pytest
from django.utils.timezone import localtime
from openpyxl import load_workbook
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import make_account, make_county, make_officer, make_union, moment
from tests.unions.queue import run_sql
from unions import clock
from unions.actions.job_results import report_result, start_job
from unions.choices.people import Role
from unions.models import AuditEvent, JobResult

pytestmark = pytest.mark.django_db
QUERIES = 8
CLOCK_QUERIES = 5


@pytest.fixture
def city():
    return make_union()


def start(account):
    # Any registered task will do; the queue is not worked off here.
    return start_job("unions.mail_messages", by=account, numbers=[])


def numbers(client, query=""):
    return [job.pk for job, _cells in client.get(f"/desk/jobs/{query}").context["listing"].rows]


def test_one_sees_ones_own_jobs_and_the_roots_administrator_all(client, city):
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


def test_a_job_has_a_page_that_asks_for_itself_until_the_end(client, city):
    account = make_officer(city)
    job = start(account)
    JobResult.objects.create(pk=job, done=3, total=12, at=clock.now())
    client.force_login(account)

    page = client.get(f"/desk/jobs/{job}/").content.decode()
    part = client.get(f"/desk/jobs/{job}/", headers={"HX-Request": "true"}).content.decode()
    assert "3 / 12" in page
    assert f'hx-get="/desk/jobs/{job}/" hx-trigger="every 2s"' in part
    assert "<html" not in part

    client.post(f"/desk/jobs/{job}/cancel/")
    ended = client.get(f"/desk/jobs/{job}/").content.decode()
    assert ProcrastinateJob.objects.get(pk=job).status == "cancelled"
    assert "hx-trigger" not in ended
    assert client.post(f"/desk/jobs/{job}/cancel/").status_code == 409
    assert AuditEvent.objects.get(verb="job.cancelled").details["job"] == job


def test_a_foreign_job_is_unknown_and_one_of_the_installation_stays(client, city):
    job = start(make_officer(make_county(city)))
    system = app.configure_task("unions.mail_messages").defer(numbers=[])
    client.force_login(make_officer(make_county(city)))
    for address in (f"/desk/jobs/{job}/", f"/desk/jobs/{job}/faults/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/desk/jobs/{job}/cancel/").status_code == 404

    client.force_login(make_officer(city, Role.ADMINISTRATOR))
    assert client.get(f"/desk/jobs/{job}/").status_code == 200
    assert client.get(f"/desk/jobs/{system}/").status_code == 200
    assert client.post(f"/desk/jobs/{system}/cancel/").status_code == 403
    assert ProcrastinateJob.objects.get(pk=system).status == "todo"


def test_another_installations_jobs_are_not_seen(client, city):
    other = start(make_officer(make_union()))
    client.force_login(make_officer(city, Role.ADMINISTRATOR))
    assert other not in numbers(client)


def test_faults_come_as_a_sheet_without_formulas(client, city):
    account = make_officer(city)
    job = start(account)
    client.force_login(account)
    assert client.get(f"/desk/jobs/{job}/faults/").status_code == 404
    report_result(job, "1行有误", head=["单元格", "所填内容"], faults=[["B7", "=1+1"], ["C9", None]])

    sheet = load_workbook(BytesIO(client.get(f"/desk/jobs/{job}/faults/").content)).active

    assert [[c.value for c in row] for row in sheet.rows] == [["单元格", "所填内容"], ["B7", "=1+1"], ["C9", ""]]
    assert sheet["B2"].data_type == "s"


def test_the_clocks_work_shows_last_and_next_run(client, city, django_assert_num_queries):
    app.configure_task("unions.remove_old_jobs").defer(timestamp=0)
    run_sql("UPDATE procrastinate_jobs SET status = 'doing'")
    run_sql("UPDATE procrastinate_jobs SET status = 'succeeded'")
    client.force_login(make_officer(city, Role.ADMINISTRATOR))
    with clock.at(moment(2026, 9, 1, 9)), django_assert_num_queries(CLOCK_QUERIES):
        rows = {row[0]: row for row in client.get("/desk/jobs/periodic/").context["rows"]}

    _name, rhythm, last, state, next_at = rows["清理旧任务"]
    assert (rhythm, state, localtime(next_at)) == ("每天03:20", "succeeded", moment(2026, 9, 2, 3, 20))
    assert last.started_at is not None
    assert {row[1] for row in rows.values()} >= {"每分钟", "每5分钟"}
    assert rows["公示期满的公示结束"][2] is None
    assert not [name for name in rows if "." in name], "every periodic task has words"
    # Runs of the clock are not among the jobs that people asked for.
    assert numbers(client) == []


def test_only_the_roots_administrators_see_the_clock(client, city):
    client.force_login(make_officer(make_county(city), Role.ADMINISTRATOR))
    assert client.get("/desk/jobs/periodic/").status_code == 403
    client.force_login(make_officer(city))
    assert client.get("/desk/jobs/periodic/").status_code == 403
