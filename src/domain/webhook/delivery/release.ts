// Deliveries of one record go out one after the other: all but the first have no next attempt, until they are released. That is done by a statement of its own after
// whatever may be a reason: new deliveries, and the end of one. Of two such reasons at the same time, the statement that comes second sees both. Whoever dies in
// between leaves it to the next that looks through all.
import type { Database } from '../../../db/database.js';
import { Prisma } from '../../../generated/prisma/client.js';

const { sql } = Prisma;

/** Releases what waits for nothing: of those records of the endpoint, or all that there is. */
export const releaseDeliveries = async (
  database: Database,
  only: { readonly endpointId: number; readonly subjects: readonly string[] } | null,
): Promise<void> => {
  const records = only
    ? sql`SELECT ${only.endpointId}::int AS endpoint_id, unnest(${only.subjects}::text[]) AS subject`
    : sql`SELECT DISTINCT endpoint_id, subject FROM webhook_deliveries
        WHERE endpoint_id = ANY (ARRAY(SELECT id FROM webhook_endpoints)) AND state = 'PENDING' AND next_attempt_at IS NULL`; // by which there is an index
  await database.write(sql`
    UPDATE webhook_deliveries AS waiting SET next_attempt_at = now()
    FROM (${records}) AS record CROSS JOIN LATERAL (
      SELECT oldest.id FROM webhook_deliveries AS oldest
      WHERE oldest.endpoint_id = record.endpoint_id AND oldest.state = 'PENDING' AND oldest.subject = record.subject AND NOT oldest.is_requested
      ORDER BY oldest.id LIMIT 1
    ) AS head
    WHERE waiting.id = head.id AND waiting.next_attempt_at IS NULL AND waiting.state = 'PENDING'`);
};
