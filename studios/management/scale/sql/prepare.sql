-- What every other file draws from: numbers that look random but are not, words by place, and one row a studio.
CREATE FUNCTION scale.rnd(n bigint, draw integer) RETURNS integer IMMUTABLE LANGUAGE sql
  RETURN (hashint8extended(n, :seed + draw) & 1073741823)::integer;

CREATE FUNCTION scale.list(wanted text) RETURNS text[] STABLE LANGUAGE sql
  RETURN (SELECT array_agg(word ORDER BY position) FROM scale.words WHERE list = wanted);

CREATE FUNCTION scale.patent(body bigint) RETURNS text IMMUTABLE LANGUAGE sql
  RETURN 'ZL' || body || '.' || substr('0123456789X', 1 + ((
    body / 100000000000 * 2 + body / 10000000000 % 10 * 3 + body / 1000000000 % 10 * 4 + body / 100000000 % 10 * 5
    + body / 10000000 % 10 * 6 + body / 1000000 % 10 * 7 + body / 100000 % 10 * 8 + body / 10000 % 10 * 9
    + body / 1000 % 10 * 2 + body / 100 % 10 * 3 + body / 10 % 10 * 4 + body % 10 * 5) % 11)::integer, 1);

-- The tree: one country, then provinces, cities, counties, units, each level dealt out evenly to the one above.
CREATE UNLOGGED TABLE scale.unions AS
SELECT 1::bigint AS id, NULL::bigint AS parent, 'country' AS level, 1 AS n, 'ZG' AS code
UNION ALL
SELECT 1 + n, 1, 'province', n, 'ZG-P' || n FROM generate_series(1, :provinces) n
UNION ALL
SELECT 1 + :provinces + n, 2 + (n - 1) % :provinces, 'city', n, 'ZG-C' || n FROM generate_series(1, :cities) n
UNION ALL
SELECT :top + n, 2 + :provinces + (n - 1) % :cities, 'county', n, 'ZG-K' || n FROM generate_series(1, :counties) n
UNION ALL
SELECT :federations + n, :top + 1 + (n - 1) % :counties, 'unit', n, 'ZG-U' || n FROM generate_series(1, :units) n;

CREATE UNLOGGED TABLE scale.places AS
SELECT id, parent, level, code,
  CASE level WHEN 'country' THEN '中华' ELSE pick[place1: n - 1] || pick[place2: (n - 1) / 36] END AS short,
  CASE level WHEN 'country' THEN '' WHEN 'province' THEN '省' WHEN 'city' THEN '市'
    ELSE substr('区县市旗', 1 + (n - 1) / 1080 % 4, 1) END AS ending
FROM scale.unions WHERE level <> 'unit';
CREATE UNIQUE INDEX ON scale.places (id);

CREATE UNLOGGED TABLE scale.units AS
SELECT u.id, u.code, k.id AS county, c.id AS city, c.parent AS province, k.short || k.ending AS county_name, theme,
  k.short || pick[brand1: scale.rnd(u.id, 2)] || pick[brand2: scale.rnd(u.id, 3)]
    || pick[units: theme * 6 + scale.rnd(u.id, 4) % 6] AS employer,
  pick[divisions: theme * 12 + scale.rnd(u.id, 5) % 12] AS industry
FROM (SELECT *, scale.rnd(id, 1) % :themes AS theme FROM scale.unions WHERE level = 'unit') u
JOIN scale.places k ON k.id = u.parent JOIN scale.places c ON c.id = k.parent;
CREATE UNIQUE INDEX ON scale.units (id);

CREATE UNLOGGED TABLE scale.studios AS
SELECT s.id, (s.id - 1) * :people + 1 AS lead, u.id AS union_id, u.county, u.city, u.province, u.county_name, u.theme,
  u.employer, u.industry, s.id % 40 = 7 AS is_preparing, s.id % 50 = 9 AS is_revoked, scale.rnd(s.id, 6) % 1000 AS luck,
  pick[surname: scale.rnd(s.id, 7)] AS surname, pick[surname_key: scale.rnd(s.id, 7)] AS surname_key,
  -- Studios of one unit have leads of different names.
  pick[given1: scale.rnd(u.id, 8) + s.id % 4] AS given1, pick[given1_key: scale.rnd(u.id, 8) + s.id % 4] AS given1_key,
  pick[given2: scale.rnd(s.id, 9)] AS given2, pick[given2_key: scale.rnd(s.id, 9)] AS given2_key,
  pick[objects: u.theme * 12 + scale.rnd(s.id, 10) % 12] AS object,
  pick[trades: u.theme * 6 + scale.rnd(s.id, 11) % 6] AS trade,
  scale.rnd(s.id, 12) % 4 AS kind, :year - 10 + scale.rnd(s.id, 13) % 6 AS year,
  'LX-ZG-' || CASE WHEN s.id < 100000 THEN lpad(s.id::text, 5, '0') ELSE s.id::text END AS number
FROM generate_series(1::bigint, :studios) s (id) JOIN scale.units u ON u.id = :federations + (s.id + 3) / 4
ORDER BY s.id;
ANALYZE scale.studios;
