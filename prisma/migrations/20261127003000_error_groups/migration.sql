-- Errors of one cause are found together: each keeps a fingerprint, which is the same for all of its group. The rule stands here alone.

-- error_title(text): a message with its changing parts as "…", and with single blanks. Letters and digits are those of ASCII ("C"), so that it is the same in
-- every database. Each step looks first whether it has anything to do. The first 2,000 characters tell.
CREATE FUNCTION error_title(message text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  blanks text := '[\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]';
  title text COLLATE "C" := btrim(regexp_replace(left(message, 2000), blanks || '{2,}|(?! )' || blanks, ' ', 'g'));
  months text := '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\M\.?';
  weekday text := '(?:\m(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\M,?\s)?';
BEGIN
  IF strpos(title, '://') > 0 OR title ~* 'www\.' THEN -- web addresses
    title := regexp_replace(title, '\m(?:[a-z][a-z0-9+.-]{1,15}://|www\.)[^\s"''<>]*[^\s"''<>.,;:!?)\]}]', '…', 'gi');
  END IF;
  IF strpos(title, '@') > 0 THEN
    title := regexp_replace(title, '[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+', '…', 'gi');
  END IF;
  IF title ~ '["`“„«‘'']' THEN -- quoted texts; apostrophes within words are no quotes
    title := regexp_replace(title,
      '"[^"]*"|`[^`]*`|“[^”]*”|„[^“”]*[“”]|«[^»]*»|‘[^’]*’(?![a-z])|(?<![a-z0-9])''[^'']*''(?![a-z0-9])', '…', 'gi');
  END IF;
  IF title ~ '\d' THEN
    IF strpos(title, '-') > 0 THEN
      title := regexp_replace(title, '\m[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\M', '…', 'gi');
    END IF;
    IF strpos(title, ':') > 0 THEN -- times, with a date before them and a zone after them
      title := regexp_replace(title,
        '\m(?:\d{4}-\d{2}-\d{2}[T\s]\s?)?\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?(?:\s?[ap]m\M)?(?:Z\M|\s?(?:UTC\M|GMT\M|[+-]\d{2}:?\d{2}\M))?', '…', 'gi');
    END IF;
    IF title ~* ('\m' || months) THEN -- dates with the name of a month
      title := regexp_replace(title, weekday || '\m\d{1,2}\.?[\s-]' || months || '(?:[\s-]\d{4}\M)?', '…', 'gi');
      title := regexp_replace(title, weekday || '\m' || months || '\s\d{1,2}\M(?![.,]\d)(?:,?\s\d{4}\M)?', '…', 'gi');
    END IF;
    title := regexp_replace(title, '\m(?:0x[0-9a-f]{6,}|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{6,})\M', '…', 'gi'); -- hexadecimal, of letters and digits
    title := regexp_replace(title, '(?:(?<![A-Za-z0-9])[+-])?\d+(?:[.,:/-]\d+)*(?:e[+-]?\d+\M)?', '…', 'gi'); -- numbers, also within words
  END IF;
  RETURN title;
END $$;

-- What is told of an error by its first response (an object with a code and a message), or, without one, by its document. The letters' case doesn't matter.
CREATE FUNCTION error_fingerprint(response jsonb, document_type document_type, document_status text, status text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  told text := CASE WHEN response IS NULL THEN json_build_array('document', document_type, error_title(document_status), error_title(status))
    ELSE json_build_array('response', btrim(regexp_replace(response->>'code', '\s+', ' ', 'g')), error_title(response->>'message')) END;
BEGIN
  RETURN left(encode(sha256(convert_to(fold_case(told), 'UTF8')), 'hex'), 32);
END $$;

ALTER TABLE "integration_errors" ADD COLUMN "fingerprint" TEXT COLLATE "C" NOT NULL DEFAULT '';

-- The fingerprint of an error as it is kept.
CREATE FUNCTION fingerprint_of(error integration_errors) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT error_fingerprint(
    (SELECT jsonb_build_object('code', response.code, 'message', response.message) FROM integration_error_responses AS response
      WHERE response.integration_error_id = $1.id ORDER BY response.id LIMIT 1),
    $1.document_type, $1.document_status, $1.status)
$$;
UPDATE "integration_errors" AS error SET "fingerprint" = fingerprint_of(error);

-- What groups are counted by is in their index as well, so that errors needn't be looked at.
CREATE INDEX "integration_errors_groups_idx" ON "integration_errors"("fingerprint", "created_at", "id", "is_resolved", "integration_run_id", "integration_id");

-- Whoever writes errors without it, such as an older replica, is seen to at the end of the transaction: all of them with the first.
CREATE FUNCTION fill_fingerprint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM integration_errors AS error WHERE error.id = NEW.id AND error.fingerprint = '') THEN
    UPDATE integration_errors AS error SET fingerprint = fingerprint_of(error) WHERE error.fingerprint = '';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "integration_errors_fingerprint" AFTER INSERT ON "integration_errors" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.fingerprint = '') EXECUTE FUNCTION fill_fingerprint();
