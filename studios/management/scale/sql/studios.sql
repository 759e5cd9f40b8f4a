INSERT INTO studios_studio (id, number, name, name_reason, employer, county, field_of_work, founded_on, address,
  contact_name, contact_phone, introduction, summary, area, equipment, has_sign, has_ledger, funds, cover, state,
  top_level, search_text, created_at, changed_at, industry_id, union_id, kind_id)
SELECT s.id, CASE WHEN NOT s.is_preparing THEN s.number END, s.name, '', '', s.county_name, s.field,
  make_date(s.year, 1 + (s.id % 12)::integer, 1), s.county_name || '人民路' || 1 + s.id % 400 || '号',
  pick[surname: scale.rnd(s.id, 30)] || pick[given2: scale.rnd(s.id, 31)], '0100-' || 7000000 + s.id,
  s.name || '由' || s.employer || '的' || s.trade || s.lead_name || '领衔，围绕' || s.object || '开展技术攻关、传帮带和成果推广。'
    || '团队从' || s.object || pick[fault: scale.rnd(s.id, 32)] || '的问题入手，' || pick[measure: scale.rnd(s.id, 33)] || '，'
    || pick[gain: scale.rnd(s.id, 34)] || '。', '', 40 + s.id % 300, '', s.id % 5 <> 0, s.id % 7 <> 0, '[]'::jsonb, '',
  CASE WHEN s.is_preparing THEN 'preparing' ELSE 'active' END, s.top_level,
  CASE WHEN s.is_preparing THEN '' ELSE s.number || ' ' END || s.name || ' ' || s.employer || ' ' || s.field || ' '
    || s.lead_name || ' ' || s.surname_key || ' ' || s.given1_key || ' ' || s.given2_key,
  :now::timestamptz - (900 + s.id % 2000) * interval '1 day',
  :now::timestamptz - scale.rnd(s.id, 35) % 40000000 * interval '1 second',
  s.industry, s.union_id, (:kinds)[1 + s.kind]
FROM (
  SELECT *, surname || given1 || given2 AS lead_name, object || '技术与' || trade || '技能' AS field,
    surname || given1 || given2 || (:suffixes)[1 + kind] AS name,
    CASE WHEN is_preparing OR is_revoked THEN '' WHEN luck < 10 THEN 'country' WHEN luck < 100 THEN 'province'
      WHEN luck < 350 THEN 'city' ELSE 'county' END AS top_level
  FROM scale.studios
) s ORDER BY s.id;

INSERT INTO studios_profileblock (studio_id, key, state, draft, published, note, revision, edited_at, published_at)
SELECT s.id, 'introduction', 'published', s.text, s.text, '', 1, :now, :now
FROM (SELECT id, jsonb_build_object('opening', '', 'text', introduction) AS text FROM studios_studio
      WHERE number IS NOT NULL) s;

INSERT INTO studios_leadership (id, studio_id, worker_id, starts_on, is_acting, position)
SELECT id, id, id, make_date(year, 1, 1), false, 1 FROM scale.studios;

INSERT INTO studios_studioserial (key, last) VALUES ('ZG', :studios);

INSERT INTO studios_member (id, studio_id, person_id, role, trade, title, skill_grade_id, joined_on, left_on,
  consented_on)
SELECT (s.id - 1) * 10 + j, s.id, s.lead + j,
  CASE WHEN j < 3 THEN 'core' WHEN j = 10 THEN 'secretary' WHEN j = 9 THEN 'adviser' ELSE 'member' END,
  CASE WHEN j < 6 THEN pick[trades: s.theme * 6 + j % 6] ELSE pick[member_trade: s.id + j] END, '',
  (:grades)[1 + scale.rnd(s.lead + j, 36) % :grades_count], make_date(s.year + j / 4, 1 + j, 1),
  CASE WHEN scale.rnd(s.lead + j, 37) % 20 = 0 THEN :today::date - 100 END,
  CASE WHEN scale.rnd(s.lead + j, 38) % 3 = 0 THEN :today::date - 300 END
FROM scale.studios s CROSS JOIN generate_series(1, 10 + 0 * s.id::integer) j;
