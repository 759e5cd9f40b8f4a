-- One narrow row a public result: what the public lists of results narrow and sort by. A row exists while it is public.
CREATE VIEW studios_result_rows AS
SELECT
  r.id AS result_id,
  r.studio_id,
  r.finished_on,
  r.confirmed_at,
  coalesce(a.units, 0)::integer AS users_count,
  array_remove(ARRAY[
    'kind:' || k."group",
    'area:' || nullif(r.area, ''),
    'group:' || nullif(e."group", ''),
    'county:' || nullif(e.county, ''),
    'year:' || extract(year FROM r.finished_on)::integer,
    CASE WHEN a.units > 0 THEN 'used' END,
    CASE WHEN k."group" = 'method' AND r.steps <> '[]'::jsonb THEN 'steps' END
  ], NULL)::varchar[] AS tags
FROM studios_showcaseentry e
JOIN studios_result r ON r.studio_id = e.studio_id AND r.state = 'confirmed' AND NOT r.is_secret
JOIN studios_resultkind k ON k.id = r.kind_id
LEFT JOIN LATERAL (
  SELECT count(*) AS units FROM studios_adoption ad WHERE ad.result_id = r.id AND ad.state = 'confirmed'
) a ON true;

-- Whatever changes a result, its studio or its adopters also changes the studio's row in the list; its results follow.
CREATE FUNCTION refresh_results(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM studios_resultentry e
  WHERE e.studio_id = ANY (ids)
    AND NOT EXISTS (SELECT FROM studios_result_rows r WHERE r.result_id = e.result_id AND r.studio_id = ANY (ids));
  INSERT INTO studios_resultentry AS e (result_id, studio_id, finished_on, confirmed_at, users_count, tags)
  SELECT r.* FROM studios_result_rows r WHERE r.studio_id = ANY (ids)
  ON CONFLICT (result_id) DO UPDATE SET
    (studio_id, finished_on, confirmed_at, users_count, tags)
    = (excluded.studio_id, excluded.finished_on, excluded.confirmed_at, excluded.users_count, excluded.tags)
  WHERE e IS DISTINCT FROM excluded;
END $$;

CREATE FUNCTION keep_results() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refresh_results(ARRAY(SELECT studio_id FROM changed));
  RETURN NULL;
END $$;
CREATE TRIGGER results_insert AFTER INSERT ON studios_showcaseentry
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_results();
CREATE TRIGGER results_update AFTER UPDATE ON studios_showcaseentry
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_results();
CREATE TRIGGER results_delete AFTER DELETE ON studios_showcaseentry
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_results();

INSERT INTO studios_resultentry (result_id, studio_id, finished_on, confirmed_at, users_count, tags)
SELECT * FROM studios_result_rows;
