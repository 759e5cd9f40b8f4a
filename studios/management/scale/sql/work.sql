INSERT INTO studios_project (id, studio_id, title, area, approved_by, starts_on, ends_on, state, difficulty)
SELECT id, id, object || pick[noun: scale.rnd(id, 70)] || '攻关', (ARRAY['technology', 'process', 'safety'])[(1 + id % 3)::integer],
  left(employer, 60), make_date(year + 1, 3, 1), CASE id % 3 WHEN 0 THEN NULL ELSE make_date(year + 2, 3, 1) END,
  CASE id % 3 WHEN 0 THEN 'running' ELSE 'finished' END, pick[fault: scale.rnd(id, 71)]
FROM scale.studios WHERE id % 2 = 0;

INSERT INTO studios_activity (id, studio_id, kind, happened_on, topic, people_count, place, note)
SELECT id, id, (ARRAY['tackling', 'training', 'exchange', 'site_meeting', 'visit', 'service'])[(1 + id % 6)::integer],
  :today::date - (scale.rnd(id, 72) % 700)::integer, object || pick[noun: scale.rnd(id, 73)] || '交流', 5 + id % 60,
  left(employer, 80), '' FROM scale.studios;

INSERT INTO studios_serviceoffer (id, studio_id, kind, title, text, next_on, places, is_open)
SELECT id, id, (ARRAY['lesson', 'advice', 'visit', 'joint'])[1 + scale.rnd(id, 74) % 4], object || '现场交流',
  '面向同行开放，内容为' || object || pick[noun: scale.rnd(id, 75)] || '。', NULL::date, 20, true
FROM scale.studios WHERE id % 6 = 0 AND NOT is_preparing AND NOT is_revoked;

-- Every third page says more than its introduction.
INSERT INTO studios_profileblock (studio_id, key, state, draft, published, note, revision, edited_at, published_at)
SELECT s.id, s.key, 'published', s.text, s.text, '', 1, :now, :now
FROM (SELECT id, key, jsonb_build_object('text', object || pick[measure: scale.rnd(id, 80)] || '，' || pick[gain: scale.rnd(id, 81)] || '。') AS text
      FROM scale.studios CROSS JOIN (VALUES ('lead'), ('team')) AS keys (key)
      WHERE id % 3 = 0 AND NOT is_preparing AND NOT is_revoked) s;
INSERT INTO studios_profileblock (studio_id, key, state, draft, published, note, revision, edited_at, published_at)
SELECT studio_id, 'services', 'published', text, text, '', 1, :now, :now
FROM (SELECT studio_id, jsonb_build_object('text', '', 'offers', jsonb_build_array(
        jsonb_build_object('id', id, 'kind', kind, 'title', title, 'text', text))) AS text FROM studios_serviceoffer) o;

INSERT INTO studios_story (id, union_id, kind, title, summary, body, source, author, state, note, revision, made_at,
  changed_at, published_at, made_by_id, checked_by_id, correction)
SELECT id, county, CASE id % 200 WHEN 0 THEN 'experience' ELSE 'news' END, given1 || given2 || '团队:' || object || '攻关记',
  pick[gain: scale.rnd(id, 76)], '<p>' || object || pick[fault: scale.rnd(id, 77)] || '，'
    || pick[measure: scale.rnd(id, 78)] || '，' || pick[gain: scale.rnd(id, 79)] || '。</p>', county_name || '总工会', '',
  'published', '', 1, :now, :now, :now::timestamptz - id % 900 * interval '1 day', 2 + county, 1, ''
FROM scale.studios WHERE id % 100 = 0;
INSERT INTO studios_story_studios (story_id, studio_id) SELECT id, id FROM studios_story;

-- One open call a county, and one application for each fortieth studio.
INSERT INTO studios_call (id, union_id, level, year, title, state, verb, level_name, approval_basis, guide, path, opens_at,
  valid_years, notice_days, single_sign, needs_unit_scan, opened_at)
SELECT id, id, 'county', :year, :year || '年' || short || ending || '创新工作室申报', 'open', '命名', '', '', '',
  '["recommendation"]'::jsonb, :now::timestamptz - interval '20 days', 3, 5, false, false,
  :now::timestamptz - interval '20 days' FROM scale.places WHERE level = 'county';
INSERT INTO studios_callstage (call_id, stage, due_at)
SELECT id, 'draft', :now::timestamptz + interval '40 days' FROM studios_call;
INSERT INTO studios_ruleset (id, call_id, number, note, made_at, made_by_id) SELECT id, id, 1, '', :now, 1 FROM studios_call;

INSERT INTO studios_application (id, number, call_id, studio_id, union_id, rules_id, state, desk_id, desk_position,
  state_since, state_before, version_count, revision, explanations, opened_by_id, opened_at, changed_at, is_proxy,
  giving_up_reason)
SELECT id, 'SQ-' || :year || '-' || lpad(id::text, 6, '0'), county, id, union_id, county,
  CASE WHEN id % 160 = 7 THEN 'not_selected' WHEN id % 160 = 47 THEN 'draft' ELSE 'qualification' END,
  CASE WHEN id % 160 IN (87, 127) THEN county END, 1, :now::timestamptz - id % 19 * interval '1 day', '{}'::jsonb,
  CASE id % 160 WHEN 47 THEN 0 ELSE 1 END, 1, '{}'::jsonb, 2 + union_id, :now::timestamptz - interval '19 days',
  :now::timestamptz - id % 19 * interval '1 day', false, ''
FROM scale.studios WHERE is_preparing;
INSERT INTO studios_applicationversion (id, application_id, number, content, sha256, idempotency_key, submitted_at,
  submitted_by_id, rules_id)
SELECT id, id, 1, '{}'::jsonb, encode(sha256('{}'), 'hex'), 'scale-' || id, opened_at, opened_by_id, rules_id
FROM studios_application WHERE version_count = 1;
INSERT INTO studios_applicationdesk (application_id, position, stage, union_id, reached_at)
SELECT id, 1, 'qualification', call_id, opened_at FROM studios_application WHERE version_count = 1;
