"""Counts what was searched and not found, for editors; nothing tells who asked."""

from datetime import date, timedelta

from django.db import connection

from studios.models import SearchMiss
from unions import clock

# A robot that searches nonsense fills no more than this of a day; words already counted go on being counted.
MOST_A_DAY = 2_000
KEPT = timedelta(days=400)
COUNT = """
INSERT INTO studios_searchmiss AS miss ("on", words, count)
SELECT %(on)s, %(words)s, 1
WHERE EXISTS (SELECT FROM studios_searchmiss WHERE "on" = %(on)s AND words = %(words)s)
  OR (SELECT count(*) FROM studios_searchmiss WHERE "on" = %(on)s) < %(most)s
ON CONFLICT ("on", words) DO UPDATE SET count = miss.count + 1
"""


def count_miss(words: str, *, on: date) -> None:
    """Add one to the words of the day; `words` are folded and hold nothing personal (`countable`).

    One statement, so that two who search the same at once are both counted.
    """
    if words:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"on": on, "words": words, "most": MOST_A_DAY})


def forget_misses() -> int:
    """Let go what was not found longer ago than a year and a month; answers how many rows."""
    return SearchMiss.objects.filter(on__lt=clock.today() - KEPT).delete()[0]
