INSERT INTO unions_union (id, code, name, short_name, kind, level, parent_id, path, state, employer, is_joint, county,
  ownership, credit_code, members_count, office_phone, address, logs_in, industry_id)
SELECT p.id, p.code, p.short || p.ending || '总工会', p.short || p.ending || '总', 'federation', p.level, p.parent,
  CASE p.level WHEN 'country' THEN '1.' WHEN 'province' THEN '1.' || p.id || '.'
    WHEN 'city' THEN '1.' || p.parent || '.' || p.id || '.'
    ELSE '1.' || c.parent || '.' || p.parent || '.' || p.id || '.' END,
  'active', '', false, CASE p.level WHEN 'county' THEN p.short || p.ending ELSE '' END, '', '',
  5000 + scale.rnd(p.id, 20) % 900000, '0100-' || 5000000 + p.id, p.short || '路' || 1 + p.id % 200 || '号', true, NULL
FROM scale.places p LEFT JOIN scale.places c ON c.id = p.parent ORDER BY p.id;

INSERT INTO unions_union (id, code, name, short_name, kind, level, parent_id, path, state, employer, is_joint, county,
  ownership, credit_code, members_count, office_phone, address, logs_in, industry_id)
SELECT id, code, employer || '工会', '', 'grassroots', 'unit', county,
  '1.' || province || '.' || city || '.' || county || '.' || id || '.', 'active', employer, false, county_name,
  pick[ownership: scale.rnd(id, 21)], '', 30 + scale.rnd(id, 22) % 6000, '0100-' || 6000000 + id,
  county_name || pick[place1: scale.rnd(id, 23)] || '路' || 1 + id % 300 || '号', id % 20 <> 0, industry
FROM scale.units ORDER BY id;

INSERT INTO unions_account (id, password, is_superuser, username, name, email, language, is_active, is_staff,
  must_change_password, created_at, home_id)
SELECT 1, '!', false, 'scale', '规模库经办', '', 'zh-hans', true, false, false, :now, NULL::bigint
UNION ALL
SELECT 2, '!', false, 'scale-admin', '规模库管理员', '', 'zh-hans', true, false, false, :now, NULL
UNION ALL
SELECT 2 + u.id, '!', false, 'u' || lpad(u.id::text, 6, '0'),
  pick[surname: scale.rnd(u.id, 24)] || pick[given1: scale.rnd(u.id, 25)] || pick[given2: scale.rnd(u.id, 26)], '',
  'zh-hans', u.id % 30 <> 0, false, false, :now::timestamptz - u.id % 900 * interval '1 day',
  CASE u.level WHEN 'unit' THEN u.id END
FROM scale.unions u;

INSERT INTO unions_appointment (id, account_id, union_id, role, starts_on, made_at, made_by_id)
SELECT 1, 1, 1, 'clerk', :today::date - 900, :now::timestamptz, NULL::bigint
UNION ALL
SELECT 2, 2, 1, 'administrator', :today::date - 900, :now, NULL
UNION ALL
SELECT 2 + id, 2 + id, id, CASE WHEN id % 9 = 0 THEN 'chair' ELSE 'clerk' END, :today::date - 800 + (id % 700)::integer,
  :now, 2
FROM scale.unions;
