-- Each federation names once a year for ten years; a county's last paper revokes.
INSERT INTO studios_decision (id, union_id, issuer, kind, origin, verb, number, title, decided_on, meeting_record, reason,
  by_id, recorded_at)
SELECT (p.id - 1) * 10 + n, p.id, p.short || p.ending || '总工会', 'naming', 'decided', '命名',
  p.short || '工发〔' || :year - 11 + n || '〕' || 1 + p.id % 60 || '号', '关于命名' || :year - 11 + n || '年度创新工作室的决定',
  make_date(:year - 11 + n, 5, 1 + (p.id % 28)::integer), '', '', 2 + p.id, :now
FROM scale.places p CROSS JOIN generate_series(1, 10) n
UNION ALL
SELECT :federations * 10 + p.id, p.id, p.short || p.ending || '总工会', 'revocation', 'recorded', '命名',
  p.short || '工发〔' || :year - 1 || '〕' || 80 + p.id % 60 || '号', '关于撤销有关创新工作室命名的决定',
  make_date(:year - 1, 12, 1), '', '不再具备条件', 2 + p.id, :now
FROM scale.places p WHERE p.level = 'county';

INSERT INTO studios_designation (id, studio_id, level, level_name, decision_id, union_id, origin, decided_on, valid_until,
  state, revoked_by_id, revoked_on, plaque_number, code, plaque_state, plaque_due_on)
SELECT d.id, d.studio, d.level, '', d.decision, d.union_id, 'decided', make_date(d.named, 5, 1 + (d.union_id % 28)::integer),
  CASE WHEN d.level <> 'country' THEN make_date(d.named + 5, 5, 1) END,
  CASE WHEN d.is_revoked THEN 'revoked' WHEN d.id % 97 = 0 THEN 'suspended' WHEN d.id % 61 = 0 THEN 'rectification'
    ELSE 'active' END, CASE WHEN d.is_revoked THEN :federations * 10 + d.county END,
  CASE WHEN d.is_revoked THEN make_date(:year - 1, 12, 1) END, d.number || d.letter,
  -- The ids in another order, unlike each other; of the letters that nobody misreads.
  translate(lpad(upper(to_hex((d.id * 2654435761) % 1099511627776)), 10, '0'), '01', 'GH'),
  CASE WHEN d.is_revoked THEN CASE d.id % 2 WHEN 0 THEN 'called_back' ELSE 'returned' END ELSE 'issued' END,
  CASE WHEN d.is_revoked THEN make_date(:year, 1, 31) END
FROM (
  SELECT (s.id - 1) * 4 + l.n AS id, s.id AS studio, l.level, l.letter, s.is_revoked, s.number, s.county, w.union_id,
    s.year + l.n AS named, (w.union_id - 1) * 10 + s.year + l.n - :year + 11 AS decision
  FROM scale.studios s
  JOIN (VALUES (1, 'county', 'X', 1000), (2, 'city', 'C', 350), (3, 'province', 'S', 100), (4, 'country', 'G', 10))
    l (n, level, letter, below) ON s.luck < l.below
  CROSS JOIN LATERAL (SELECT CASE l.n WHEN 1 THEN s.county WHEN 2 THEN s.city WHEN 3 THEN s.province ELSE 1 END) w (union_id)
  WHERE NOT s.is_preparing
) d ORDER BY d.id;
