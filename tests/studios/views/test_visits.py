"""Pages of visits: planned and printed at the desk, filled in by the team with and without script, seen by whom it concerns."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from studios.actions.rubrics import make_default_rubric
from studios.actions.visit_reports import report_visit
from studios.actions.visits import Route, cancel_visit, plan_visits
from studios.choices.calls import Stage
from studios.choices.reviews import VisitState
from studios.models import SiteVisit
from studios.queries.visits import photos_of, visit_sheet
from tests.city import City, again
from tests.factories import make_account
from tests.files import make_gps_photo, make_pdf
from tests.review import make_review_city, qualified
from tests.studios.actions.test_visits import head_of, make_expert, planned, reported, seen, team_of
from unions import clock

pytestmark = pytest.mark.django_db
AUTOSAVE = {"HTTP_X_AUTOSAVE": "true"}


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}
    city = make_review_city("visit")
    make_default_rubric(city.call, by=city.city_clerk)
    return city


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def typed(visit: SiteVisit, points: str = "2.5", **changes) -> dict[str, object]:
    """What the plain form sends."""
    sheet = visit_sheet(visit)
    values: dict[str, object] = {
        "version": visit.version,
        "rubric": sheet[0].criterion.criterion.group.rubric_id,
        "attended": [v.account_id for v in visit.visitors.all()],
        "present": "王厂长",
        "findings": "场地齐全",
    }
    for row in sheet:
        values |= {f"points_{row.criterion.pk}": points, f"note_{row.criterion.pk}": "看过"}
    return values | changes


def plan_of(city: City, cases, team) -> dict[str, object]:
    return {
        "cases": [a.pk for a in cases],
        "team": [a.pk for a in team],
        "day": f"{clock.today() + timedelta(days=1):%Y-%m-%d}",
        "time": "09:00",
        "minutes": "60",
        "place": "",
    }


def test_a_clerk_plans_a_route_by_form(city: City) -> None:
    cases = qualified(city, 2)
    client = signed_in(city.city_clerk)
    team = team_of(city).members
    address = f"/desk/calls/{city.call.pk}/visits/plan/"
    assert client.get(address).status_code == 200
    answer = client.post(address, plan_of(city, cases, team))
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/calls/{city.call.pk}/visits/")
    times = sorted(SiteVisit.objects.values_list("planned_at", flat=True))
    assert times[1] - times[0] == timedelta(minutes=60)


@pytest.mark.parametrize(
    "change",
    [{"team": []}, {"cases": []}, {"day": "2020-01-01"}, {"time": "x"}, {"minutes": ""}, {"day": "9999-12-31"}],
)
def test_a_plan_that_cannot_be_stays_on_the_form(city: City, change: dict) -> None:
    cases = qualified(city, 2)
    client = signed_in(city.city_clerk)
    address = f"/desk/calls/{city.call.pk}/visits/plan/"
    answer = client.post(address, plan_of(city, cases, team_of(city).members) | change)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not SiteVisit.objects.exists()


def test_the_schedule_is_printed_with_team_and_place(city: City) -> None:
    visit = planned(city)
    page = signed_in(city.city_chair).get(f"/desk/calls/{city.call.pk}/visits/print/").content.decode()
    assert (visit.place in page, head_of(visit).name in page, visit.application.number in page) == (True, True, True)


def test_a_visit_is_changed_and_called_off_by_form(city: City) -> None:
    visit = planned(city)
    client = signed_in(city.city_clerk)
    data = plan_of(city, [], [city.city_clerk, city.city_chair]) | {"place": "二车间"}
    assert client.post(f"/desk/visits/{visit.pk}/change/", data).status_code == 302
    visit.refresh_from_db()
    assert visit.place == "二车间"
    assert client.post(f"/desk/visits/{visit.pk}/cancel/", {"reason": ""}).status_code == 200
    assert client.post(f"/desk/visits/{visit.pk}/cancel/", {"reason": "停产"}).status_code == 302
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    assert client.post(f"/desk/visits/{visit.pk}/cancel/", {"reason": "停产"}).status_code == 409


def test_the_team_sees_its_visits_and_nobody_elses(city: City) -> None:
    visit = planned(city)
    head, stranger = head_of(visit), make_expert(city)
    assert visit.application.studio.name in signed_in(head).get("/visits/").content.decode()
    assert visit.application.studio.name not in signed_in(stranger).get("/visits/").content.decode()
    for account in (stranger, city.city_chair, city.unit_chair, make_account()):
        client = signed_in(account)
        for address in (f"/visits/{visit.pk}/", f"/visits/{visit.pk}/photos/1/remove/"):
            assert client.get(address).status_code == 404
        assert client.post(f"/visits/{visit.pk}/", typed(visit)).status_code == 404
        assert client.post(f"/visits/{visit.pk}/photos/").status_code == 404
    cancel_visit(visit, reason="雨", by=city.city_clerk)
    assert signed_in(head).get(f"/visits/{visit.pk}/").status_code == 404


def test_without_script_the_form_saves_and_reports(city: City) -> None:
    visit = planned(city)
    client = signed_in(head_of(visit))
    page = client.get(f"/visits/{visit.pk}/").content.decode()
    names = set(re.findall(r'name="(\w+)"', page))
    assert set(typed(visit)) | {"photos", "save", "report", "csrfmiddlewaretoken"} <= names
    photo = SimpleUploadedFile("车间.jpg", make_gps_photo())
    draft = typed(visit, points="", save="1", photos=photo, findings="")
    assert client.post(f"/visits/{visit.pk}/", draft).status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.version, photos_of(visit).count()) == (VisitState.PLANNED, 1, 1)
    answer = client.post(f"/visits/{visit.pk}/", typed(visit, report="1"))
    assert (answer.status_code, answer["Location"]) == (302, f"/visits/{visit.pk}/")
    visit.refresh_from_db()
    assert (visit.state, f"{visit.points}") == (VisitState.REPORTED, "62.50")
    page = client.get(f"/visits/{visit.pk}/").content.decode()
    assert ("62.50" in page, "data-visit-over" in page, "<textarea" in page) == (True, True, False)


def test_half_a_report_says_all_that_is_missing_and_keeps_the_words(city: City) -> None:
    visit = planned(city)
    client = signed_in(head_of(visit))
    answer = client.post(f"/visits/{visit.pk}/", typed(visit, points="", findings="", attended=[], report="1"))
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert len(errors) == len(visit_sheet(visit)) + 2
    assert "王厂长" in answer.content.decode()
    visit.refresh_from_db()
    assert visit.version == 0


@pytest.mark.parametrize("points", ["x", "0.3", "99", "-1", "1e400", "9" * 40, "\x00", "\ud800"])
def test_points_that_cannot_be_are_said_at_the_field(city: City, points: str) -> None:
    visit = planned(city)
    client = signed_in(head_of(visit))
    pk = visit_sheet(visit)[0].criterion.pk
    if points == "\ud800":
        points = "%"
    answer = client.post(f"/visits/{visit.pk}/", typed(visit) | {f"points_{pk}": points})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [f"points_{pk}"])


def test_the_script_sends_drafts_with_their_version(city: City) -> None:
    visit = planned(city)
    client = signed_in(head_of(visit))
    first = client.post(f"/visits/{visit.pk}/", typed(visit, report="1"), **AUTOSAVE)
    assert (first.status_code, first["X-Version"]) == (200, "1")
    visit.refresh_from_db()
    assert visit.state == VisitState.PLANNED
    wrong = client.post(f"/visits/{visit.pk}/", typed(visit, points="0.3"), **AUTOSAVE)
    assert wrong.status_code == 422
    older = client.post(f"/visits/{visit.pk}/", typed(visit, version=0), **AUTOSAVE)
    assert (older.status_code, "<form" in older.content.decode()) == (409, False)


def test_a_conflict_shows_both_texts_and_a_second_save_replaces(city: City) -> None:
    visit = planned(city)
    head, other = signed_in(head_of(visit)), signed_in(city.city_clerk)
    assert head.post(f"/visits/{visit.pk}/", typed(visit, findings="甲的话")).status_code == 302
    answer = other.post(f"/visits/{visit.pk}/", typed(visit, findings="乙的话"))
    page = answer.content.decode()
    assert (answer.status_code, "甲的话" in page, "乙的话" in page) == (409, True, True)
    version = re.search(r'name="version" value="(\d+)"', page).group(1)
    assert other.post(f"/visits/{visit.pk}/", typed(visit, findings="乙的话", version=version)).status_code == 302
    visit.refresh_from_db()
    assert visit.findings == "乙的话"


def test_photos_lose_place_and_camera_when_shown(city: City) -> None:
    visit = planned(city)
    client = signed_in(head_of(visit))
    upload = SimpleUploadedFile("车间.jpg", make_gps_photo())
    made = client.post(f"/visits/{visit.pk}/photos/", {"photos": upload}, HTTP_X_UPLOAD="true")
    assert made.status_code == 200
    photo = photos_of(visit).get()
    address = f"/visits/{visit.pk}/photos/{photo.pk}/"
    assert address in made.content.decode()
    for account in (head_of(visit), city.city_chair):
        shown = signed_in(account).get(address)
        assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
        assert b"Canary" not in shown.content
    for account in (city.unit_chair, city.county_chair, make_account()):
        assert signed_in(account).get(address).status_code == 404
        assert signed_in(account).get(reverse("file", args=[photo.pk])).status_code == 404
    assert client.get(f"{address}remove/").status_code == 200
    assert client.post(f"{address}remove/").status_code == 302
    assert client.get(address).status_code == 404


def test_a_refused_photo_says_why(city: City) -> None:
    visit = planned(city)
    client = signed_in(head_of(visit))
    pdf = SimpleUploadedFile("a.pdf", make_pdf())
    assert client.post(f"/visits/{visit.pk}/photos/", {"photos": pdf}).status_code == 422
    assert client.post(f"/visits/{visit.pk}/photos/").status_code == 422
    pdf = SimpleUploadedFile("a.pdf", make_pdf())
    answer = client.post(f"/visits/{visit.pk}/", typed(visit, photos=pdf))
    assert (answer.status_code, bool(answer.context["form"].non_field_errors())) == (200, True)


def test_the_case_shows_the_visit_to_the_desks_and_to_units_when_scores_open(city: City) -> None:
    visit = reported(city)
    address = visit.application.get_absolute_url()
    shown = {
        a: 'id="visit"' in signed_in(a).get(address).content.decode()
        for a in (city.city_chair, city.county_chair, city.unit_chair)
    }
    assert list(shown.values()) == [True, False, False]
    city.call.plan.opens_scores_at = clock.now() - timedelta(minutes=1)
    city.call.plan.save()
    page = signed_in(city.unit_chair).get(address).content.decode()
    assert ('id="visit"' in page, "62.50" in page, f"/desk/visits/{visit.pk}/" in page) == (True, True, False)
    assert signed_in(city.unit_chair).get(f"/desk/visits/{visit.pk}/").status_code == 404


def test_the_visits_are_closed_from_their_page(city: City) -> None:
    visit = planned(city)
    chair, address = signed_in(city.city_chair), f"/desk/calls/{city.call.pk}/visits/close/"
    assert chair.get(address).status_code == 200
    refused = chair.post(address)
    assert (refused.status_code, visit.application.number in refused.content.decode()) == (200, True)
    report_visit(visit, seen(visit), by=head_of(visit), version=0)
    assert chair.post(address).status_code == 302
    assert again(visit.application).state == Stage.DECISION


def test_a_reported_visit_and_the_list_are_read_by_the_desk(city: City) -> None:
    visit = reported(city)
    client = signed_in(city.city_clerk)
    assert "62.50" in client.get(f"/desk/visits/{visit.pk}/").content.decode()
    page = client.get(
        f"/desk/calls/{city.call.pk}/visits/?state=reported&q={visit.application.number}"
    ).content.decode()
    assert ("62.50" in page, head_of(visit).name in page) == (True, True)
    sheet = b"".join(client.get(f"/desk/calls/{city.call.pk}/visits/?export=csv").streaming_content).decode()
    assert "62.50" in sheet
    assert signed_in(city.county_chair).get(f"/desk/visits/{visit.pk}/").status_code == 404


def test_lists_and_pages_ask_the_same_number_of_questions(city: City, django_assert_num_queries) -> None:
    cases = qualified(city, 4)
    team = team_of(city)
    plan_visits(city.call, cases[:1], team=team, route=Route(clock.now() + timedelta(days=1)), by=city.city_clerk)
    desk, member = signed_in(city.city_clerk), signed_in(team.members[0])
    pages = {
        f"/desk/calls/{city.call.pk}/visits/": (desk, 11),
        f"/desk/calls/{city.call.pk}/visits/print/": (desk, 6),
        "/visits/": (member, 8),
    }
    for address, (client, queries) in pages.items():
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
    plan_visits(city.call, cases[1:], team=team, route=Route(clock.now() + timedelta(days=2), 30), by=city.city_clerk)
    for address, (client, queries) in pages.items():
        with django_assert_num_queries(queries):
            client.get(address)
