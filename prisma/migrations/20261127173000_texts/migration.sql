-- Letters are folded the same by every collation, and more of what changes is taken out of messages. Searches and groups go by both, so what is kept of them
-- is made anew: of 300,000 errors, half of which came to another group, in 150 s on two busy cores. Errors are neither read nor written meanwhile.
LOCK TABLE "integration_errors", "integration_error_responses", "integration_history_records", "integration_history_record_responses";

-- fold_case(text): as the first migration makes it, but for the two letters whose lower case collations differ in: ICU has another sigma at the end of a word,
-- and makes two characters of İ.
DO $$
DECLARE
  chosen text := (
    SELECT quote_ident(candidate) FROM unnest(ARRAY['pg_c_utf8', 'und-x-icu', 'default']) WITH ORDINALITY AS list (candidate, preference)
    WHERE EXISTS (SELECT FROM pg_collation WHERE collname = candidate AND collencoding IN (-1, pg_char_to_encoding(getdatabaseencoding())))
    ORDER BY preference LIMIT 1
  );
BEGIN
  EXECUTE format('CREATE OR REPLACE FUNCTION fold_case(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS %L',
    'SELECT replace(lower(replace($1, ''İ'', ''i'') COLLATE ' || chosen || '), ''ς'', ''σ'') COLLATE "C"'); -- `translate` takes five times as long
END $$;

-- error_title(text): a message with its changing parts as "…", and with single blanks. Letters and digits are those of ASCII ("C"), so that it is the same in
-- every database; e-mail addresses may have those of Latin, Greek and Cyrillic as well. Each step looks first whether it has anything to do. The first 2,000
-- characters tell.
CREATE OR REPLACE FUNCTION error_title(message text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  blanks text := '[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]';
  title text COLLATE "C" := btrim(regexp_replace(left(message, 2000), blanks || '{2,}|(?! )' || blanks, ' ', 'g'));
  months text := '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\M\.?';
  weekday text := '(?:\m(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\M,?\s)?';
  letters text := 'a-z0-9\u00c0-\u052f\u1e00-\u1fff';
BEGIN
  IF strpos(title, '://') > 0 OR title ~* 'www\.' THEN -- web addresses
    title := regexp_replace(title, '\m(?:[a-z][a-z0-9+.-]{1,15}://|www\.)[^\s"''<>]*[^\s"''<>.,;:!?)\]}]', '…', 'gi');
  END IF;
  IF strpos(title, '@') > 0 THEN
    title := regexp_replace(title, '[' || letters || '._%+-]+@[' || letters || '-]+(?:\.[' || letters || '-]+)+', '…', 'gi');
  END IF;
  IF title ~ '["`“”„«»‹›‘‚「『'']' THEN -- quoted texts; apostrophes within words are no quotes
    title := regexp_replace(title,
      '"[^"]*"|`[^`]*`|“[^”]*”|„[^“”]*[“”]|”[^”]*”|«[^»]*»|»[^«»]*[«»]|‹[^›]*›|›[^‹›]*[‹›]|「[^」]*」|『[^』]*』'
      || '|‘[^’]*’(?![a-z])|‚[^‘’]*[‘’](?![a-z])|(?<![a-z0-9])''[^'']*''(?![a-z0-9])', '…', 'gi');
  END IF;
  IF title ~ '\d' THEN
    IF strpos(title, '-') > 0 THEN -- beside letters and digits stands no id, but beside an underscore, which \m and \M take for one of them
      title := regexp_replace(title, '(?<![a-z0-9])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![a-z0-9])', '…', 'gi');
    END IF;
    IF strpos(title, ':') > 0 THEN -- times, with a date before them and a zone after them
      title := regexp_replace(title,
        '\m(?:\d{4}-\d{2}-\d{2}[T\s]\s?)?\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?(?:\s?[ap]m\M)?(?:Z\M|\s?(?:UTC\M|GMT\M|[+-]\d{2}:?\d{2}\M))?', '…', 'gi');
    END IF;
    IF title ~* ('\m' || months) THEN -- dates with the name of a month
      title := regexp_replace(title, weekday || '\m\d{1,2}(?:\.|st|nd|rd|th)?(?:\sof)?[\s-]' || months || '(?:[\s-]\d{4}\M)?', '…', 'gi');
      title := regexp_replace(title, weekday || '\m' || months || '\s\d{1,2}(?:st|nd|rd|th)?\M(?![.,]\d)(?:,?\s\d{4}\M)?', '…', 'gi');
    END IF;
    title := regexp_replace(title, '(?<![a-z0-9])(?:0x[0-9a-f]{6,}|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{6,})(?![a-z0-9])', '…', 'gi'); -- hexadecimal, of letters and digits
    title := regexp_replace(title, '(?:(?<![A-Za-z0-9])[+-])?\d+(?:[.,:/-]\d+)*(?:e[+-]?\d+\M)?', '…', 'gi'); -- numbers, also within words
  END IF;
  RETURN title;
END $$;

-- Triggers note which groups have come and gone, and background work adds that to their counts. Indexes of folded texts are made again after it.
DO $$
DECLARE
  folded regclass;
  definition text;
  definitions text[] := '{}';
BEGIN
  FOR folded, definition IN SELECT indexrelid, pg_get_indexdef(indexrelid) FROM pg_index WHERE pg_get_indexdef(indexrelid) LIKE '%fold_case(%' LOOP
    definitions := definitions || definition;
    EXECUTE format('DROP INDEX %s', folded);
  END LOOP;
  UPDATE integration_errors AS error SET fingerprint = made.fingerprint
    FROM (SELECT held.id, fingerprint_of(held) AS fingerprint FROM integration_errors AS held OFFSET 0) AS made
    WHERE made.id = error.id AND made.fingerprint <> error.fingerprint;
  FOREACH definition IN ARRAY definitions LOOP
    EXECUTE definition;
  END LOOP;
END $$;
ANALYZE "integration_errors", "integration_error_responses", "integration_history_records", "integration_history_record_responses";
