"""What the public reads as statistics: sums over studios in force, all in one pass over the rows of the public list.

Only what was confirmed is in any sum: results by a union, benefit by finance and union, adopters by the studio.
Figures that a ledger reported are in none (domain rules §3).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import connection

from studios.queries.changes import kept_until_change
from unions import clock

# Group × level, county, year and honour besides the whole, from an index that holds nothing else.
SUMS = """
SELECT grouping("group", county, year, honour), "group", level, county, year, honour, count(*), sum(results_count),
  sum(patents_count), sum(apprentices_count), sum(adopters_count), sum(benefit)
FROM studios_showcaseentry
GROUP BY GROUPING SETS (("group", level), (county), (year), (honour), ())
"""
# Which columns a row was not grouped by, as bits from the first: group 8, county 4, year 2, honour 1.
GROUP_AND_LEVEL, COUNTY, YEAR, HONOUR, WHOLE = 7, 11, 13, 14, 15


@dataclass(frozen=True, slots=True)
class Sums:
    """Figures of some studios in force; benefit in yuan."""

    studios: int = 0
    results: int = 0
    patents: int = 0
    apprentices: int = 0
    adopters: int = 0
    benefit: Decimal = Decimal(0)

    def __add__(self, other: "Sums") -> "Sums":
        """Both together."""
        return Sums(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Statistics:
    """All sums as of a day; empty keys stand for what is not recorded."""

    on: date
    total: Sums
    by_group: Mapping[str, Mapping[str, Sums]]
    by_county: Mapping[str, Sums]
    by_year: Mapping[int, Sums]
    by_honour: Mapping[str, Sums]

    @property
    def by_level(self) -> dict[str, Sums]:
        """Sums by level over all groups."""
        found: dict[str, Sums] = defaultdict(Sums)
        for levels in self.by_group.values():
            for level, sums in levels.items():
                found[level] += sums
        return dict(found)


def statistics(mark: str = "") -> Statistics:
    """Return the sums as they are now; reckoned again only after a public change. `mark` is the page's."""
    return kept_until_change("statistics", lambda: _reckoned(clock.today()), mark=mark)


def _reckoned(day: date) -> Statistics:
    total, groups = Sums(), defaultdict[str, dict[str, Sums]](dict)
    counties: dict[str, Sums] = {}
    years: dict[int, Sums] = {}
    honours: dict[str, Sums] = {}
    with connection.cursor() as cursor:
        cursor.execute(SUMS)
        for kind, group, level, county, year, honour, studios, *figures in cursor.fetchall():
            results, patents, apprentices, adopters, benefit = (figure or 0 for figure in figures)
            sums = Sums(studios, results, patents, apprentices, adopters, Decimal(benefit))
            if kind == WHOLE:
                total = sums
            elif kind == GROUP_AND_LEVEL:
                groups[group][level] = sums
            elif kind == COUNTY:
                counties[county] = sums
            elif kind == YEAR:
                years[year] = sums
            elif kind == HONOUR:
                honours[honour] = sums
    return Statistics(day, total, dict(groups), counties, years, honours)
