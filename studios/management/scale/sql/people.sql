INSERT INTO studios_person (id, name, name_key, sex, birth_month, mobile, political_status, education, home_id)
SELECT lead, surname || given1 || given2, surname_key || ' ' || given1_key || ' ' || given2_key,
  CASE id % 4 WHEN 0 THEN 'female' ELSE 'male' END, make_date(:year - 55 + (id % 22)::integer, 1 + (id % 12)::integer, 1),
  '1390' || lpad((id % 10000000)::text, 7, '0'), CASE id % 3 WHEN 0 THEN 'none' ELSE 'party' END,
  CASE id % 3 WHEN 0 THEN 'senior' WHEN 1 THEN 'college' ELSE 'bachelor' END, union_id
FROM scale.studios
UNION ALL
SELECT p.id, pick[surname: p.a] || pick[given1: p.b] || pick[given2: p.c],
  pick[surname_key: p.a] || ' ' || pick[given1_key: p.b] || ' ' || pick[given2_key: p.c],
  CASE p.a % 3 WHEN 0 THEN 'female' ELSE 'male' END,
  make_date(:year - 58 + (p.b % 36)::integer, 1 + (p.c % 12)::integer, 1), '',
  CASE p.c % 4 WHEN 0 THEN 'party' WHEN 1 THEN 'league' ELSE 'none' END,
  CASE p.b % 4 WHEN 0 THEN 'senior' WHEN 1 THEN 'college' WHEN 2 THEN 'bachelor' ELSE 'master' END, p.union_id
FROM (
  SELECT lead + j AS id, union_id, scale.rnd(lead + j, 40) AS a, scale.rnd(lead + j, 41) AS b,
    scale.rnd(lead + j, 42) AS c
  FROM scale.studios CROSS JOIN generate_series(1, 10 + 0 * id::integer) j
) p;

INSERT INTO studios_modelworker (id, person_id, trade, title, skill_grade_id, is_in_post, merits)
SELECT id, lead, trade, '', (:grades)[1 + scale.rnd(id, 43) % :grades_count], id % 11 <> 0,
  '长期从事' || trade || '工作，在' || object || '方面' || pick[gain: scale.rnd(id, 44)] || '。'
FROM scale.studios;

INSERT INTO studios_honouraward (id, worker_id, honour_id, year, document)
SELECT (id - 1) * 2 + j, id, (:honours)[1 + (scale.rnd(id, 45) + j) % :honours_count],
  :year - 20 + (scale.rnd(id, 46) % 12)::integer + j, ''
FROM scale.studios CROSS JOIN generate_series(1, 2) j WHERE j = 1 OR scale.rnd(id, 47) % 3 = 0;

-- Two pairs a studio: its lead teaches its first members.
INSERT INTO studios_apprenticeship (id, studio_id, master_id, apprentice_id, agreed_on, starts_on, ends_on,
  grade_before_id, grade_after_id)
SELECT (id - 1) * 2 + j, id, lead, lead + j, make_date(year + 1, 4, 1), make_date(year + 1, 5, 1),
  CASE j WHEN 1 THEN make_date(year + 3, 4, 30) END, (:grades)[2], CASE j WHEN 1 THEN (:grades)[3] END
FROM scale.studios CROSS JOIN generate_series(1, 2) j;
