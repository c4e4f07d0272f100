// Whether texts are searched by an index, which a database without the extension pg_trgm doesn't have.
import { Prisma } from '../generated/prisma/client.js';
import type { Database } from './database.js';

/** What operators are told where there is none. */
export const withoutSearchIndex =
  'Searches of texts read whole tables: the database has no index for them, since pg_trgm could not be made. Have it made (CREATE EXTENSION pg_trgm), and run the statements of the migration …_search.';

/** Whether the migration could make the indexes. */
export const hasSearchIndex = async (database: Database): Promise<boolean> => {
  const [row] = await database.read<{ exists: boolean }>(
    Prisma.sql`SELECT to_regclass('integration_error_responses_message_search') IS NOT NULL AS "exists"`,
  );
  return row?.exists ?? false;
};
