// Endpoints as the worker sees them, and on whose behalf it reads for them.
import type { Database } from '../../../db/database.js';
import { Prisma } from '../../../generated/prisma/client.js';
import type { FeedPosition } from '../../feed/position.js';
import { type Journal, scopesIn, type Viewer } from '../../rules/viewer.js';

const { sql } = Prisma;

interface EndpointRow {
  readonly id: number;
  readonly types: string | null;
  readonly alertTypes: readonly string[] | null;
  readonly filter: unknown;
  readonly document: string | null;
  readonly place: number;
  readonly mark: string;
  readonly ownerId: number;
  readonly ownerScopes: string;
  /** Of the API client that is its owner; null for a person. */
  readonly clientName: string | null;
  readonly clientScopes: string | null;
  readonly isClientOver: boolean | null;
}

export interface SendingEndpoint extends Pick<EndpointRow, 'id' | 'types' | 'alertTypes' | 'filter' | 'document'> {
  readonly position: FeedPosition;
  readonly owner: Viewer;
  /** Why nothing more is sent on its owner's behalf; null where it is. */
  readonly lost: string | null;
}

const mend = 'Whoever may have it sent takes it over by enabling it with `state: ACTIVE`.';

/** Scopes of people, and of the local developer, are those that they had: no row here tells what has become of them since. */
const lostBy = ({ clientName, clientScopes, isClientOver, ownerScopes }: EndpointRow): string | null => {
  if (clientName === null) return null;
  const name = JSON.stringify(clientName);
  if (isClientOver) return `The API client ${name} that made it, or changed it last, is revoked or has expired. ${mend}`;
  const left = new Set<string>(scopesIn(clientScopes ?? ''));
  const lost = scopesIn(ownerScopes).find((scope) => !left.has(scope));
  return lost === undefined ? null : `The API client ${name} that made it, or changed it last, has lost the scope ${lost}. ${mend}`;
};

const sending = (row: EndpointRow): SendingEndpoint => {
  const { id, types, alertTypes, filter, document, place, mark, ownerId, ownerScopes } = row;
  const owner: Viewer = { credential: `webhook:${id}`, actorId: ownerId, scopes: new Set(scopesIn(ownerScopes)) };
  return { id, types, alertTypes, filter, document, position: { place, mark }, owner, lost: lostBy(row) };
};

/** Whether the owner of the endpoint under the alias `endpoint` still has all that it had: looked at again with each claim, so that nothing comes in between. */
export const isOwnerGood = sql`NOT EXISTS (
  SELECT FROM api_clients AS client WHERE client.actor_id = endpoint.owner_id AND (
    client.revoked_at IS NOT NULL OR client.expires_at <= now()
    OR NOT string_to_array(endpoint.owner_scopes, ' ') <@ string_to_array(client.scopes, ' ')
  )
)`;

/** Those that are sent to. */
export const readEndpoints = async (database: Database): Promise<readonly SendingEndpoint[]> => {
  const rows = await database.read<EndpointRow>(sql`
    SELECT endpoint.id, endpoint.types, endpoint.alert_types AS "alertTypes", endpoint.filter, endpoint.document,
      endpoint.place::float8 AS place, endpoint.mark, endpoint.owner_id AS "ownerId", endpoint.owner_scopes AS "ownerScopes",
      client.name AS "clientName", client.scopes AS "clientScopes", client.revoked_at IS NOT NULL OR coalesce(client.expires_at <= now(), FALSE) AS "isClientOver"
    FROM webhook_endpoints AS endpoint LEFT JOIN api_clients AS client ON client.actor_id = endpoint.owner_id
    WHERE endpoint.state = 'ACTIVE' ORDER BY endpoint.id`);
  return rows.map(sending);
};

/** For the log of operators: an endpoint is disabled by itself. */
export const tellDisabled = (journal: Journal, webhookEndpoint: number, reason: string): void =>
  journal.warn({ webhookEndpoint, reason }, 'A webhook endpoint was disabled');

/** Disables an endpoint. `goesOn`: where it is to go on once it is enabled again, if not where it is. */
export const disableEndpoint = async (
  { database, journal }: { readonly database: Database; readonly journal: Journal },
  fence: Prisma.Sql,
  id: number,
  reason: string,
  goesOn?: FeedPosition,
): Promise<void> => {
  const moved = goesOn ? sql`, place = ${goesOn.place}::bigint, mark = ${goesOn.mark}` : Prisma.empty;
  const rows = await database.write<{ id: number }>(
    sql`UPDATE webhook_endpoints SET state = 'DISABLED', disabled_reason = ${reason}${moved} WHERE id = ${id}::bigint AND state = 'ACTIVE' AND ${fence} RETURNING id`,
  );
  if (rows.length > 0) tellDisabled(journal, id, reason);
};
