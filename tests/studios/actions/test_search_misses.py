"""What was searched and not found is counted by day, bounded, and goes in time."""

from datetime import date, timedelta

import pytest

from studios.actions import search_misses
from studios.actions.search_misses import KEPT, count_miss, forget_misses
from studios.models import SearchMiss
from unions import clock

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 29)


def counted() -> list[tuple[date, str, int]]:
    return list(SearchMiss.objects.order_by("on", "words").values_list("on", "words", "count"))


def test_the_same_words_add_up_by_day() -> None:
    for words, day in (("铆接", DAY), ("铆接", DAY), ("铆接", DAY + timedelta(days=1)), ("钎焊", DAY)):
        count_miss(words, on=day)
    assert counted() == [(DAY, "钎焊", 1), (DAY, "铆接", 2), (DAY + timedelta(days=1), "铆接", 1)]


def test_nothing_is_counted_for_no_words() -> None:
    count_miss("", on=DAY)
    assert counted() == []


def test_a_day_is_bounded_and_known_words_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_misses, "MOST_A_DAY", 2)
    for words in ("一", "二", "三", "二"):
        count_miss(words, on=DAY)
    count_miss("三", on=DAY + timedelta(days=1))
    assert [(words, n) for _on, words, n in counted()] == [("一", 1), ("二", 2), ("三", 1)]


def test_old_ones_go() -> None:
    count_miss("旧", on=clock.today() - KEPT - timedelta(days=1))
    count_miss("新", on=clock.today() - KEPT)
    assert forget_misses() == 1
    assert [words for _on, words, _n in counted()] == ["新"]
