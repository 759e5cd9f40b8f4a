"""The timing of pages: what is timed, how a page's queries are counted, and what the table says of a goal."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from studios.management.bench.measuring import Figures, measure, variations, worst
from studios.management.bench.pages import STAFF, Goal, Page, pages
from studios.management.bench.table import Line, cells, markdown
from studios.models import Studio
from tests.board import make_cases, make_seats, score
from tests.factories import make_county, make_named_studio, make_officer, make_union
from tests.review import make_review_city
from unions.choices.people import Role


def test_the_line_of_a_board_counts_its_queries(db) -> None:
    city = make_review_city("panel")
    (case,) = make_cases(city.call, city, 1)
    score(case, make_seats(city.call, 3), "80", "81", "82")
    client, board = Client(), f"/desk/calls/{city.call.pk}/board/"
    client.force_login(city.city_clerk)
    assert board in [page.address for page in pages()]
    assert measure(client, board, 1).queries == 10


@pytest.mark.django_db(transaction=True)
def test_sheets_are_timed_beside_their_cells_alone() -> None:
    unit = make_union("甲厂工会", parent=make_county(make_union("测试市总工会")))
    for name in ("甲工作室", "乙工作室"):
        make_named_studio(unit, name)
    make_officer(unit.parent.parent, Role.CLERK)
    out = StringIO()
    call_command("bench_exports", runs=1, stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split(":")[0] for line in lines] == ["2 studios as csv", "2 studios as xlsx"]
    assert all(re.search(r"ratio \d+\.\d;", line) for line in lines)


def test_a_list_is_timed_under_each_sort_and_filter(db) -> None:
    city = make_review_city("panel")
    make_named_studio(city.unit)
    client = Client()
    client.force_login(city.city_clerk)
    listed = Page("/desk/studios/", Studio, STAFF, "clerk")
    found = list(variations(client, listed))
    wanted = {"/desk/studios/?sort=name", "/desk/studios/?sort=-name", "/desk/studios/?state=active"}
    assert wanted <= set(found)
    slowest = worst(client, listed)
    assert slowest is not None
    assert slowest[0] in found
    assert slowest[1].is_page


@pytest.mark.parametrize(
    ("figures", "word"),
    [
        (Figures(200, 59, 80, 10, 5, 79_000), "met"),
        (Figures(200, 61, 80, 10, 5, 79_000), "missed"),
        (Figures(200, 59, 80, 11, 5, 79_000), "missed"),
        (Figures(200, 59, 80, 10, 5, 81_000), "missed"),
    ],
)
def test_a_goal_is_met_or_missed(figures: Figures, word: str) -> None:
    (row,) = cells([Line("/x/", 200, 200, figures, STAFF)])
    assert row[-1].startswith(word)


def test_sizes_are_compared_with_the_smallest() -> None:
    lines = [Line("/x/", n, n, Figures(200, ms, ms), Goal(60)) for n, ms in ((20_000, 30.0), (200, 10.0))]
    assert [row[9] for row in cells(lines)] == ["1.0", "3.0 missed"]


def test_a_page_that_does_not_answer_says_so() -> None:
    assert "answers 404" in markdown([Line("/x/", 200, 200, Figures(404), None)])


def test_the_command_times_the_present_database(db, capsys) -> None:
    city = make_review_city("panel")
    make_officer(city.city, Role.ADMINISTRATOR)
    call_command("bench", runs=1, markdown=True)
    assert "| /desk/studios/ |" in capsys.readouterr().out
