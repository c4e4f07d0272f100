// Makes deliveries of changes. Each endpoint has its place in the feed: what comes after it is looked through, and what is to be sent is written together with
// the next place, in one statement, so that no change is left out or comes twice, whoever dies when. No write of a run waits for any of it.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../db/database.js';
import { DatabaseUnavailableError } from '../../../db/unavailable.js';
import { Prisma } from '../../../generated/prisma/client.js';
import { encodePosition, type FeedPosition } from '../../feed/position.js';
import { type ChangesRead, type ImagedChange, readHead, readImagedChanges } from '../../feed/read-changes.js';
import { DomainError, FeedDivergedError, FeedPositionExpiredError } from '../../rules/errors.js';
import type { DomainContext, Journal, Viewer } from '../../rules/viewer.js';
import { bodyOf, type GlobalId, messageIdOf, orderOf, type Subject, subjectOf } from '../message.js';
import type { WebhookRules } from '../rules.js';
import { disableEndpoint, readEndpoints, type SendingEndpoint } from './endpoints.js';
import { matching } from './matching.js';
import { releaseDeliveries } from './release.js';

const { sql } = Prisma;

/** What the worker needs of GraphQL. */
export interface WebhookQueries extends Pick<WebhookRules, 'conditionOf'> {
  readonly globalId: GlobalId;
  /** The answer to an endpoint's query about a record, errors and all. @throws DatabaseUnavailableError where it is worth asking again */
  readonly answer: (viewer: Viewer, document: string, about: Subject) => Promise<unknown>;
}

export interface DispatchParts {
  readonly database: Database;
  readonly journal: Journal;
  readonly queries: WebhookQueries;
}

/** Changes that are looked through at once. */
const mostAtOnce = 200;
/** Milliseconds that a look waits for an endpoint. */
const patience = 250;
/** Queries of an endpoint that are asked at once. */
const mostQueries = 4;

const lostPlace =
  'The feed no longer has the changes after the last that it was sent, so some are lost to it. Read the runs anew, then enable it with `state: ACTIVE`: it goes on with what has come since it was disabled.';

const contextOf = ({ database, journal }: DispatchParts, viewer: Viewer): DomainContext => ({
  database,
  viewer,
  source: 'SYSTEM',
  logger: journal,
  requestId: null,
});

const bodies = async (
  { queries }: DispatchParts,
  { owner, document }: SendingEndpoint,
  changes: readonly ImagedChange[],
): Promise<string[]> => {
  if (document === null) return changes.map((change) => bodyOf(change, queries.globalId));
  const made: string[] = [];
  for (let begin = 0; begin < changes.length; begin += mostQueries) {
    const next = changes.slice(begin, begin + mostQueries);
    const results = await Promise.all(next.map((change) => queries.answer(owner, document, subjectOf(change))));
    made.push(...next.map((change, index) => bodyOf(change, queries.globalId, results[index] ?? null)));
  }
  return made;
};

/** Writes the deliveries and moves the endpoint to the place, while it is where it was. */
const write = async (
  { database }: DispatchParts,
  fence: Prisma.Sql,
  { id, position }: SendingEndpoint,
  end: FeedPosition,
  changes: readonly ImagedChange[],
  made: readonly string[],
): Promise<void> => {
  const rows = changes.map((change, index) => {
    const place = encodePosition(change);
    return { n: index, message_id: messageIdOf(id, place), position: place, subject: orderOf(change), body: made[index] };
  });
  await database.write(sql`
    WITH moved AS (
      UPDATE webhook_endpoints SET place = ${end.place}::bigint, mark = ${end.mark}
      WHERE id = ${id}::bigint AND place = ${position.place}::bigint AND mark = ${position.mark} AND state = 'ACTIVE' AND ${fence} RETURNING id
    )
    INSERT INTO webhook_deliveries (endpoint_id, message_id, position, subject, body)
    SELECT moved.id, made.message_id, made.position, made.subject, made.body
    FROM moved CROSS JOIN json_to_recordset(${JSON.stringify(rows)}::json) AS made (n int, message_id text, position text, subject text, body text)
    ORDER BY made.n ON CONFLICT (endpoint_id, message_id) DO NOTHING`);
  if (rows.length > 0) await releaseDeliveries(database, { endpointId: id, subjects: [...new Set(rows.map(({ subject }) => subject))] });
};

type ReadOn = (position: FeedPosition) => Promise<ChangesRead<ImagedChange>>;

/** Whether there may be more. */
const dispatchTo = async (parts: DispatchParts, fence: Prisma.Sql, endpoint: SendingEndpoint, readOn: ReadOn): Promise<boolean> => {
  const { id, lost, owner, position } = endpoint;
  if (lost !== null) {
    await disableEndpoint(parts, fence, id, lost);
    return false;
  }
  try {
    const { changes, end, hasMore } = await readOn(position);
    if (end.place === position.place) return false;
    const found = await matching(contextOf(parts, owner), endpoint, changes, parts.queries);
    await write(parts, fence, endpoint, end, found, await bodies(parts, endpoint, found));
    return hasMore;
  } catch (error) {
    if (error instanceof FeedPositionExpiredError || error instanceof FeedDivergedError)
      await disableEndpoint(parts, fence, id, lostPlace, await readHead(parts.database));
    else if (error instanceof DomainError)
      await disableEndpoint(parts, fence, id, `What it asks for can't be read for its owner: ${error.message}`);
    else throw error;
    return false;
  }
};

export interface Dispatch {
  /** Goes on for each endpoint. Gives whether there are any, and whether there may be more to do at once. */
  look(fence: Prisma.Sql): Promise<{ readonly hasEndpoints: boolean; readonly hasMore: boolean }>;
  /** Waits for what runs. */
  end(): Promise<unknown>;
}

/**
 * Endpoints at the same place, as most are, share one read of the feed. None holds up another: not by a query that takes long, for which a look doesn't wait,
 * and not by failing, as none should: that is told of once, and tried again each time. `onEnd` is called when one that took long is done.
 */
export const createDispatch = (parts: DispatchParts, onEnd: () => void): Dispatch => {
  const { database, journal } = parts;
  const failing = new Set<number>();
  const running = new Map<number, Promise<boolean>>();

  const goOn = async (fence: Prisma.Sql, endpoint: SendingEndpoint, readOn: ReadOn): Promise<boolean> => {
    try {
      const hasMore = await dispatchTo(parts, fence, endpoint, readOn);
      failing.delete(endpoint.id);
      return hasMore;
    } catch (error) {
      if (error instanceof DatabaseUnavailableError) return false; // an outage has a line of its own
      if (!failing.has(endpoint.id))
        journal.warn({ err: error, webhookEndpoint: endpoint.id }, 'Changes could not be made deliveries; it is tried again');
      failing.add(endpoint.id);
      return false;
    }
  };
  const begin = (fence: Prisma.Sql, endpoint: SendingEndpoint, readOn: ReadOn): Promise<boolean> => {
    const begun = performance.now();
    const work = goOn(fence, endpoint, readOn).finally(() => {
      running.delete(endpoint.id);
      if (performance.now() - begun > patience) onEnd();
    });
    running.set(endpoint.id, work);
    return Promise.race([work, sleep(patience, false, { ref: false })]);
  };

  return {
    look: async (fence) => {
      const reads = new Map<string, Promise<ChangesRead<ImagedChange>>>();
      const readOn: ReadOn = (position) => {
        const key = encodePosition(position);
        const read = reads.get(key) ?? readImagedChanges(database, { after: position, limit: mostAtOnce });
        reads.set(key, read);
        return read;
      };
      const endpoints = await readEndpoints(database);
      const free = endpoints.filter(({ id }) => !running.has(id));
      const hasMore = await Promise.all(free.map((endpoint) => begin(fence, endpoint, readOn)));
      return { hasEndpoints: endpoints.length > 0, hasMore: hasMore.includes(true) };
    },
    end: () => Promise.all(running.values()),
  };
};
