// The part of a statement that keeps the key that its call came with: from what the statement writes, so that there is no key without a change, and no
// change without its key. A key that is there already undoes the statement.
import { Prisma } from '../../generated/prisma/client.js';
import { actorId, valueNamed } from '../sql/write.js';

const { sql } = Prisma;

/** The constraint that refuses a key that is there already. */
export const keyConstraint = 'idempotency_keys_pkey';

/** What the placeholders of the part stand for. */
export interface KeyValues {
  readonly idempotencyKey: string;
  readonly fingerprint: string;
}

/** The common table expression. `from`: items of FROM with their conditions, which give one row where something was written; `outcome`: what a repeat is told, as JSON. */
export const keptKey = (outcome: Prisma.Sql, from: Prisma.Sql): Prisma.Sql => sql`
    kept_key AS (
      INSERT INTO idempotency_keys (actor_id, key, fingerprint, outcome)
      SELECT ${actorId}, ${valueNamed('idempotencyKey')}::text, ${valueNamed('fingerprint')}::text, ${outcome} FROM ${from}
    )`;

/** What a repeat is told of a record that was written. */
export interface RecordOutcome {
  readonly id: number;
}

/** The same of the one row of an expression. */
export const recordOutcome = (row: string): Prisma.Sql => sql`json_build_object('id', ${Prisma.raw(row)}.id)`;
