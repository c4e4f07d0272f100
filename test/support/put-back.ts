// A database of the sample world that a test file has changed is put back to what it was, which takes a tenth of making another. It is done with SQL
// alone: the rows are kept beside, in a schema of their own.

/** Runs a script of one statement or more, without values, and gives their rows. */
export type RunScript = (script: string) => Promise<readonly object[]>;

/** What can't be put back: what the tables are, and what the planner has learnt of them. */
const shape = `SELECT md5(string_agg(fact, chr(10) ORDER BY fact)) AS shape FROM (
  SELECT concat_ws(' ', relname, attnum, attname, atttypid, attnotnull) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
  UNION ALL SELECT concat_ws(' ', enumtypid::regtype, enumlabel) FROM pg_enum
  UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', 'statistics', count(*)) FROM pg_statistic
) AS facts (fact)`;

/** Keeps the rows of all tables and the places of all sequences beside, and makes the function that puts them back. */
const keep = `
CREATE SCHEMA kept;
DO $do$
DECLARE
  name text;
  columns text;
  body text := '';
  tables text;
  place record;
BEGIN
  SELECT string_agg(format('public.%I', relname), ', ') INTO tables FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace;
  FOR name IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace LOOP
    EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', name);
    SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
      WHERE attrelid = format('public.%I', name)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
    body := body || format('INSERT INTO public.%1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM kept.%1$I;', name, columns);
  END LOOP;
  FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT last_value, is_called FROM public.%I', name) INTO place;
    body := body || format('PERFORM setval(%L, %s, %L);', 'public.' || quote_ident(name), place.last_value, place.is_called);
  END LOOP;
  EXECUTE format('CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS %L',
    'BEGIN TRUNCATE ' || tables || ' RESTART IDENTITY; ' || body || ' END');
END
$do$;`;

/** Which transaction and which ids come next: the same as before where nobody on the server has written anything since. */
const next = `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS "transaction",
  (SELECT array_agg(last_value ORDER BY sequencename)::text FROM pg_sequences WHERE schemaname = 'public') AS ids`;

export interface KeptWorld {
  /** False when it can't be: the tables aren't what they were. */
  putBack(): Promise<boolean>;
}

/** Keeps what is there now. */
export const keepWorld = async (run: RunScript): Promise<KeptWorld> => {
  await run(keep);
  const read = async (statement: string): Promise<string> => JSON.stringify(await run(statement));
  const before = await read(shape);
  let last = await read(next);
  return {
    putBack: async () => {
      if ((await read(next)) === last) return true;
      if ((await read(shape)) !== before) return false;
      await run('SELECT kept.put_back()');
      last = await read(next);
      return true;
    },
  };
};
