-- What the public finds: words as bigrams, one narrow row a studio kept by triggers, and the counts of facets as bits.

-- Full-width signs, capitals and compatibility forms are one to the searcher.
CREATE FUNCTION studios_folded(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN lower(normalize(value, NFKC));

-- Pairs of neighbouring Chinese characters, and whole words of Latin letters and digits (a patent's number also without
-- its letters, as people type it); `singles` adds each Chinese character by itself. Signs end a run, so that no pair
-- spans a full stop. Indexes call this under an empty search path (ANALYZE, a restore): it may name no function of ours.
CREATE FUNCTION studios_tokens(value text, singles boolean DEFAULT false) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
DECLARE
  one text;
  code integer;
  before text := '';
  word text := '';
  found text[] := '{}';
BEGIN
  FOREACH one IN ARRAY string_to_array(lower(normalize(value, NFKC)) || ' ', NULL) LOOP
    code := ascii(one);
    IF code BETWEEN 48 AND 57 OR code BETWEEN 97 AND 122 THEN
      word := word || one;
      before := '';
      CONTINUE;
    END IF;
    IF word <> '' THEN
      found := array_append(found, left(word, 60));
      IF word ~ '^zl[0-9]{8}' THEN
        found := array_append(found, substr(word, 3, 58));
      END IF;
      word := '';
    END IF;
    IF code >= 11904 AND code NOT BETWEEN 12288 AND 12351 AND code NOT BETWEEN 65280 AND 65519 THEN
      IF before <> '' THEN
        found := array_append(found, before || one);
      END IF;
      IF singles THEN
        found := array_append(found, one);
      END IF;
      before := one;
    ELSE
      before := '';
    END IF;
  END LOOP;
  RETURN found;
END $$;

CREATE FUNCTION studios_bigrams(value text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN array_to_tsvector(studios_tokens(value));

-- The same with every character by itself, for names and titles.
CREATE FUNCTION studios_title_bigrams(value text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN array_to_tsvector(studios_tokens(value, true));

-- Tokens as a query that asks for all of them, each with a mark before it. Latin words are found by their beginning, but
-- a single letter and fewer than five digits only as they are: as a beginning they would fit half of all numbers.
CREATE FUNCTION studios_tsquery(tokens text[], mark text, is_whole boolean) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN (
  SELECT string_agg(
    '''' || mark || token || ''''
      || CASE WHEN NOT is_whole AND token ~ '^([0-9]{5,}|[0-9a-z]*[a-z][0-9a-z]+|[0-9]+[a-z])$' THEN ':*' ELSE '' END,
    ' & '
  )::tsquery
  FROM unnest(tokens) AS token
);

-- What somebody typed as a query on such vectors: every pair, and a single character as it is. NULL asks for nothing.
CREATE FUNCTION studios_query(value text) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN studios_tsquery(studios_tokens(value, length(studios_folded(value)) = 1), '', false);

-- The leads' names once more, each token with a mark before it: leads are searched by themselves, without a column.
CREATE FUNCTION studios_lead_words(names text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN array_to_tsvector(ARRAY(SELECT '@' || token FROM unnest(studios_tokens(names, true)) AS token));

-- What somebody typed as a query on them; `is_whole` takes pinyin and initials to their last letter.
CREATE FUNCTION studios_lead_query(value text, is_whole boolean DEFAULT false) RETURNS tsquery
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN studios_tsquery(studios_tokens(value, length(studios_folded(value)) = 1), '@', is_whole);

-- zhang1 wei3 -> zhangwei zw
CREATE FUNCTION studios_pinyin(name_key text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace(name_key, '[^a-z]', '', 'g') || ' ' || regexp_replace(name_key, '([^ ])[^ ]* *', '\1', 'g');

ALTER TABLE studios_result ADD COLUMN vector tsvector
  GENERATED ALWAYS AS (studios_title_bigrams(title) || studios_bigrams(problem || ' ' || number)) STORED;
CREATE INDEX result_vector ON studios_result USING gin (vector) WITH (fastupdate = off);
CREATE INDEX result_title_begins ON studios_result (title varchar_pattern_ops);
-- The body is clean HTML: emphasis stands within words, every other tag ends one.
ALTER TABLE studios_story ADD COLUMN vector tsvector
  GENERATED ALWAYS AS (studios_title_bigrams(title) || studios_bigrams(summary || ' '
    || regexp_replace(regexp_replace(body, '</?(strong|em|a|sub|sup)( [^>]*)?>', '', 'g'), '<[^>]*>', ' ', 'g'))) STORED;
CREATE INDEX story_vector ON studios_story USING gin (vector) WITH (fastupdate = off);

-- The truth of every row that the public list reads: studios with a naming in force (domain rules §5).
CREATE VIEW studios_showcase_rows AS
SELECT
  s.id AS studio_id,
  coalesce(i.group_id, '') AS "group",
  d.level,
  s.county,
  s.kind_id AS kind,
  coalesce(l.honour, '') AS honour,
  coalesce(r.areas, '{}') AS areas,
  coalesce(o.services, '{}') AS services,
  extract(year FROM d.named_on)::smallint AS year,
  d.named_on,
  s.changed_at,
  coalesce(r.results, 0) AS results_count,
  coalesce(r.patents, 0) AS patents_count,
  coalesce(r.methods, 0) AS methods_count,
  coalesce(p.people, 0) AS apprentices_count,
  coalesce(a.units, 0) AS adopters_count,
  coalesce(b.yuan, 0)::numeric(18, 2) AS benefit,
  d.keys || ARRAY[s.number::varchar] AS keys,
  studios_folded(s.name) AS name,
  studios_folded(concat_ws(' ', s.name, coalesce(nullif(s.employer, ''), nullif(u.employer, ''), u.name), s.field_of_work, l.names, f.names)) AS body,
  studios_title_bigrams(concat_ws(' ', s.name, l.names, f.names))
    || studios_bigrams(concat_ws(' ', coalesce(nullif(s.employer, ''), nullif(u.employer, ''), u.name), s.field_of_work, s.number, d.plaques, l.pinyin))
    || studios_lead_words(concat_ws(' ', l.names, l.pinyin)) AS vector
FROM studios_studio s
JOIN unions_union u ON u.id = s.union_id
LEFT JOIN unions_industry i ON i.code = s.industry_id
JOIN LATERAL (
  SELECT
    max(decided_on) AS named_on,
    (array_agg(level ORDER BY array_position(ARRAY['country', 'province', 'city', 'county', 'town', 'unit']::varchar[], level)))[1] AS level,
    array_remove(array_agg(plaque_number ORDER BY id), NULL) AS keys,
    string_agg(plaque_number, ' ' ORDER BY id) AS plaques
  FROM studios_designation
  WHERE studio_id = s.id AND state IN ('active', 'rectification', 'suspended')
) d ON d.named_on IS NOT NULL
LEFT JOIN LATERAL (
  -- Former leads find the studio too; its honour is that of a present one.
  SELECT
    string_agg(pe.name, ' ' ORDER BY le.id) AS names,
    string_agg(studios_pinyin(pe.name_key), ' ' ORDER BY le.id) AS pinyin,
    (SELECT h.rank FROM studios_leadership le2
      JOIN studios_honouraward ha ON ha.worker_id = le2.worker_id
      JOIN studios_honour h ON h.id = ha.honour_id
      WHERE le2.studio_id = s.id AND le2.ends_on IS NULL
      ORDER BY array_position(ARRAY['nation', 'province', 'city', 'county', 'unit']::varchar[], h.rank) LIMIT 1) AS honour
  FROM studios_leadership le
  JOIN studios_modelworker mw ON mw.id = le.worker_id
  JOIN studios_person pe ON pe.id = mw.person_id
  WHERE le.studio_id = s.id
) l ON true
LEFT JOIN LATERAL (SELECT string_agg(fn.name, ' ' ORDER BY fn.id) AS names FROM studios_formerstudioname fn WHERE fn.studio_id = s.id) f ON true
LEFT JOIN LATERAL (
  SELECT
    count(*) AS results,
    count(*) FILTER (WHERE k."group" = 'patent') AS patents,
    count(*) FILTER (WHERE k."group" = 'method') AS methods,
    array_agg(DISTINCT re.area ORDER BY re.area) FILTER (WHERE re.area <> '') AS areas
  FROM studios_result re JOIN studios_resultkind k ON k.id = re.kind_id
  WHERE re.studio_id = s.id AND re.state = 'confirmed' AND NOT re.is_secret
) r ON true
LEFT JOIN LATERAL (SELECT count(DISTINCT ap.apprentice_id) AS people FROM studios_apprenticeship ap WHERE ap.studio_id = s.id) p ON true
LEFT JOIN LATERAL (
  SELECT count(DISTINCT ad.organisation) AS units FROM studios_adoption ad
  JOIN studios_result re ON re.id = ad.result_id
  WHERE ad.studio_id = s.id AND ad.state = 'confirmed' AND re.state = 'confirmed' AND NOT re.is_secret
) a ON true
LEFT JOIN LATERAL (
  -- Certified by the unit's finance department, and the result confirmed by the union (domain rules §5).
  SELECT sum(be.amount) AS yuan FROM studios_benefit be JOIN studios_result re ON re.id = be.result_id
  WHERE re.studio_id = s.id AND be.is_certified AND re.state = 'confirmed' AND NOT re.is_secret
) b ON true
LEFT JOIN LATERAL (
  SELECT array_agg(DISTINCT so.kind ORDER BY so.kind) AS services FROM studios_serviceoffer so
  WHERE so.studio_id = s.id AND so.is_open AND EXISTS (
    SELECT FROM studios_profileblock b WHERE b.studio_id = s.id AND b.key = 'services'
      AND b.published -> 'offers' @> jsonb_build_array(jsonb_build_object('id', so.id)))
) o ON true
WHERE s.number IS NOT NULL;

-- A row for each transaction that changed what the public sees: of single studios, or (wide) of what many pages show.
-- The sum of `changes` and the latest moment make the ETags. Nobody waits for anybody, and a late commit changes the sum.
-- Answers the row's number, which no other transaction ever has.
CREATE FUNCTION note_public_change(wide boolean DEFAULT true) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  place text := 'lingxian.' || CASE WHEN wide THEN 'wide_change' ELSE 'studio_change' END;
  noted text[] := string_to_array(current_setting(place, true), ' ');
  number bigint;
BEGIN
  IF noted[1] = pg_current_xact_id()::text THEN
    RETURN noted[2];
  END IF;
  INSERT INTO studios_publicchange (at, changes, is_wide) VALUES (clock_timestamp(), 1, wide) RETURNING id INTO number;
  PERFORM set_config(place, pg_current_xact_id() || ' ' || number, true);
  RETURN number;
END $$;

-- Many rows become one that counts for all of them: sum and moment stay, so that no earlier ETag becomes valid again.
CREATE FUNCTION fold_public_changes() RETURNS bigint
LANGUAGE sql AS $$
  WITH gone AS (DELETE FROM studios_publicchange RETURNING at, changes, is_wide),
  kept AS (
    INSERT INTO studios_publicchange (at, changes, is_wide)
    SELECT max(at), sum(changes), is_wide FROM gone GROUP BY is_wide
  )
  SELECT count(*) FROM gone
$$;

CREATE FUNCTION refresh_showcase(ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  mark bigint;
BEGIN
  SELECT array_agg(id ORDER BY id) INTO ids FROM studios_studio WHERE id = ANY (ids) AND number IS NOT NULL;
  IF ids IS NULL THEN
    RETURN;
  END IF;
  mark := note_public_change(false);
  DELETE FROM studios_showcaseentry e
  WHERE e.studio_id = ANY (ids) AND NOT EXISTS (
    SELECT FROM studios_designation d
    WHERE d.studio_id = e.studio_id AND d.state IN ('active', 'rectification', 'suspended'));
  INSERT INTO studios_showcaseentry AS e (
    studio_id, "group", level, county, kind, honour, areas, services, year, named_on, changed_at, results_count,
    patents_count, methods_count, apprentices_count, adopters_count, benefit, keys, name, body, vector, stamp)
  SELECT r.*, mark FROM studios_showcase_rows r WHERE r.studio_id = ANY (ids)
  ON CONFLICT (studio_id) DO UPDATE SET
    ("group", level, county, kind, honour, areas, services, year, named_on, changed_at, results_count,
     patents_count, methods_count, apprentices_count, adopters_count, benefit, keys, name, body, vector, stamp)
    = (excluded."group", excluded.level, excluded.county, excluded.kind, excluded.honour, excluded.areas,
       excluded.services, excluded.year, excluded.named_on, excluded.changed_at, excluded.results_count,
       excluded.patents_count, excluded.methods_count, excluded.apprentices_count, excluded.adopters_count,
       excluded.benefit, excluded.keys, excluded.name, excluded.body, excluded.vector, excluded.stamp);
END $$;

-- Bits of the facets ------------------------------------------------------------------------------------------------

ALTER TABLE studios_facetbits ADD COLUMN bits bit(32768) NOT NULL DEFAULT 0::bit(32768);
-- Uncompressed: a bit is set and bits are counted without unpacking.
ALTER TABLE studios_facetbits ALTER COLUMN bits SET STORAGE EXTERNAL;

CREATE FUNCTION facets_of(e studios_showcaseentry) RETURNS TABLE (facet varchar, value varchar)
LANGUAGE sql IMMUTABLE AS $$
  SELECT * FROM (
    VALUES ('all', ''), ('group', e."group"), ('level', e.level), ('county', e.county), ('kind', e.kind::varchar),
           ('honour', e.honour), ('year', e.year::varchar)
  ) AS one (facet, value) WHERE facet = 'all' OR value <> ''
  UNION ALL SELECT 'area', unnest(e.areas)
  UNION ALL SELECT 'service', unnest(e.services)
$$;

CREATE FUNCTION keep_facet_bits() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  change record;
  place bigint;
BEGIN
  IF current_setting('lingxian.is_rebuilding', true) = 'yes' THEN
    RETURN NULL;
  END IF;
  place := coalesce(NEW.studio_id, OLD.studio_id);
  -- One order for everybody, so that two writers never wait for each other.
  FOR change IN
    SELECT coalesce(o.facet, n.facet) AS facet, coalesce(o.value, n.value) AS value, n.facet IS NOT NULL AS is_on
    FROM (SELECT * FROM facets_of(OLD) WHERE TG_OP <> 'INSERT') o
    FULL JOIN (SELECT * FROM facets_of(NEW) WHERE TG_OP <> 'DELETE') n USING (facet, value)
    WHERE o.facet IS NULL OR n.facet IS NULL
    ORDER BY 1, 2
  LOOP
    INSERT INTO studios_facetbits AS f (facet, value, segment, size, bits)
    VALUES (change.facet, change.value, place / 32768, change.is_on::int,
            set_bit(0::bit(32768), (place % 32768)::int, change.is_on::int))
    ON CONFLICT (facet, value, segment) DO UPDATE SET
      size = f.size + CASE WHEN change.is_on THEN 1 ELSE -1 END,
      bits = set_bit(f.bits, (place % 32768)::int, change.is_on::int);
  END LOOP;
  RETURN NULL;
END $$;

CREATE TRIGGER facet_bits AFTER INSERT OR UPDATE OR DELETE ON studios_showcaseentry
FOR EACH ROW EXECUTE FUNCTION keep_facet_bits();

-- All from nothing: after a restore, or for a database that was filled with the triggers off.
CREATE FUNCTION rebuild_facet_bits() RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM studios_facetbits;
  INSERT INTO studios_facetbits (facet, value, segment, size, bits)
  SELECT facet, value, segment, count(*), bit_or(set_bit(0::bit(32768), (studio_id % 32768)::int, 1))
  FROM (SELECT e.studio_id, e.studio_id / 32768 AS segment, f.facet, f.value
        FROM studios_showcaseentry e CROSS JOIN LATERAL facets_of(e) f) AS every
  GROUP BY facet, value, segment;
END $$;

CREATE FUNCTION rebuild_showcase() RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  mark bigint := note_public_change();
BEGIN
  DELETE FROM studios_facetbits;
  PERFORM set_config('lingxian.is_rebuilding', 'yes', true);
  DELETE FROM studios_showcaseentry;
  INSERT INTO studios_showcaseentry (
    studio_id, "group", level, county, kind, honour, areas, services, year, named_on, changed_at, results_count,
    patents_count, methods_count, apprentices_count, adopters_count, benefit, keys, name, body, vector, stamp)
  SELECT r.*, mark FROM studios_showcase_rows r;
  PERFORM set_config('lingxian.is_rebuilding', '', true);
  PERFORM rebuild_facet_bits();
END $$;
