"""The pages of packages: what goes in, the job, and the file for its owner alone."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from studios.actions import desks
from studios.actions.packages import make_package, package_path
from studios.models import Application, ArchivePackage
from tests.city import City, again, at_county, make_city, ready, submitted
from tests.contents import fill_application
from tests.factories import make_officer, make_union
from tests.panel import make_expert, make_seat
from tests.review import another_unit
from unions import clock

QUERIES = 11


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


@pytest.fixture
def clerk(client: Client, city: City) -> Client:
    client.force_login(city.city_clerk)
    return client


def page_of(case: Application) -> str:
    return f"/desk/cases/{case.number}/package/"


def made(city: City, case: Application) -> ArchivePackage:
    packed = make_package(city.call, case, by=city.city_clerk, follow=lambda *_counts: None)
    assert packed is not None
    return packed.package


def test_the_case_leads_to_its_package_and_that_to_a_job(clerk: Client, city: City) -> None:
    case = ready(city)
    assert page_of(case) in clerk.get(case.get_absolute_url()).content.decode()
    answer = clerk.post(page_of(case))
    job = ProcrastinateJob.objects.get(task_name="studios.pack_archive")
    assert answer["Location"] == f"/desk/jobs/{job.pk}/"
    assert clerk.post(page_of(case))["Location"] == answer["Location"]


def test_the_call_leads_to_its_package(clerk: Client, city: City) -> None:
    ready(city)
    page = f"/desk/calls/{city.call.pk}/package/"
    assert page in clerk.get(f"/desk/calls/{city.call.pk}/").content.decode()
    assert clerk.get(page).context["case_count"] == 1
    assert clerk.post(page).status_code == 302


def test_an_empty_call_says_so(clerk: Client, city: City) -> None:
    page = f"/desk/calls/{city.call.pk}/package/"
    assert "<form" not in clerk.get(page).content.decode().split("</h1>")[1]
    assert clerk.post(page).status_code == 200
    assert not ProcrastinateJob.objects.filter(task_name="studios.pack_archive").exists()


def test_the_owner_alone_finds_and_fetches(clerk: Client, city: City) -> None:
    package = made(city, ready(city))
    assert package.name in clerk.get(package.get_absolute_url()).content.decode()
    answer = clerk.post(f"{package.get_absolute_url()}fetch/")
    body = b"".join(answer.streaming_content)
    assert (answer["Content-Type"], len(body)) == ("application/zip", package.size)
    assert zipfile.ZipFile(BytesIO(body)).testzip() is None
    assert clerk.get(f"{package.get_absolute_url()}fetch/").status_code == 405
    clerk.force_login(city.city_chair)
    assert clerk.get(package.get_absolute_url()).status_code == 404
    assert clerk.post(f"{package.get_absolute_url()}fetch/").status_code == 404


def test_after_its_days_or_without_its_file_it_is_not_found(clerk: Client, city: City) -> None:
    package = made(city, ready(city))
    package_path(package).unlink()
    assert clerk.get(package.get_absolute_url()).status_code == 404
    later = made(city, Application.objects.get())
    ArchivePackage.objects.update(ends_at=clock.now())
    assert clerk.get(later.get_absolute_url()).status_code == 404


def test_strangers_find_no_page_and_experts_hear_why(client: Client, city: City) -> None:
    case = submitted(city)
    client.force_login(another_unit(city).unit_clerk)
    assert client.get(page_of(case)).status_code == 404
    client.force_login(make_officer(make_union()))
    assert client.get(f"/desk/calls/{city.call.pk}/package/").status_code == 404
    make_seat(city.call, make_expert(city.city, account=city.city_clerk))
    client.force_login(city.city_clerk)
    for page in (page_of(case), f"/desk/calls/{city.call.pk}/package/"):
        assert client.get(page).status_code == 403
        assert client.post(page).status_code == 403


@pytest.mark.parametrize("cases", [1, 4])
def test_the_page_takes_the_same_queries(clerk: Client, city: City, cases: int, django_assert_num_queries) -> None:
    for _ in range(cases):
        made(city, ready(another_unit(city)))
    page = f"/desk/calls/{city.call.pk}/package/"
    clerk.get(page)
    with django_assert_num_queries(QUERIES):
        clerk.get(page)


def test_the_form_of_a_resubmitted_version_is_set_too(client: Client, city: City) -> None:
    case = at_county(city)
    due = clock.now() + timedelta(days=5)
    facts = {"note": "请改", "remarks": {"basics": "请改"}, "due_at": due, "renew_stamps": False}
    desks.return_application(case, by=city.county_clerk, revision=case.revision, **facts)
    fill_application(again(case))
    desks.propose_resubmission(again(case), by=city.unit_clerk, revision=again(case).revision)
    client.force_login(city.unit_chair)
    answer = client.post(f"/desk/cases/{case.number}/resubmit/", {"revision": again(case).revision})
    assert answer.status_code == 302
    job = ProcrastinateJob.objects.get(task_name="studios.make_form_pdf")
    assert job.args["version_id"] == again(case).versions.get(number=2).pk
