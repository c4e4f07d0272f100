// A lease on a piece of background work, kept as a row of `leases`: of all replicas, one has it at a time. Only the database's clock counts. A session's
// lock would do the same, but not behind a pooler.
import { randomUUID } from 'node:crypto';
import type { Database } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';

const { sql } = Prisma;

export interface Lease {
  /** Holds in a statement for as long as the lease is this one's, and keeps it so until that statement's transaction ends. */
  readonly fence: Prisma.Sql;
  /** Begins the term anew; false when another has the lease by now. */
  renew(): Promise<boolean>;
  /** Lets others have it, when so many milliseconds have passed. Does nothing to a lease that another has by now. */
  giveBack(dueIn: number): Promise<void>;
}

const after = (milliseconds: number): Prisma.Sql => sql`now() + make_interval(secs => ${milliseconds / 1000}::double precision)`;

const leaseOf = (database: Database, name: string, owner: string, term: number): Lease => {
  const isOwned = sql`name = ${name} AND owner = ${owner}::uuid`;
  return {
    fence: sql`EXISTS (SELECT FROM leases WHERE ${isOwned} FOR SHARE)`,
    renew: async () => {
      const rows = await database.write(sql`UPDATE leases SET held_until = ${after(term)} WHERE ${isOwned} RETURNING name`);
      return rows.length > 0;
    },
    giveBack: async (dueIn) => {
      await database.write(sql`UPDATE leases SET held_until = now(), due_at = ${after(dueIn)} WHERE ${isOwned}`);
    },
  };
};

/**
 * Takes the lease for `term` milliseconds, if the work is due and nobody else has it.
 * Otherwise gives the milliseconds after which it is worth asking again. One statement.
 */
export const takeLease = async (database: Database, name: string, term: number): Promise<Lease | number> => {
  const owner = randomUUID();
  const [row] = await database.write<{ isTaken: boolean; wait: number }>(sql`
    WITH taken AS (
      UPDATE leases SET owner = ${owner}::uuid, held_until = ${after(term)}
      WHERE name = ${name} AND held_until <= now() AND due_at <= now() RETURNING name
    ), made AS (
      INSERT INTO leases (name, owner, held_until) SELECT ${name}, ${owner}::uuid, ${after(term)}
      WHERE NOT EXISTS (SELECT FROM leases WHERE name = ${name}) ON CONFLICT (name) DO NOTHING RETURNING name
    )
    SELECT EXISTS (SELECT FROM taken) OR EXISTS (SELECT FROM made) AS "isTaken",
      coalesce((SELECT extract(epoch FROM greatest(held_until, due_at) - now()) * 1000 FROM leases WHERE name = ${name}), 0)::double precision AS wait`);
  return row?.isTaken ? leaseOf(database, name, owner, term) : Math.max(0, row?.wait ?? 0);
};
