"""Workbooks of long lists: asked for, written by the worker with the asker's rights, handed to nobody else."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import make_county, make_named_studio, make_officer, make_union
from tests.unions.queue import run_sql, work_off
from unions import clock
from unions.actions.job_results import cancel_job, forget_job_results
from unions.actions.list_sheets import start_list_sheet
from unions.choices.people import Role
from unions.errors import Refusal
from unions.models import Account, JobResult, Union

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/desk/studios/"


@pytest.fixture(autouse=True)
def small_lists(settings, tmp_path, monkeypatch):
    """Two rows are many here."""
    settings.MEDIA_ROOT, settings.TOTP_REQUIRED = tmp_path, {}
    monkeypatch.setattr("unions.ui.listing.MOST_AT_ONCE", 1)


@pytest.fixture
def city() -> Union:
    city = make_union("测试市总工会")
    unit = make_union("甲厂工会", parent=make_county(city))
    for name in ("甲工作室", "乙工作室", "丙工作室"):
        make_named_studio(unit, name)
    return city


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def sheet_of(client: Client, job: int) -> list[str]:
    answer = client.get(f"/desk/jobs/{job}/file/")
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return [row[1] for row in book.worksheets[0].iter_rows(values_only=True)][1:]


def test_a_long_list_is_written_by_the_worker_and_leads_to_its_job(city):
    client = signed_in(make_officer(city))
    page = client.get(f"{LIST}?sort=name").content.decode()
    assert f'name="address" value="{LIST}?sort=name&amp;export=xlsx"' in page
    assert client.get(f"{LIST}?export=xlsx").headers["Location"].startswith("/desk/lists/sheet/?address=")
    asked = {"address": f"{LIST}?sort=name&export=xlsx"}
    assert "后台生成" in client.get("/desk/lists/sheet/", asked).content.decode()
    address = client.post("/desk/lists/sheet/", asked).headers["Location"]
    assert client.post("/desk/lists/sheet/", asked).headers["Location"] == address
    job = ProcrastinateJob.objects.get()
    assert address == f"/desk/jobs/{job.pk}/"
    work_off()
    assert f"/desk/jobs/{job.pk}/file/" in client.get(address).content.decode()
    assert (JobResult.objects.get().done, JobResult.objects.get().total) == (3, 3)
    assert sorted(sheet_of(client, job.pk)) == sorted(["甲工作室", "乙工作室", "丙工作室"])


def test_filter_and_rights_are_those_of_the_asker(city):
    unit = make_union("乙厂工会", parent=make_county(city, "邻县总工会"))
    for name in ("丁工作室", "戊工作室"):
        make_named_studio(unit, name)
    clerk = make_officer(unit, Role.CLERK)
    job = start_list_sheet(f"{LIST}?export=xlsx", by=clerk)
    work_off()
    assert sorted(sheet_of(signed_in(clerk), job)) == sorted(["丁工作室", "戊工作室"])
    for other in (make_officer(city), make_officer(city, Role.ADMINISTRATOR)):
        assert signed_in(other).get(f"/desk/jobs/{job}/file/").status_code == 404


def test_who_may_no_longer_read_gets_nothing(city):
    clerk = make_officer(city)
    job = start_list_sheet(f"{LIST}?export=xlsx", by=clerk)
    Account.objects.filter(pk=clerk.pk).update(is_active=False)
    work_off()
    assert JobResult.objects.get(pk=job).file == ""
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.xlsx"))


@pytest.mark.parametrize(
    "address",
    ["", "/studios/", "/desk/nowhere/else/", "https://x.cn/desk/studios/", LIST, f"{LIST}?export=xlsx&q={'x' * 3000}"],
)
def test_only_pages_of_the_desk_are_asked(city, address):
    clerk = make_officer(city)
    assert signed_in(clerk).post("/desk/lists/sheet/", {"address": address}).status_code == 404
    with pytest.raises(Refusal):
        start_list_sheet(address, by=clerk)


def test_a_page_that_is_no_sheet_leaves_a_sentence(city):
    clerk = make_officer(city)
    job = start_list_sheet("/desk/jobs/0/?export=xlsx", by=clerk)
    work_off()
    found = JobResult.objects.get(pk=job)
    assert (found.file, "没有可导出的列表" in found.text) == ("", True)


def test_a_cancelled_sheet_is_never_written_and_a_forgotten_one_is_deleted(city):
    clerk = make_officer(city)
    cancelled = start_list_sheet(f"{LIST}?export=xlsx", by=clerk)
    cancel_job(ProcrastinateJob.objects.get(pk=cancelled), by=clerk)
    kept = start_list_sheet(f"{LIST}?export=xlsx&sort=name", by=clerk)
    work_off()
    (file,) = Path(settings.MEDIA_ROOT).rglob("*.xlsx")
    assert JobResult.objects.get(pk=kept).file.endswith(file.name)
    run_sql("DELETE FROM procrastinate_jobs")
    forget_job_results()
    assert not file.exists()


def test_a_sheet_is_kept_for_three_days(city):
    clerk = make_officer(city)
    job = start_list_sheet(f"{LIST}?export=xlsx", by=clerk)
    work_off()
    kept = JobResult.objects.get(pk=job)
    file, client = Path(settings.MEDIA_ROOT) / kept.file, signed_in(clerk)
    for age, is_there in ((timedelta(days=2, hours=23), True), (timedelta(days=3, hours=1), False)):
        JobResult.objects.filter(pk=job).update(at=clock.now() - age)
        forget_job_results()
        assert file.exists() is is_there
    assert client.get(f"/desk/jobs/{job}/file/").status_code == 404
    assert f"/desk/jobs/{job}/file/" not in client.get(f"/desk/jobs/{job}/").content.decode()


def test_rows_to_be_edited_are_written_by_the_worker_too(city):
    clerk = make_officer(Union.objects.get(name="甲厂工会"), Role.CLERK)
    client = signed_in(clerk)
    answer = client.get("/desk/edit/studios/sheet/?view=0")
    assert answer.headers["Location"].startswith("/desk/lists/sheet/?address=")
    job = start_list_sheet("/desk/edit/studios/sheet/?view=0&export=xlsx", by=clerk)
    work_off()
    assert JobResult.objects.get(pk=job).file_name.endswith(".xlsx")
    assert len(sheet_of(client, job)) == 3
