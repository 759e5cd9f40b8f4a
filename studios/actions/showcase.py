"""Proves that what the public list reads is what the register says, and mends it where it is not."""

from django.db import connection

from unions.actions.transactions import one_transaction

COLUMNS = (
    '"group", level, county, kind, honour, areas, services, year, named_on, changed_at, results_count,'
    " patents_count, methods_count, apprentices_count, adopters_count, benefit, keys, name, body, vector"
)
DIFFERENT = f"""
SELECT coalesce(e.studio_id, r.studio_id)
FROM (SELECT studio_id, {COLUMNS} FROM studios_showcaseentry) e
FULL JOIN (SELECT studio_id, {COLUMNS} FROM studios_showcase_rows) r USING (studio_id)
WHERE e::text COLLATE "C" IS DISTINCT FROM r::text COLLATE "C"
"""  # noqa: S608 - nothing typed by anybody is in it
BITS = """
SELECT count(*) FROM
  (SELECT facet, value, segment, size, bits FROM studios_facetbits WHERE size > 0) k
FULL JOIN (
  SELECT f.facet, f.value COLLATE "C" AS value, e.studio_id / 32768 AS segment, count(*)::int AS size,
         bit_or(set_bit(0::bit(32768), (e.studio_id % 32768)::int, 1)) AS bits
  FROM studios_showcaseentry e CROSS JOIN LATERAL facets_of(e) f GROUP BY 1, 2, 3) t
USING (facet, value, segment)
WHERE k.bits IS DISTINCT FROM t.bits OR k.size IS DISTINCT FROM t.size
"""
RESULTS = """
SELECT DISTINCT coalesce(e.studio_id, r.studio_id) FROM studios_resultentry e
FULL JOIN studios_result_rows r USING (result_id)
WHERE (e.studio_id, e.finished_on, e.confirmed_at, e.users_count, e.tags)
  IS DISTINCT FROM (r.studio_id, r.finished_on, r.confirmed_at, r.users_count, r.tags)
"""


@one_transaction
def reconcile_showcase() -> int:
    """Compare every row of the public lists and every bit of the facets with the register; answers how many differed.

    Of results it answers how many studios had any that differed.

    Differences are mended.
    """
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENT)
        studios = [row[0] for row in cursor.fetchall()]
        if studios:
            cursor.execute("SELECT refresh_showcase(%s::bigint[])", [studios])
        cursor.execute(BITS)
        (bits,) = cursor.fetchone() or (0,)
        if bits:
            cursor.execute("SELECT rebuild_facet_bits()")
        cursor.execute(RESULTS)
        results = [row[0] for row in cursor.fetchall()]
        if results:
            cursor.execute("SELECT refresh_results(%s::bigint[])", [results])
    return len(studios) + bits + len(results)


@one_transaction
def fold_public_changes() -> int:
    """Make one note of all notes of public changes, so that adding them up stays quick; answers how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT fold_public_changes()")
        (notes,) = cursor.fetchone() or (0,)
    return int(notes)
