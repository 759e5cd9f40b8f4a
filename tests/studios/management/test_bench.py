"""The timing of pages: the board of the call with most sheets is among them, and its queries are counted."""

from django.test import Client

from studios.management.commands.bench import addresses, line
from tests.board import make_cases, make_seats, score
from tests.review import make_review_city


def test_the_line_of_a_board_counts_its_queries(db) -> None:
    city = make_review_city("panel")
    (case,) = make_cases(city.call, city, 1)
    score(case, make_seats(city.call, 3), "80", "81", "82")
    client, board = Client(), f"/desk/calls/{city.call.pk}/board/"
    client.force_login(city.city_clerk)
    assert board in addresses()
    assert line(client, board).split()[4] == "10"
