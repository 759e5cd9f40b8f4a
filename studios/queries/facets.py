"""How many studios each value of each facet would show, in one query of the same cost at any size."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q

from studios.choices.showcase import Facet
from studios.models import FacetBits
from studios.queries.sought import Sought

MOST_FOUND = 20_000
MOST_COUNTIES = 24
# What is chosen is ORed within a facet and ANDed between facets; a facet's own choice never narrows its own counts.
COUNTS = """
WITH found AS MATERIALIZED ({found}),
-- What the words find as bits: 32 at a time, put together as text. Setting them one by one copies 4 kB a studio.
words AS MATERIALIZED (
  SELECT studio_id / 32 AS place, bit_or(1::bigint << (31 - studio_id %% 32)::int) AS word FROM found GROUP BY 1
),
chosen AS (
  SELECT facet, segment, bit_or(bits) AS bits FROM studios_facetbits
  WHERE (facet, value) IN (SELECT * FROM unnest(%(facets)s::varchar[], %(values)s::varchar[]))
  GROUP BY facet, segment
  UNION ALL
  SELECT 'words', s.segment,
    ('x' || string_agg(lpad(to_hex(coalesce(w.word, 0)), 8, '0'), '' ORDER BY i.n))::bit(32768)
  FROM (SELECT DISTINCT place / 1024 AS segment FROM words) s CROSS JOIN generate_series(0, 1023) AS i (n)
  LEFT JOIN words w ON w.place = s.segment * 1024 + i.n GROUP BY s.segment
),
masks AS (
  SELECT k.skip, c.segment, bit_and(c.bits) AS bits
  FROM unnest(%(skips)s::varchar[], %(others)s::int[]) AS k (skip, others) JOIN chosen c ON c.facet <> k.skip
  GROUP BY k.skip, k.others, c.segment HAVING count(*) = k.others
),
counties AS (
  SELECT value FROM studios_facetbits WHERE facet = 'county' GROUP BY value
  ORDER BY value = ANY(%(values)s::varchar[]) DESC, sum(size) DESC, value LIMIT %(counties)s
)
SELECT b.facet, b.value, sum(CASE WHEN k.others = 0 THEN b.size ELSE coalesce(bit_count(b.bits & m.bits), 0) END)::int
FROM studios_facetbits b
JOIN unnest(%(skips)s::varchar[], %(others)s::int[]) AS k (skip, others)
  ON k.skip = CASE WHEN b.facet = ANY(%(skips)s::varchar[]) THEN b.facet ELSE '' END
LEFT JOIN masks m ON m.segment = b.segment AND m.skip = k.skip
WHERE b.facet <> 'county' OR b.value IN (SELECT value FROM counties)
GROUP BY b.facet, b.value HAVING sum(b.size) > 0
UNION ALL SELECT 'words', '', count(*)::int FROM found
"""
NOTHING = "SELECT NULL::bigint AS studio_id WHERE false"


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody looks for: words, and for each facet the values of which one must fit."""

    words: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The facets with a value chosen."""
        return {facet: values for facet, values in self.facets.items() if values}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many studios fit, and how many each value would show with the other facets applied.

    `is_cut` says that the words fit more studios than are counted: each number is then "at least".
    """

    total: int
    values: Mapping[str, Mapping[str, int]]
    is_cut: bool = False


def count_facets(choice: Choice, *, all_counties: bool = False) -> Counts:
    """Count every facet at once; counties beyond the most frequent ones only when asked."""
    pairs = [(facet, value) for facet, values in choice.chosen.items() for value in values]
    narrowing = len(choice.chosen) + bool(choice.words)
    skips = {"": narrowing} | dict.fromkeys(choice.chosen, narrowing - 1)
    found, params = _found(choice.words)
    params |= {
        "facets": [facet for facet, _value in pairs],
        "values": [value for _facet, value in pairs],
        "skips": list(skips),
        "others": list(skips.values()),
        "counties": 10_000 if all_counties else MOST_COUNTIES,
    }
    counted: dict[str, dict[str, int]] = {facet: {} for facet in ("all", "words", *Facet.values)}
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(found=found), params)
        for facet, value, number in cursor.fetchall():
            counted[facet][value] = number
    found_by_words = counted.pop("words")[""]
    return Counts(counted.pop("all").get("", 0), counted, is_cut=found_by_words >= MOST_FOUND)


def known_values(asked: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Of the values asked for, those that some studio has, in order; no query when nothing is asked."""
    known: dict[str, list[str]] = {}
    if not asked:
        return known
    wanted = [Q(facet=facet, value__in=values) for facet, values in asked.items()]
    rows = FacetBits.objects.filter(reduce(or_, wanted), size__gt=0).order_by("facet", "value")
    for facet, value in rows.values_list("facet", "value").distinct():
        known.setdefault(facet, []).append(value)
    return known


def _found(words: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """The studios that the words find, as SQL with its parameters; bounded, for one word may fit nearly all."""
    if not words:
        return NOTHING, {}
    sought = Sought(words)
    # Only the names of parameters are put in; what was typed goes beside the query.
    where = sought.held_by_entry()
    return f"SELECT studio_id FROM studios_showcaseentry WHERE {where} LIMIT {MOST_FOUND}", {**sought.params}  # noqa: S608
