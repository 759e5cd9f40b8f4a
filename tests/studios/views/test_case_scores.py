"""What a panel gave, on the page of the case: who reads it, from when, and that nobody learns who gave it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from studios.actions.panel_closing import close_panel
from studios.choices.calls import Stage
from studios.choices.reviews import SeatState, SheetState, VisitState, Vote
from studios.models import Application, ScoreLine, SiteVisit
from tests.board import assign, make_cases, make_seats, score, sheets_of
from tests.city import City
from tests.factories import make_officer
from tests.panel import make_simple_rubric
from tests.review import another_unit, make_review_city
from unions import clock
from unions.choices.people import Role
from unions.models import Account

CANARIES = ("81.37", "作用很实在", "得分依据充分")
QUERIES = 28


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def page(account: Account, case: Application) -> str:
    return signed_in(account).get(case.get_absolute_url()).content.decode()


def told(account: Account, case: Application) -> list[str]:
    """The canaries that this account reads."""
    text = page(account, case)
    return [canary for canary in CANARIES if canary in text]


def open_scores(case: Application, *, hours: int = -1) -> None:
    case.call.plan.opens_scores_at = clock.now() + timedelta(hours=hours)
    case.call.plan.save()


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel")


@pytest.fixture
def case(city: City) -> Application:
    """A case with three sheets, a comment and a comment on a criterion."""
    (made,) = make_cases(city.call, city, 1)
    sheets = score(made, make_seats(city.call, 3), "80.37", "81.37", "82.37")
    sheets[1].comment = CANARIES[1]
    sheets[1].save()
    criterion = make_simple_rubric(city.call).groups.get().criteria.first()
    ScoreLine.objects.create(sheet=sheets[2], criterion=criterion, points=50, comment=CANARIES[2])
    return made


def everybody(city: City) -> dict[str, Account]:
    return {
        "unit": city.unit_clerk,
        "unit chair": city.unit_chair,
        "unit auditor": make_officer(city.unit, Role.AUDITOR),
        "county": city.county_clerk,
        "county chair": city.county_chair,
        "county auditor": make_officer(city.county, Role.AUDITOR),
        "city": city.city_clerk,
    }


def test_nobody_reads_points_before_the_panel_closes_even_when_the_call_opened_them(city, case) -> None:
    open_scores(case)
    assert [told(account, case) for account in everybody(city).values()] == [[]] * 7


@pytest.mark.parametrize("hours", [None, 1])
def test_desks_above_and_auditors_read_them_once_it_closes_and_the_unit_does_not(city, case, hours) -> None:
    close_panel(city.call, by=city.city_chair)
    if hours:
        open_scores(case, hours=hours)
    read = {name: bool(told(account, case)) for name, account in everybody(city).items()}
    assert read == {name: not name.startswith("unit") for name in read}
    assert told(city.county_chair, case) == list(CANARIES)


def test_the_unit_reads_its_own_once_the_call_opens_them_and_no_other_unit(city, case) -> None:
    close_panel(city.call, by=city.city_chair)
    open_scores(case)
    assert [told(account, case) for account in everybody(city).values()] == [list(CANARIES)] * 7
    assert signed_in(another_unit(city).unit_chair).get(case.get_absolute_url()).status_code == 404


def test_neither_rank_nor_single_totals_nor_names_are_told(city, case) -> None:
    close_panel(city.call, by=city.city_chair)
    open_scores(case)
    seats = [assignment.seat for assignment in case.assignments.select_related("seat__expert__person")]
    hidden = ["80.37", "82.37", "排名", *(seat.expert.person.name for seat in seats)]
    for account in (city.unit_chair, city.county_chair):
        text = page(account, case)
        assert [word for word in hidden if word in text] == []
        assert ("专家1" in text, "专家2" in text, "专家3" in text) == (True, True, False)


def test_what_does_not_count_is_not_told(city, case) -> None:
    void = {"total": 10, "state": SheetState.VOID, "comment": "作废的意见"}
    draft = {"total": 20, "state": SheetState.DRAFT, "comment": "没有交的意见"}
    sheets_of(assign(make_seats(city.call, 2), [case]), [void, draft])
    case.call.seats.update(state=SeatState.DECLARED)
    close_panel(city.call, by=city.city_chair)
    open_scores(case)
    text = page(city.unit_chair, case)
    assert ("81.37" in text, "作废的意见" in text, "没有交的意见" in text) == (True, False, False)


def test_points_of_a_visit_stand_beside_the_panels(city, case) -> None:
    visit: dict[str, Any] = {"state": VisitState.REPORTED, "points": "91.37", "reported_at": clock.now()}
    SiteVisit.objects.create(application=case, planned_at=clock.now(), **visit)
    close_panel(city.call, by=city.city_chair)
    assert "91.37" in page(city.county_chair, case)
    assert "91.37" not in page(city.unit_chair, case)


@pytest.mark.parametrize("is_secret", [True, False])
def test_votes_are_bare_numbers_and_comments_of_a_secret_ballot_carry_no_number(db, is_secret) -> None:
    city = make_review_city("panel", method="vote", is_secret_ballot=is_secret)
    (case,) = make_cases(city.call, city, 1)
    votes = [(Vote.FOR, "丁意见"), (Vote.AGAINST, "乙意见"), (Vote.FOR, "丙意见")]
    sheets_of(assign(make_seats(city.call, 3), [case]), [{"vote": vote, "comment": words} for vote, words in votes])
    close_panel(city.call, by=city.city_chair)
    open_scores(case)
    found = signed_in(city.unit_chair).get(case.get_absolute_url())
    scores = found.context["scores"]
    assert (scores.figures.votes_for, scores.figures.votes_against, scores.figures.votes_abstain) == (2, 1, 0)
    assert ("专家1" in found.content.decode()) is not is_secret
    assert (
        [words for (words,) in scores.comments] == sorted(w for _v, w in votes) if is_secret else [w for _v, w in votes]
    )


def test_the_page_asks_the_same_however_many_sheets_and_cases(city, case, django_assert_num_queries) -> None:
    close_panel(city.call, by=city.city_chair)
    open_scores(case)
    client = signed_in(city.unit_chair)
    client.get(case.get_absolute_url())
    with django_assert_num_queries(QUERIES):
        client.get(case.get_absolute_url())
    for other in make_cases(city.call, city, 5, state=Stage.DECISION):
        score(other, list(city.call.seats.all()), "70", "71", "72")
    score(case, make_seats(city.call, 4), "90", "91", "92", "93", comment="又一条意见")
    with django_assert_num_queries(QUERIES):
        client.get(case.get_absolute_url())


def test_the_way_to_automatic_points_is_the_naming_unions(city, case) -> None:
    address = f"/desk/cases/{case.number}/points/automatic/"
    shown = {name: address in page(account, case) for name, account in everybody(city).items()}
    assert shown == {name: name == "city" for name in shown}
    board = f"/desk/calls/{city.call.pk}/board/"
    client = signed_in(city.city_clerk)
    assert "automatic" in [column.key for column in client.get(board).context["listing"].columns]
    auditor = signed_in(make_officer(city.city, Role.AUDITOR))
    assert "automatic" not in [column.key for column in auditor.get(board).context["listing"].columns]
