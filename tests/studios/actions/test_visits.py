"""Visits are planned for two or more who may go, written by them alone, reported once, and closed when all are."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError

from studios.actions import consultations, desks
from studios.actions.rubrics import make_default_rubric
from studios.actions.visit_reports import Seen, add_photo, remove_photo, report_visit, save_visit
from studios.actions.visits import Route, Team, cancel_visit, change_visit, close_visits, plan_visits
from studios.choices.calls import Stage
from studios.choices.reviews import RecusalGround, SeatState, VisitState
from studios.models import Expert, PanelSeat, Recusal, Rubric, SiteVisit
from studios.queries.visits import open_findings, photos_of, site_criteria, unreported, without_visit
from tests.city import City, again
from tests.factories import make_account, make_officer, make_person
from tests.files import make_gps_photo, make_pdf
from tests.review import make_review_city, qualified
from unions import clock
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message
from unions.models.account import Account


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    city = make_review_city("visit")
    make_default_rubric(city.call, by=city.city_clerk)
    return city


def make_expert(city: City, *, home=None, state: str = SeatState.DECLARED) -> Account:
    """An expert with an account and a seat in the call."""
    account = make_account()
    now = clock.now()
    expert = Expert.objects.create(union=city.city, person=make_person(home=home), account=account, added_at=now)
    number = PanelSeat.objects.count() + 1
    PanelSeat.objects.create(call=city.call, expert=expert, number=number, state=state, invited_at=now)
    return account


def tomorrow(hours: int = 24) -> Route:
    return Route(clock.now() + timedelta(hours=hours))


def team_of(city: City) -> Team:
    """An expert and the city's clerk."""
    return Team((make_expert(city), city.city_clerk))


def planned(city: City, team: Team | None = None) -> SiteVisit:
    """A planned visit to a qualified case."""
    (application,) = qualified(city)
    (visit,) = plan_visits(city.call, [application], team=team or team_of(city), route=tomorrow(), by=city.city_clerk)
    return visit


def seen(visit: SiteVisit, points: str | None = "2.5", **fields) -> Seen:
    """A whole sheet with the same points for each criterion."""
    rubric = Rubric.objects.filter(call=visit.application.call).first()
    given = None if points is None else Decimal(points)
    lines = {c.pk: (given, "看过") for c in site_criteria(visit.application, rubric)}
    everybody = frozenset(visit.visitors.values_list("account", flat=True))
    facts = {"findings": "场地齐全", "present": "王厂长", "attended": everybody, "rubric": rubric.pk}
    return Seen(**{"lines": lines, **facts, **fields})


def head_of(visit: SiteVisit) -> Account:
    return visit.visitors.get(is_head=True).account


def reported(city: City) -> SiteVisit:
    visit = planned(city)
    return report_visit(visit, seen(visit), by=head_of(visit), version=0)


def test_a_visit_is_planned_and_everybody_told(city: City) -> None:
    visit = planned(city)
    expert = head_of(visit)
    assert (visit.state, visit.place, visit.planned_by) == (VisitState.PLANNED, "测试厂", city.city_clerk)
    assert set(visit.visitors.values_list("account", "is_head")) == {(expert.pk, True), (city.city_clerk.pk, False)}
    told = Message.objects.filter(url=f"/visits/{visit.pk}/")
    assert [m.account for m in told] == [expert]
    to_unit = Message.objects.filter(url=visit.application.get_absolute_url(), text__contains=visit.place)
    assert {m.account for m in to_unit} >= {city.unit_clerk, city.unit_chair}
    assert AuditEvent.objects.filter(verb="visit.planned").count() == 1


def test_a_days_route_lies_so_many_minutes_apart_and_sends_one_message(city: City) -> None:
    cases = qualified(city, 3)
    team, at = team_of(city), clock.now() + timedelta(days=2)
    visits = plan_visits(city.call, cases, team=team, route=Route(at, minutes=90), by=city.city_clerk)
    assert [v.planned_at - at for v in visits] == [timedelta(minutes=90 * i) for i in range(3)]
    assert Message.objects.filter(account=team.members[0]).count() == 1
    assert not without_visit(city.call).exists()


@pytest.mark.parametrize(
    ("people", "field"),
    [("one", "team"), ("stranger", "team"), ("own unit", "team"), ("recused", "team"), ("declined", "team")],
)
def test_who_may_not_go_is_refused(city: City, people: str, field: str) -> None:
    (application,) = qualified(city)
    expert = make_expert(city)
    if people == "recused":
        seat = PanelSeat.objects.get(expert__account=expert)
        Recusal.objects.create(seat=seat, application=application, ground=RecusalGround.DECLARED, at=clock.now())
    members = {
        "one": (expert,),
        "stranger": (expert, make_account()),
        "own unit": (city.city_clerk, make_expert(city, home=city.unit)),
        "recused": (city.city_clerk, expert),
        "declined": (city.city_clerk, make_expert(city, state=SeatState.DECLINED)),
    }[people]
    with pytest.raises(Refusal) as refused:
        plan_visits(city.call, [application], team=Team(members), route=tomorrow(), by=city.city_clerk)
    assert refused.value.field == field
    assert not SiteVisit.objects.exists()


def test_an_officer_whose_home_is_the_unit_does_not_go(city: City) -> None:
    (application,) = qualified(city)
    own = make_officer(city.city, Role.CLERK, home=city.unit)
    with pytest.raises(Refusal) as refused:
        plan_visits(city.call, [application], team=Team((own, city.city_clerk)), route=tomorrow(), by=city.city_clerk)
    assert own.name in str(refused.value)


def test_only_the_naming_union_plans(city: City) -> None:
    (application,) = qualified(city)
    for by in (city.county_clerk, city.unit_chair):
        with pytest.raises(Forbidden):
            plan_visits(city.call, [application], team=team_of(city), route=tomorrow(), by=by)


def test_a_case_has_one_visit_at_a_time(city: City) -> None:
    visit = planned(city)
    with pytest.raises(Stale):
        plan_visits(city.call, [visit.application], team=team_of(city), route=tomorrow(), by=city.city_clerk)
    cancel_visit(visit, reason="雨", by=city.city_clerk)
    (other,) = plan_visits(city.call, [visit.application], team=team_of(city), route=tomorrow(), by=city.city_clerk)
    assert other.state == VisitState.PLANNED


@pytest.mark.parametrize("days", [-2, 400])
def test_a_visit_lies_within_a_year(city: City, days: int) -> None:
    (application,) = qualified(city)
    with pytest.raises(Refusal) as refused:
        plan_visits(city.call, [application], team=team_of(city), route=tomorrow(24 * days), by=city.city_clerk)
    assert refused.value.field == "day"


def test_without_criteria_on_site_nothing_is_planned(city: City) -> None:
    (application,) = qualified(city)
    Rubric.objects.all().delete()
    with pytest.raises(Refusal):
        plan_visits(city.call, [application], team=team_of(city), route=tomorrow(), by=city.city_clerk)


def test_a_visit_is_moved_and_its_team_changed(city: City) -> None:
    visit = planned(city)
    new = Team((city.city_chair, city.city_clerk), head=city.city_clerk)
    later = clock.now() + timedelta(days=5)
    changed = change_visit(visit, team=new, route=Route(later, place="二车间"), by=city.city_clerk)
    assert (changed.planned_at, changed.place) == (later, "二车间")
    assert head_of(visit) == city.city_clerk
    assert Message.objects.filter(account=city.city_chair, url=f"/visits/{visit.pk}/").count() == 1


def test_a_visit_is_called_off_with_a_reason(city: City) -> None:
    visit = planned(city)
    with pytest.raises(Refusal) as refused:
        cancel_visit(visit, reason=" ", by=city.city_clerk)
    assert refused.value.field == "reason"
    cancel_visit(visit, reason="停产", by=city.city_clerk)
    visit.refresh_from_db()
    assert visit.state == VisitState.CANCELLED
    assert Message.objects.filter(account=head_of(visit), text__contains="停产").count() == 1
    with pytest.raises(Stale):
        cancel_visit(visit, reason="又", by=city.city_clerk)


def test_points_are_of_a_hundred(city: City) -> None:
    visit = planned(city)
    made = report_visit(visit, seen(visit), by=head_of(visit), version=0)
    # 场所与标识 5, 设备 3: 5 points of 8.
    assert (made.state, made.points, made.reported_by) == (VisitState.REPORTED, Decimal("62.50"), head_of(visit))
    assert AuditEvent.objects.filter(verb="visit.reported").count() == 1
    assert Message.objects.filter(account=city.city_clerk, url=f"/desk/visits/{visit.pk}/").count() == 1
    assert Rubric.objects.get(call=city.call).locked_at is not None


def test_a_draft_is_kept_and_an_older_page_refused(city: City) -> None:
    visit = planned(city)
    save_visit(visit, seen(visit, points=None, findings=""), by=head_of(visit), version=0)
    assert Rubric.objects.get(call=city.call).locked_at is None
    visit.refresh_from_db()
    assert (visit.version, visit.state, visit.present) == (1, VisitState.PLANNED, "王厂长")
    with pytest.raises(Stale):
        save_visit(visit, seen(visit), by=city.city_clerk, version=0)
    assert visit.lines.filter(points__isnull=False).count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"points": None}, "points"),
        ({"findings": " "}, "findings"),
        ({"attended": frozenset()}, "attended"),
    ],
)
def test_half_a_report_is_refused_whole(city: City, change: dict, field: str) -> None:
    visit = planned(city)
    with pytest.raises(Refusal) as refused:
        report_visit(visit, seen(visit, **change), by=head_of(visit), version=0)
    assert str(refused.value.field).startswith(field)
    visit.refresh_from_db()
    assert (visit.state, visit.version, visit.points) == (VisitState.PLANNED, 0, None)


@pytest.mark.parametrize("points", ["0.3", "3.5", "-1"])
def test_points_go_in_half_steps_up_to_the_most(city: City, points: str) -> None:
    visit = planned(city)
    with pytest.raises(Refusal):
        save_visit(visit, seen(visit, points=points), by=head_of(visit), version=0)


def test_a_visit_is_reported_once_and_by_its_team(city: City) -> None:
    visit = planned(city)
    with pytest.raises(Forbidden):
        save_visit(visit, seen(visit), by=city.city_chair, version=0)
    report_visit(visit, seen(visit), by=head_of(visit), version=0)
    for act in (save_visit, report_visit):
        with pytest.raises(Stale):
            act(visit, seen(visit), by=head_of(visit), version=1)
    with pytest.raises(Stale):
        cancel_visit(visit, reason="x", by=city.city_clerk)


def test_another_version_of_the_rubric_is_noticed(city: City) -> None:
    visit = planned(city)
    with pytest.raises(Stale):
        save_visit(visit, seen(visit, rubric=0), by=head_of(visit), version=0)


def test_a_case_that_withdrew_is_not_visited(city: City) -> None:
    visit = planned(city)
    application = again(visit.application)
    desks.withdraw(application, by=city.unit_chair, note="停工", revision=application.revision)
    with pytest.raises(Stale):
        save_visit(visit, seen(visit), by=head_of(visit), version=0)


def test_photos_are_kept_once_and_taken_out(city: City) -> None:
    visit = planned(city)
    photo = add_photo(visit, stream=BytesIO(make_gps_photo()), name="车间.jpg", by=head_of(visit))
    same = add_photo(visit, stream=BytesIO(make_gps_photo()), name="车间.jpg", by=city.city_clerk)
    assert (photo, photo.union, photo.application) == (same, city.city, None)
    assert [p.pk for p in photos_of(visit)] == [photo.pk]
    remove_photo(visit, photo, by=head_of(visit))
    assert not photos_of(visit).exists()
    with pytest.raises(Forbidden):
        add_photo(visit, stream=BytesIO(make_gps_photo()), name="a.jpg", by=city.city_chair)


def test_only_pictures_are_photos(city: City) -> None:
    visit = planned(city)
    with pytest.raises(ValidationError):
        add_photo(visit, stream=BytesIO(make_pdf()), name="a.pdf", by=head_of(visit))
    assert not photos_of(visit).exists()


def test_closing_waits_for_every_report(city: City) -> None:
    first, second = qualified(city, 2)
    team = team_of(city)
    visits = plan_visits(city.call, [first, second], team=team, route=Route(tomorrow().at, 60), by=city.city_clerk)
    report_visit(visits[0], seen(visits[0]), by=city.city_clerk, version=0)
    assert unreported(city.call) == [second]
    with pytest.raises(Refusal) as refused:
        close_visits(city.call, by=city.city_chair)
    assert second.number in str(refused.value)
    assert first.number not in str(refused.value)
    report_visit(visits[1], seen(visits[1]), by=city.city_clerk, version=0)
    close_visits(city.call, by=city.city_chair)
    assert [again(a).state for a in (first, second)] == [Stage.DECISION, Stage.DECISION]
    with pytest.raises(Refusal):
        close_visits(city.call, by=city.city_chair)


def test_only_the_naming_chair_closes(city: City) -> None:
    reported(city)
    for by in (city.city_clerk, city.county_chair):
        with pytest.raises(Forbidden):
            close_visits(city.call, by=by)


def test_an_open_finding_blocks_closing(city: City) -> None:
    visit = reported(city)
    (letter,) = consultations.send_list(city.call, ["税务"], sent_on=clock.today(), due_on=None, by=city.city_clerk)
    letter.findings.create(application=visit.application, text="欠税")
    with pytest.raises(Refusal) as refused:
        close_visits(city.call, by=city.city_chair)
    assert "税务" in str(refused.value)
    consultations.settle_finding(open_findings(city.call).get(), note="已缴清", by=city.city_chair)
    close_visits(city.call, by=city.city_chair)
    assert again(visit.application).state == Stage.DECISION
