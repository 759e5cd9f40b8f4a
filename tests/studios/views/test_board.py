"""The board's pages: who sees what before and after the panel closes, lists, exports, forms and query counts."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from studios.actions.panel_closing import close_panel
from studios.choices.calls import Stage
from studios.models import Reconsideration
from tests.board import assign, make_cases, make_seats, score
from tests.city import City
from tests.factories import make_officer
from tests.review import make_review_city
from unions.choices.people import Role
from unions.models import Account, Message


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel", "meeting")


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def scored(city: City, *rows: tuple[str, ...]) -> list[Any]:
    """Cases with these totals by three experts."""
    seats = make_seats(city.call, 3)
    cases = make_cases(city.call, city, len(rows))
    for case, totals in zip(cases, rows, strict=True):
        score(case, seats, *totals)
    return cases


def address(city: City, page: str = "") -> str:
    return f"/desk/calls/{city.call.pk}/board/{page}"


def rows_of(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(StringIO(text)))


def test_before_the_close_the_board_shows_progress_and_no_points(city: City) -> None:
    scored(city, ("80.11", "81.11", "82.11"), ("50.11", "81.11", "99.11"))
    for account in (city.city_clerk, city.city_chair, make_officer(city.city, Role.AUDITOR)):
        client = signed_in(account)
        text = client.get(address(city)).content.decode()
        assert "6 / 6" in text
        assert "分差" in text or "Wide spread" in text
        assert not [hidden for hidden in ("81.11", "76.78", "49.00") if hidden in text]
        exported = rows_of(client.get(address(city) + "?export=csv"))
        assert not [cell for row in exported for cell in row.values() if ".11" in cell or "49.00" in cell]
        assert client.get(address(city) + "?sort=-final&mark=passed").status_code == 200


def test_after_the_close_ranks_and_points_are_there(city: City) -> None:
    one, two, three, four = scored(city, ("90",) * 3, ("80",) * 3, ("80",) * 3, ("70",) * 3)
    close_panel(city.call, by=city.city_chair)
    exported = rows_of(signed_in(city.city_chair).get(address(city) + "?export=csv"))
    ranks = [(row["排名"], row["编号"], row["最终得分"]) for row in exported]
    assert ranks == [
        ("1", one.number, "90.00"),
        ("2", two.number, "80.00"),
        ("2", three.number, "80.00"),
        ("4", four.number, "70.00"),
    ]


def test_a_filter_does_not_change_the_ranks(city: City) -> None:
    _one, two = scored(city, ("90",) * 3, ("80",) * 3)
    close_panel(city.call, by=city.city_chair)
    exported = rows_of(signed_in(city.city_chair).get(address(city) + f"?export=csv&q={two.number}"))
    assert [(row["排名"], row["编号"]) for row in exported] == [("2", two.number)]


def test_the_board_is_ordered_and_paged_by_the_whole(city: City) -> None:
    cases = scored(city, *[(str(60 + n),) * 3 for n in range(27)])
    close_panel(city.call, by=city.city_chair)
    client = signed_in(city.city_clerk)
    falling = [case.number for case in reversed(cases)]
    found = {
        query: [row.number for row, _cells in client.get(address(city) + query).context["listing"].rows]
        for query in ("", "?page=2", "?sort=-rank", "?sort=number&page=9", "?mark=passed&sort=final", "?q=nothing")
    }
    assert found == {
        "": falling[:25],
        "?page=2": falling[25:],
        "?sort=-rank": falling[::-1][:25],
        "?sort=number&page=9": [case.number for case in cases[25:]],
        "?mark=passed&sort=final": [case.number for case in cases[15:]],
        "?q=nothing": [],
    }


def test_marks_filter_the_board(city: City) -> None:
    one, two, three = scored(city, ("90",) * 3, ("50", "70", "80"), ("60",) * 3)
    Reconsideration.objects.create(application=three, asked_at=one.opened_at)
    client = signed_in(city.city_chair)
    close_panel(city.call, by=city.city_chair)
    found = {
        mark: [row["编号"] for row in rows_of(client.get(address(city) + f"?export=csv&mark={mark}"))]
        for mark in ("passed", "failed", "wide", "again", "short")
    }
    assert found == {
        "passed": [one.number],
        "failed": [two.number, three.number],
        "wide": [two.number],
        "again": [three.number],
        "short": [],
    }


def test_only_a_chair_exports_points(city: City) -> None:
    scored(city, ("80.11", "81.11", "82.11"))
    close_panel(city.call, by=city.city_chair)
    for account in (city.city_clerk, make_officer(city.city, Role.AUDITOR)):
        client = signed_in(account)
        assert "81.11" in client.get(address(city)).content.decode()
        assert not [c for row in rows_of(client.get(address(city) + "?export=csv")) for c in row.values() if ".11" in c]
    assert [row["最终得分"] for row in rows_of(signed_in(city.city_chair).get(address(city) + "?export=csv"))] == [
        "81.11"
    ]


def test_the_board_is_for_the_naming_union_and_auditors_above(city: City) -> None:
    scored(city, ("80",) * 3)
    for account in (city.county_chair, city.unit_clerk, make_officer(city.county, Role.AUDITOR)):
        assert signed_in(account).get(address(city)).status_code == 403
    expert = city.call.seats.first().expert.account
    assert signed_in(expert).get(address(city)).status_code == 403


def test_sheets_are_the_chairs_after_the_close_and_name_no_expert(city: City) -> None:
    scored(city, ("80", "81", "82"))
    chair = signed_in(city.city_chair)
    assert chair.get(address(city, "sheets/")).status_code == 403
    close_panel(city.call, by=city.city_chair)
    exported = rows_of(chair.get(address(city, "sheets/?export=csv")))
    assert [(row["专家"], row["合计"]) for row in exported] == [
        ("专家1", "80.00"),
        ("专家2", "81.00"),
        ("专家3", "82.00"),
    ]
    names = [seat.expert.person.name for seat in city.call.seats.all()]
    text = chair.get(address(city, "sheets/")).content.decode()
    assert not [name for name in names if name in text]
    assert signed_in(city.city_clerk).get(address(city, "sheets/")).status_code == 403


def test_diagnostics_are_for_the_naming_unions_staff_after_the_close(city: City) -> None:
    scored(city, ("80.11", "81.11", "82.11"))
    clerk = signed_in(city.city_clerk)
    assert clerk.get(address(city, "diagnostics/")).status_code == 403
    close_panel(city.call, by=city.city_chair)
    assert "82.11" in clerk.get(address(city, "diagnostics/")).content.decode()
    for account in (make_officer(city.city, Role.AUDITOR), city.county_chair):
        assert signed_in(account).get(address(city, "diagnostics/")).status_code == 403


def test_closing_says_what_is_missing_then_closes(city: City) -> None:
    seats = make_seats(city.call, 3)
    case = make_cases(city.call, city, 1)[0]
    given = assign(seats, [case])
    chair = signed_in(city.city_chair)
    answer = chair.post(address(city, "close/"))
    assert case.number in answer.content.decode()
    assert answer.status_code == 200
    for row in given:
        row.delete()
    score(case, seats, "80", "81", "82")
    assert chair.get(address(city, "close/")).status_code == 200
    assert chair.post(address(city, "close/")).status_code == 302
    assert signed_in(city.city_clerk).get(address(city, "close/")).status_code == 403


def test_reminding_shows_who_owes_and_tells_the_chosen(city: City) -> None:
    seats = make_seats(city.call, 2)
    assign(seats, make_cases(city.call, city, 1))
    clerk = signed_in(city.city_clerk)
    assert seats[0].expert.person.name in clerk.get(address(city, "remind/")).content.decode()
    assert clerk.post(address(city, "remind/")).status_code == 200
    assert not Message.objects.filter(account=seats[0].expert.account).exists()
    assert clerk.post(address(city, "remind/"), {"seats": [seats[0].pk]}).status_code == 302
    told = Message.objects.filter(account__expertises__seats__call=city.call)
    assert [m.account for m in told] == [seats[0].expert.account]


def test_reconsidering_and_settling_by_the_form(city: City) -> None:
    case = scored(city, ("50", "81", "99"))[0]
    clerk, page = signed_in(city.city_clerk), f"/desk/cases/{case.number}/reconsider/"
    assert clerk.get(page).status_code == 200
    assert clerk.post(page, {"note": ""}).status_code == 200
    assert clerk.post(page, {"note": "分差过大"}).status_code == 302
    assert clerk.post(page, {"outcome": "维持"}).status_code == 302
    row = Reconsideration.objects.get()
    assert (row.note, row.outcome) == ("分差过大", "维持")
    assert signed_in(city.county_clerk).get(page).status_code == 403
    assert signed_in(city.city_clerk).get(page).status_code == 200


@pytest.mark.parametrize(
    ("page", "queries"),
    [("", 10), ("?mark=passed", 11), ("experts/", 9), ("diagnostics/", 12), ("sheets/", 9), ("close/", 10)],
)
def test_a_page_of_the_board_takes_as_many_queries_for_one_case_as_for_many(
    city: City, page: str, queries: int, django_assert_num_queries
) -> None:
    scored(city, ("80",) * 3)
    close_panel(city.call, by=city.city_chair)
    chair = signed_in(city.city_chair)
    chair.get(address(city, page))
    with django_assert_num_queries(queries):
        chair.get(address(city, page))
    for case in make_cases(city.call, city, 9, state=Stage.MEETING):
        score(case, list(city.call.seats.all()), "80", "81", "82")
    with django_assert_num_queries(queries):
        chair.get(address(city, page))
