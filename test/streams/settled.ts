import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/db/database.js';
import { Prisma } from '../../src/generated/prisma/client.js';

/** Waits until all that was written has its place in the feed, and has been read by who follows. */
export const settled = async (database: Database): Promise<void> => {
  const sequence = () => database.write<{ head: number | null }>(Prisma.sql`SELECT sequence_events()::float8 AS head`);
  while ((await sequence())[0]?.head == null); // another is at it
  await sleep(150);
};
