"""Counts of facets against plain Python over rows made by chance."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from studios.choices.showcase import Facet
from studios.models import FacetBits, ShowcaseEntry
from studios.queries import facets
from studios.queries.facets import Choice, count_facets
from studios.queries.showcase import SORTS, chosen_keys
from tests.factories import make_named_studio, make_union
from unions import clock

pytestmark = pytest.mark.django_db
VALUES: dict[str, list[str]] = {
    "group": ["equipment", "power", "medical", ""],
    "level": ["country", "province", "city", "county"],
    "county": ["明德区", "海晏区", "石鼓区", ""],
    "kind": ["1", "2"],
    "honour": ["nation", "city", ""],
    "area": ["technology", "process", "safety"],
    "service": ["lesson", "visit"],
    "year": ["2021", "2023", "2024"],
}
MANY = ("area", "service")
WORDS = ("焊接", "静脉", "盾构")
ROWS = 60
CHANCE = 20261129


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker) -> Iterator[list[dict[str, Any]]]:
    """Entries written as they are: what makes them from the register has a test of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_rows(random.Random(CHANCE))  # noqa: S311 - the same rows each time
        transaction.set_rollback(True)


def make_rows(chance: random.Random) -> list[dict[str, Any]]:
    union = make_union()
    studio = make_named_studio(union)
    made = []
    for n in range(ROWS):
        row: dict[str, Any] = {f: chance.choice(values) for f, values in VALUES.items() if f not in MANY}
        row |= {f: chance.sample(VALUES[f], chance.randint(0, len(VALUES[f]))) for f in MANY}
        row |= {"pk": 32_760 + n, "word": chance.choice(WORDS), "results": chance.randint(0, 9)}
        made.append(row)
    # Studios on both sides of the end of a segment of bits.
    studio.__class__.objects.bulk_create(
        studio.__class__(
            pk=row["pk"], union=union, name=f"{row['pk']}号{row['word']}工作室", kind=studio.kind, created_at=clock.now(),
            changed_at=clock.now(),
        )
        for row in made
    )  # fmt: skip
    ShowcaseEntry.objects.all().delete()
    ShowcaseEntry.objects.bulk_create(
        ShowcaseEntry(
            studio_id=row["pk"], group=row["group"], level=row["level"], county=row["county"], kind=int(row["kind"]),
            honour=row["honour"], areas=row["area"], services=row["service"], year=int(row["year"]),
            changed_at=clock.now(), results_count=row["results"], name=f"{row['word']}工作室", body=f"{row['word']}工作室",
        )
        for row in made
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("UPDATE studios_showcaseentry SET vector = studios_title_bigrams(body)")
    return made


def has(row: dict[str, Any], facet: str, values: tuple[str, ...]) -> bool:
    held = row[facet] if facet in MANY else [row[facet]]
    return bool(set(held) & set(values))


def counted(rows: list[dict[str, Any]], choice: Choice) -> tuple[int, dict[str, dict[str, int]]]:
    """The same by plain Python: a facet's own choice never narrows its own counts."""
    found = [row for row in rows if all(word in f"{row['word']}工作室" for word in choice.words)]
    everywhere = {f: {v for v in values if v and any(has(r, f, (v,)) for r in rows)} for f, values in VALUES.items()}

    def fits(row: dict[str, Any], but: str = "") -> bool:
        return all(has(row, f, values) for f, values in choice.chosen.items() if f != but)

    values = {
        f: {v: sum(has(row, f, (v,)) and fits(row, f) for row in found) for v in everywhere[f]} for f in Facet.values
    }
    return sum(map(fits, found)), values


def random_choice(chance: random.Random) -> Choice:
    facets_chosen = chance.sample(list(Facet.values), chance.randint(0, 4))
    picked = {}
    for f in facets_chosen:
        values = [v for v in VALUES[f] if v]
        picked[f] = tuple(chance.sample(values, chance.randint(1, min(2, len(values)))))
    words = tuple(chance.sample([*WORDS, "工作室", "接工"], chance.choice((0, 0, 1, 2))))
    return Choice(words, picked)


@pytest.mark.parametrize("seed", range(40))
def test_counts_and_rows_are_those_of_plain_python(rows: list[dict[str, Any]], seed: int) -> None:
    choice = random_choice(random.Random(seed))  # noqa: S311
    total, values = counted(rows, choice)
    found = count_facets(choice, all_counties=True)
    assert (found.total, found.values, found.is_cut) == (total, values, False)
    for sort in SORTS:
        ids = set(chosen_keys(choice, sort)[:100])
        assert ids == {
            r["pk"]
            for r in rows
            if all(w in f"{r['word']}工作室" for w in choice.words)
            and all(has(r, f, v) for f, v in choice.chosen.items())
        }


def test_rows_that_change_or_leave_keep_the_counts_right(rows: list[dict[str, Any]]) -> None:
    for row in rows[:10]:
        ShowcaseEntry.objects.filter(pk=row["pk"]).update(level="county", areas=["safety"])
    ShowcaseEntry.objects.filter(pk__in=[row["pk"] for row in rows[10:20]]).delete()
    left = [{**r, "level": "county", "area": ["safety"]} for r in rows[:10]] + rows[20:]
    assert count_facets(Choice(), all_counties=True).values == counted(left, Choice())[1]
    assert FacetBits.objects.filter(facet="all", segment=1).exists()


def test_words_that_fit_more_than_are_counted_say_so(rows: list[dict[str, Any]], monkeypatch: Any) -> None:
    monkeypatch.setattr(facets, "MOST_FOUND", 5)
    found = count_facets(Choice(("工作室",)))
    assert (found.total, found.is_cut) == (5, True)
