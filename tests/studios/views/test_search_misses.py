"""What was searched and not found, as editors read it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studios.models import SearchMiss
from tests.factories import make_county, make_officer, make_union
from unions import clock
from unions.choices.people import Role

pytestmark = pytest.mark.django_db
ADDRESS = "/desk/searches/"


def miss(words: str, count: int = 1, *, ago: int = 0) -> None:
    SearchMiss.objects.create(on=clock.today() - timedelta(days=ago), words=words, count=count)


def reader(*roles: str, at: str = "county") -> Client:
    city = make_union()
    county = make_county(city)
    union = {"county": county, "city": city, "unit": make_union(parent=county)}[at]
    client = Client()
    client.force_login(make_officer(union, *(roles or (Role.CLERK,))))
    return client


def words(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == 200
    return [row.words for row, _cells in answer.context["listing"].rows]


@pytest.mark.parametrize("role", [Role.CLERK, Role.CHAIR, Role.AUDITOR])
def test_a_federation_reads_them_newest_first(settings, role: Role) -> None:
    settings.TOTP_REQUIRED = {}
    miss("旧词", ago=9)
    miss("新词")
    assert words(reader(role)) == ["新词", "旧词"]


def test_a_unit_is_told_why_not() -> None:
    client = reader(at="unit")
    answer = client.get(ADDRESS)
    assert answer.status_code == 403
    assert "本页供总工会和产业工会使用。" in answer.content.decode()
    assert ADDRESS not in client.get("/desk/").content.decode()


def test_the_list_stands_in_the_navigation() -> None:
    assert f'href="{ADDRESS}"' in reader().get("/desk/studios/").content.decode()


def test_they_are_narrowed_by_words_and_period_and_sorted() -> None:
    for n, name in enumerate(("钎焊", "铆接", "钎焊炉")):
        miss(name, count=n + 1, ago=n * 10)
    client, day = reader(), clock.today()
    assert words(client, "?q=钎焊") == ["钎焊", "钎焊炉"]
    assert words(client, f"?since={day - timedelta(days=15)}&until={day - timedelta(days=5)}") == ["铆接"]
    assert words(client, "?sort=-times") == ["钎焊炉", "铆接", "钎焊"]
    assert words(client, "?since=xx&until=%00&sort=zz&page=-1&q=%00") == ["钎焊", "铆接", "钎焊炉"]


def test_words_lead_to_the_search_as_it_answers_now() -> None:
    miss("钎焊 & 炉")
    assert 'href="/search/?q=%E9%92%8E%E7%84%8A+%26+%E7%82%89"' in reader().get(ADDRESS).content.decode()


def test_the_sheet_is_text_for_excel() -> None:
    miss("=1+1", count=3)
    answer = reader().get(f"{ADDRESS}?export=csv")
    assert b"".join(answer.streaming_content).decode() == f"\ufeff搜索词,次数,日期\r\n'=1+1,3,{clock.today()}\r\n"


def test_one_and_many_rows_take_the_same_queries() -> None:
    client = reader()
    counts = []
    for n in (1, 30):
        SearchMiss.objects.bulk_create(SearchMiss(on=clock.today(), words=f"词{n}之{m}") for m in range(n))
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as found:
            client.get(ADDRESS)
        counts.append(len(found))
    assert counts[0] == counts[1] <= 10
