INSERT INTO studios_benefit (id, result_id, year, method, amount, formula, period, is_certified)
SELECT id, id, extract(year FROM finished_on) + 1,
  (ARRAY['profit', 'saving', 'loss_avoided', 'licence'])[(1 + id % 4)::integer], 1000 * (5 + scale.rnd(id, 60) % 3000),
  '单件节约额乘以年产量', '一年', id % 3 <> 0
FROM studios_result WHERE id % 7 = 0 AND state = 'confirmed';

INSERT INTO studios_adoption (id, studio_id, result_id, organisation, county, effect, contact_name, contact_phone, state,
  note, receipt, received_at, settled_at, settled_by_id)
SELECT r.id, r.studio_id, r.id, u.employer || pick[adopter: r.id / 40], u.county_name, pick[gain: r.id / 40],
  pick[surname: r.id / 40] || '工', '0100-8000000', CASE WHEN r.id % 120 = 0 THEN 'reported' ELSE 'confirmed' END, '',
  'R' || lpad(r.id::text, 9, '0'), :now::timestamptz - interval '40 days',
  CASE WHEN r.id % 120 > 0 THEN :now::timestamptz - interval '30 days' END, CASE WHEN r.id % 120 > 0 THEN 1 END
FROM studios_result r JOIN scale.units u ON u.id = :federations + 1 + scale.rnd(r.id, 61) % :units
WHERE r.id % 40 = 0 AND r.state = 'confirmed' AND NOT r.is_secret;
