// How webhooks are written: one statement, which keeps the key that its call came with.
import { Prisma } from '../../generated/prisma/client.js';
import { keptKey, type RecordOutcome, recordOutcome } from '../idempotency/kept-key.js';
import { once } from '../idempotency/once.js';
import type { DomainContext } from '../rules/viewer.js';
import { bind } from '../sql/placeholder.js';
import { bindingsOf } from '../sql/write.js';

const { sql, raw, join } = Prisma;

/** Rows are named by their `id`. */
export const isRow = (id: number): Prisma.Sql => sql`id = ${id}::bigint`;

/**
 * Runs the statement of those common table expressions, of which `written` gives the id of what it writes. That id, also for a repeat under a key; null where
 * nothing was written. `asked`: the values that the call gives.
 */
export const writeOnce = (context: DomainContext, asked: unknown, expressions: readonly Prisma.Sql[]): Promise<number | null> =>
  once<number | null, RecordOutcome>(context, {
    asked: () => asked,
    write: async (key) => {
      const kept = key ? [keptKey(recordOutcome('written'), raw('written'))] : [];
      const { text, values } = sql`WITH ${join([...expressions, ...kept], ', ')} SELECT id FROM written`;
      const [row] = await context.database.write<{ id: number }>({ text, values: bind(values, bindingsOf(context, { ...key })) });
      return row?.id ?? null;
    },
    isWritten: (id) => id !== null,
    replay: async ({ id }) => id,
  });
