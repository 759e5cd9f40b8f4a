-- One call whose panel is closed, with 2,000 cases (or as many as there are studios) before five experts each.
INSERT INTO studios_call (id, union_id, level, year, title, state, verb, level_name, approval_basis, guide, path, opens_at,
  valid_years, notice_days, single_sign, needs_unit_scan, opened_at)
SELECT :board, 1, 'country', :year - 1, :year - 1 || '年度评审', 'open', '命名', '', '', '', '["panel", "meeting"]'::jsonb,
  :now::timestamptz - interval '300 days', 3, 5, false, false, :now::timestamptz - interval '300 days';
INSERT INTO studios_ruleset (id, call_id, number, note, made_at, made_by_id) SELECT :board, :board, 1, '', :now, 1;
INSERT INTO studios_reviewplan (call_id, method, is_blind, experts_a_case, least_sheets, visit_weight, pass_points,
  spread_limit, is_secret_ballot, reserves, notice_order, takes_anonymous)
SELECT :board, 'score', false, 5, 3, 30, 75, 15, true, 2, 'recommender', false;

INSERT INTO studios_expert (id, union_id, person_id, unit, title, field_of_work, is_active, added_at)
SELECT n, 1, n, '', '', '', true, :now FROM generate_series(1, 40) n;
INSERT INTO studios_panelseat (id, call_id, expert_id, number, state, code_hash, invited_at, declared_at, left_reason)
SELECT n, :board, n, n, 'declared', '', :now, :now, '' FROM generate_series(1, 40) n;

CREATE UNLOGGED TABLE scale.board AS
SELECT 10000000 + id AS id, id AS studio, union_id, industry FROM scale.studios WHERE NOT is_preparing ORDER BY id LIMIT 2000;
INSERT INTO studios_application (id, number, call_id, studio_id, union_id, rules_id, state, desk_id, desk_position,
  state_since, state_before, version_count, revision, explanations, opened_by_id, opened_at, changed_at, is_proxy,
  giving_up_reason)
SELECT id, 'SQ-' || :year - 1 || '-' || lpad(studio::text, 6, '0'), :board, studio, union_id, :board, 'meeting', 1, 1,
  :now::timestamptz - interval '9 days', '{}'::jsonb, 1, 1, '{}'::jsonb, 2 + union_id, :now::timestamptz - interval '200 days',
  :now::timestamptz - interval '9 days', false, ''
FROM scale.board;
INSERT INTO studios_applicationversion (id, application_id, number, content, sha256, idempotency_key, submitted_at,
  submitted_by_id, rules_id)
SELECT id, id, 1, '{}'::jsonb, encode(sha256('{}'), 'hex'), 'board-' || id, :now, 2 + union_id, :board FROM scale.board;
INSERT INTO studios_act (application_id, version_id, step, stage, target, desk_id, note, ground, before, by_id, by_name, at)
SELECT id, id, 'close_panel', 'panel', 'meeting', 1, '', '', '{}'::jsonb, 1, '', :now::timestamptz - interval '9 days'
FROM scale.board;

INSERT INTO studios_assignment (id, seat_id, application_id, position, is_fixed, made_at)
SELECT b.id * 5 + n, 1 + (b.id * 5 + n) % 40, b.id, 0, false, :now FROM scale.board b, generate_series(0, 4) n;
INSERT INTO studios_scoresheet (id, assignment_id, seen_version_id, state, total, bonus, vote, comment, version, submitted_at)
SELECT a.id, a.id, a.application_id, 'submitted', 55 + scale.rnd(a.application_id, 90) % 30 + scale.rnd(a.id, 91) % 1300 / 100.0,
  scale.rnd(a.application_id, 92) % 20 / 10.0, '', '', 1, :now FROM studios_assignment a;
