-- Ten a studio: the first is mostly a working method, the next two patents, the rest of any other kind.
-- (0 * id in a series makes PostgreSQL go studio by studio, so that rows of one lie together.)
INSERT INTO studios_result (id, studio_id, title, area, number, finished_on, problem, novelty, steps, adopters_count,
  is_secret, state, checked_at, confirmed_at, return_reason, checked_by_id, confirmed_by_id, confirmed_union_id, kind_id)
SELECT r.id, r.studio,
  CASE WHEN r.d % 3 = 0 THEN '' ELSE pick[quality: r.d] END || r.object || pick[noun: r.e],
  (ARRAY['technology', 'process', 'safety', 'management'])[1 + r.f % 4],
  CASE WHEN r.j IN (2, 3)
    THEN scale.patent((r.year + 1 + r.j)::bigint * 100000000 + (r.j - 1) * 10000000 + r.id % 10000000) ELSE '' END,
  r.finished, r.object || pick[fault: r.d] || '，' || pick[effect: r.e] || '。',
  pick[measure: r.f] || '，' || pick[measure: r.f / 16 + 5] || '，' || pick[gain: r.d / 16] || '。',
  CASE WHEN r.is_method THEN ('[' || pick[step: r.d] || ',' || pick[step: r.d + 1 + r.e % 3] || ','
    || pick[step: r.d + 5] || ',' || pick[step: r.d + 7] || ']')::jsonb ELSE '[]'::jsonb END,
  r.d % 15, r.e % 50 = 0, r.state, CASE WHEN r.state <> 'reported' THEN r.finished + 30 END,
  CASE WHEN r.state = 'confirmed' THEN r.finished + 60 END, '', CASE WHEN r.state <> 'reported' THEN 2 + r.union_id END,
  CASE WHEN r.state = 'confirmed' THEN 2 + r.county END, CASE WHEN r.state = 'confirmed' THEN r.county END,
  CASE WHEN r.is_method THEN :method_kind WHEN r.j = 2 THEN :invention WHEN r.j = 3 THEN :utility
    ELSE (:result_kinds)[1 + r.f % :result_kinds_count] END
FROM (
  SELECT q.*, CASE WHEN q.f % 10 < 7 THEN 'confirmed' WHEN q.f % 10 = 7 THEN 'checked' ELSE 'reported' END AS state,
    make_date(q.year, 1, 1) + (q.e % (365 * 3))::integer AS finished, q.j = 1 AND q.e % 5 > 0 AS is_method,
    pick[objects: q.theme * 12 + q.f % 12] AS object
  FROM (
    SELECT (s.id - 1) * 10 + j AS id, s.id AS studio, j, s.theme, s.year, s.union_id, s.county,
      scale.rnd((s.id - 1) * 10 + j, 50) AS d, scale.rnd((s.id - 1) * 10 + j, 51) AS e,
      scale.rnd((s.id - 1) * 10 + j, 52) AS f
    FROM scale.studios s CROSS JOIN generate_series(1, 10 + 0 * s.id::integer) j
    WHERE s.id BETWEEN :from_studio AND :to_studio
  ) q
) r;
