"""What a search finds: studios, leads, results, methods and stories, each by indexes, bounded, the best first.

Exact names and numbers stand first, then those that begin so, then those that hold every word. Each of the three is
found by itself and ends at a bound, so that a word that fits a tenth of all rows costs no more than a rare one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import connection

from studios.choices.showcase import SearchKind
from studios.queries.sought import Sought, like, likes
from studios.values.searching import number_forms, spelled, words_of
from unions.values.text import folded

# Hits of a kind are counted, and listed, up to here.
MOST = 300
# Those that fit exactly, or begin so, need only fill the first pages: the others are among those that hold the words.
MOST_FIRST = 60
FOUND = """
WITH exact AS MATERIALIZED (
  SELECT {key} AS id, {newest} AS newest, {part} AS part FROM {rows} WHERE {public} AND ({exact}) LIMIT %(most_first)s
), begins AS MATERIALIZED (
  SELECT {key} AS id, {newest} AS newest, {part} AS part FROM {rows} WHERE {public} AND ({begins}) LIMIT %(most_first)s
), holds AS MATERIALIZED (
  SELECT {key} AS id, {newest} AS newest, {part} AS part FROM {rows} WHERE {public} AND ({holds}) LIMIT %(most)s
), found AS (
  SELECT id, part, min(place) AS place, max(newest) AS newest FROM (
    SELECT 0 AS place, * FROM exact UNION ALL SELECT 1, * FROM begins UNION ALL SELECT 2, * FROM holds
  ) AS every GROUP BY id, part
)
SELECT array_agg(id ORDER BY place, newest DESC NULLS LAST, id DESC) FILTER (WHERE NOT part),
  array_agg(id ORDER BY place, newest DESC NULLS LAST, id DESC) FILTER (WHERE part),
  (SELECT count(*) FROM holds)
FROM found
"""
# Leads, present ones before former ones, are found by their names' marked tokens in the list's vector.
LEADS = """
WITH entries AS MATERIALIZED (
  (SELECT studio_id FROM studios_showcaseentry e WHERE e.vector @@ {whole} AND {every} LIMIT %(most)s)
  UNION
  (SELECT studio_id FROM studios_showcaseentry e WHERE e.vector @@ {begun} AND {every} LIMIT %(most)s)
), named AS MATERIALIZED (
  SELECT le.id, coalesce(le.ends_on, 'infinity') AS newest, studios_folded(pe.name) AS name,
    CASE WHEN %(pinyin_begins)s::text[] <> '{{}}' THEN studios_pinyin(pe.name_key) ELSE '' END AS pinyin
  FROM entries
  JOIN studios_leadership le ON le.studio_id = entries.studio_id
  JOIN studios_modelworker mw ON mw.id = le.worker_id
  JOIN studios_person pe ON pe.id = mw.person_id
), found AS (
  SELECT id, newest, CASE
    WHEN name = ANY(%(needles)s::text[]) OR string_to_array(pinyin, ' ') && %(needles)s::text[] THEN 0
    WHEN name LIKE ANY(%(names_begin)s::text[]) OR pinyin LIKE ANY(%(pinyin_begins)s::text[]) THEN 1
    WHEN name LIKE ANY(%(names_hold)s::text[]) THEN 2 END AS place
  FROM named
)
SELECT array_agg(id ORDER BY place, newest DESC, id DESC), '{{}}'::bigint[], (SELECT count(*) FROM entries)
FROM found WHERE place IS NOT NULL
"""
METHODS = "r.kind_id = ANY(ARRAY(SELECT id FROM studios_resultkind WHERE \"group\" = 'method'))"


@dataclass(frozen=True, slots=True)
class Hits:
    """Keys of what fits, the best first; whether there may be more than were counted."""

    ids: list[int]
    is_cut: bool = False


def _params(typed: str, sought: Sought, most: int) -> dict[str, Any]:
    plain = folded(typed)
    needles = [folded(word) for word in (*sought.words, spelled(sought.words)) if word]
    letters = [needle for needle in needles if needle.isascii()]
    return sought.params | {
        "typed": typed,
        "folded": plain,
        "numbers": number_forms(typed),
        "begins": f"{like(typed)}%",
        "folded_begins": f"{like(plain)}%",
        "number_begins": f"{like(plain.upper())}%",
        # Any of the words may be a lead's name, in Chinese or pinyin.
        "needles": needles,
        "names_alone": likes([n for n in needles if n not in letters], "% {} %") + ["%"] * bool(letters),
        "names_begin": likes(needles, "{}%"),
        "names_hold": likes(needles, "%{}%"),
        "pinyin_begins": likes(letters, "{}%") + likes(letters, "% {}%"),
        "most": most + 1,
        "most_first": min(most, MOST_FIRST),
    }


def _studios(sought: Sought) -> str:
    # The body sets names of leads apart by spaces; in pinyin the whole token is proof enough.
    led = (
        f"e.vector @@ {_lead_query(sought, whole=True)} AND concat(' ', e.body, ' ') LIKE ANY(%(names_alone)s::text[])"
    )
    numbered = "ARRAY(SELECT s.id FROM studios_studio s WHERE s.number LIKE %(number_begins)s LIMIT %(most_first)s)"
    return FOUND.format(
        rows="studios_showcaseentry e",
        key="e.studio_id",
        newest="e.changed_at",
        part="false",
        public="true",
        exact=f"e.keys && %(numbers)s::varchar[] OR e.name = %(folded)s OR ({led} AND {sought.held('e.vector', 'e.body')})",
        begins=f"e.name LIKE %(folded_begins)s OR e.studio_id = ANY({numbered})",
        holds=sought.held("e.vector", "e.body"),
    )


def _lead_query(sought: Sought, *, whole: bool) -> str:
    """Any of the words as a lead's name."""
    return sought.query("studios_lead_query", " || ", ", true" if whole else "")


def _leads(sought: Sought) -> str:
    return LEADS.format(
        whole=_lead_query(sought, whole=True),
        begun=_lead_query(sought, whole=False),
        every=sought.held("e.vector", "e.body") if len(sought.words) > 1 else "true",
    )


def _results(sought: Sought, only: str = "true") -> str:
    return FOUND.format(
        rows="studios_result r JOIN studios_showcaseentry e ON e.studio_id = r.studio_id",
        key="r.id",
        newest="r.finished_on",
        part=METHODS,
        public=f"r.state = 'confirmed' AND NOT r.is_secret AND {only}",
        exact="r.number = ANY(%(numbers)s::varchar[]) OR r.title = %(typed)s",
        begins="r.title LIKE %(begins)s",
        holds=sought.held("r.vector", "r.title", "r.problem", "studios_folded(r.title || ' ' || r.problem)"),
    )


def _stories(sought: Sought) -> str:
    whole = "studios_folded(regexp_replace(concat_ws(' ', t.title, t.summary, t.body), '<[^>]*>', '', 'g'))"
    return FOUND.format(
        rows="studios_story t",
        key="t.id",
        newest="t.published_at",
        part="false",
        public="t.state IN ('published', 'archived')",
        exact="t.title = %(typed)s",
        begins="t.title LIKE %(begins)s",
        holds=sought.held("t.vector", "t.title", "t.summary", "t.body", whole),
    )


def find_all(typed: str, *, most: int = MOST) -> dict[SearchKind, Hits]:
    """What fits, by kind; results and methods come of one search and share its bound."""
    found = {kind: Hits([]) for kind in SearchKind}
    if not words_of(typed):
        return found
    found[SearchKind.STUDIO], _none = _run(_studios, typed, most)
    found[SearchKind.LEAD], _none = _run(_leads, typed, most)
    found[SearchKind.RESULT], found[SearchKind.METHOD] = _run(_results, typed, most * 2)
    found[SearchKind.STORY], _none = _run(_stories, typed, most)
    return found


def find_more(typed: str, kind: SearchKind, found: Hits) -> Hits:
    """One kind up to a bound of its own, where results and methods filled the common one."""
    if kind == SearchKind.METHOD and found.is_cut:
        return _run(partial(_results, only=METHODS), typed, MOST)[1]
    if kind == SearchKind.RESULT and found.is_cut:
        return _run(partial(_results, only=f"NOT {METHODS}"), typed, MOST)[0]
    return found


def _run(statement: Callable[[Sought], str], typed: str, most: int) -> tuple[Hits, Hits]:
    sought = Sought.of(typed)
    with connection.cursor() as cursor:
        # Only names of parameters are put into the statement; what was typed goes beside it.
        cursor.execute(statement(sought), _params(typed, sought, most))
        ids, part, held = cursor.fetchone() or (None, None, 0)
    return Hits((ids or [])[:MOST], held > most), Hits((part or [])[:MOST], held > most)
