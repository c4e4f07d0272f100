import type { Database } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';
import { type WrappingKeys, wrapAnew } from '../signing-key/key-wrapping.js';

const { sql, raw } = Prisma;

/** The columns that have secrets. */
const columns = ['secret', 'previous_secret'] as const;

/**
 * Wraps the secrets of endpoints that are kept as they are, or are wrapped by another key than the first. Replicas may do it at the same time.
 * @throws WrappingKeyError when one of them can't be unwrapped
 */
export const wrapWebhookSecrets = async (database: Database, wrapping: WrappingKeys): Promise<void> => {
  for (const column of columns.map((name) => raw(name))) {
    const rows = await database.read<{ id: number; kept: string }>(
      sql`SELECT id, ${column} AS kept FROM webhook_endpoints WHERE ${column} IS NOT NULL`,
    );
    for (const { id, kept } of rows) {
      const secret = await wrapAnew(wrapping, kept, 'webhook');
      if (secret !== null)
        await database.write(sql`UPDATE webhook_endpoints SET ${column} = ${secret} WHERE id = ${id}::int AND ${column} = ${kept}`);
    }
  }
};
