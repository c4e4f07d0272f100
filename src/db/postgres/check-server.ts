// What a database must have before the gateway works on it, asked once at each start. Whatever is missing would fail later, in words of PostgreSQL's.
import { readFile } from 'node:fs/promises';
import { Prisma } from '../../generated/prisma/client.js';
import { projectFile } from '../../lib/project-root.js';
import type { Database } from '../database.js';

/** The database can't be worked on. The message says why, and what would mend it. */
export class UnfitDatabaseError extends Error {}

export interface ServerFacts {
  /** As PostgreSQL counts: 140005 is 14.5. */
  readonly version: number;
  readonly encoding: string;
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
  /** The schema where a name without one leads; null for none. */
  readonly schema: string | null;
  readonly searchPath: string;
  readonly role: string;
}

/** What is wrong with a server, and what would mend it; null for nothing. */
export const unfitness = ({ version, encoding, isStandby, isReadOnly, schema, searchPath, role }: ServerFacts): string | null => {
  if (version < 140_000)
    return `PostgreSQL is of version ${Math.floor(version / 10_000)}, but must be of 14 or newer. Upgrade it, or name another in DATABASE_URL.`;
  if (encoding !== 'UTF8')
    return `The database keeps its texts in ${encoding}, but must keep them in UTF8. Create another one (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0), and name it in DATABASE_URL.`;
  if (isStandby) return 'This PostgreSQL is a standby, which takes no changes. Name the primary in DATABASE_URL.';
  if (isReadOnly)
    return `This PostgreSQL takes no changes from the role ${role}, since its transactions are read-only. Set default_transaction_read_only to off, for the role, the database or the server.`;
  if (schema === 'public') return null;
  const leads = schema === null ? 'leads to no schema that it may use' : `leads to the schema ${schema}`;
  return `The tables are kept in the schema public, but the search path of the role ${role} (${searchPath}) ${leads}. See that there is a schema public, and as its owner: GRANT USAGE, CREATE ON SCHEMA public TO "${role}"; ALTER ROLE "${role}" SET search_path TO public;`;
};

/** @throws UnfitDatabaseError when the gateway can't work on such a server, or not where its role leads */
export const checkServer = async (database: Database): Promise<void> => {
  const [facts] = await database.read<ServerFacts>(Prisma.sql`
    SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS "isStandby",
      current_setting('transaction_read_only') = 'on' AS "isReadOnly", current_schema()::text AS schema, current_setting('search_path') AS "searchPath",
      current_user::text AS role`);
  const problem = facts ? unfitness(facts) : null;
  if (problem) throw new UnfitDatabaseError(problem);
};

/** The tables of the data model. */
const readTables = async (): Promise<string[]> => {
  const schema = await readFile(projectFile('prisma/schema.prisma'), 'utf8');
  return [...schema.matchAll(/^model [^}]*@@map\("(\w+)"\)/gm)].flatMap(([, table]) => table ?? []);
};

interface MissingRight {
  readonly name: string;
  readonly right: string;
  readonly role: string;
}

/** @throws UnfitDatabaseError when the role lacks a right on a table or on the sequence of its ids */
export const checkRights = async (database: Database): Promise<void> => {
  const tables = await readTables();
  const missing = await database.read<MissingRight>(Prisma.sql`
    SELECT relname::text AS name, upper(wanted) AS right, current_user::text AS role
    FROM pg_class, unnest(ARRAY['select', 'insert', 'update', 'delete']) AS wanted
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname = ANY (${tables}) AND NOT has_table_privilege(oid, wanted)
    UNION ALL
    SELECT relname::text, 'USAGE', current_user::text FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND relname = ANY (${tables.map((table) => `${table}_id_seq`)})
      AND NOT CASE WHEN relkind = 'S' THEN has_sequence_privilege(oid, 'usage') END`); // which may be asked of sequences only
  const [first] = missing;
  if (!first) return;
  const names = [...new Set(missing.map(({ name, right }) => `${right} on ${name}`))];
  const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  throw new UnfitDatabaseError(
    `The role ${first.role} lacks rights: ${shown}. As the owner of the tables: GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "${first.role}"; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "${first.role}";`,
  );
};
