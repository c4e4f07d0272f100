// Asks webhooks' queries: the door is asked as by a request, on behalf of the endpoint's owner, so that what holds for requests holds for them.
import { randomUUID } from 'node:crypto';
import type { Database } from '../../db/database.js';
import { createLifetime } from '../../db/lifetime.js';
import { createMeter } from '../../db/meter.js';
import { during } from '../../db/request-database.js';
import { DatabaseUnavailableError } from '../../db/unavailable.js';
import type { WebhookQueries } from '../../domain/webhook/delivery/dispatch.js';
import type { HttpAnswer, HttpRequest } from '../../http/request.js';
import { capitalised } from '../../lib/words.js';
import type { Logger } from '../../observability/logger.js';
import { freeAccount } from '../../rate-limit/account.js';
import { callerKey } from '../../rate-limit/caller.js';
import type { RequestContext } from '../../request/request-context.js';
import { createNotes } from '../../request/request-notes.js';
import { createTimeLimit, timeUp } from '../../request/time-limit.js';
import type { TrustedDocuments } from '../request/trusted-documents.js';
import { encodeGlobalId } from '../schema/global-id.js';
import { namedDocument } from './named-document.js';
import { conditionOf } from './rules.js';

interface Parts {
  readonly door: (request: HttpRequest, body: Uint8Array, context: RequestContext) => Promise<HttpAnswer>;
  readonly database: Database;
  readonly logger: Logger;
  readonly trusted: Pick<TrustedDocuments, 'mode'>;
  /** Milliseconds that a request may take. */
  readonly requestTimeout: number;
}

/** Bytes that an answer may have: receivers of webhooks expect little. */
const mostBytes = 262_144;

const headers = new Map([
  ['content-type', 'application/json'],
  ['accept', 'application/json'],
]);

/** Milliseconds that a query may take at most: others of its endpoint wait for it. */
const patience = 10_000;

/** Nobody goes away while an answer is made. */
const neverGone = new AbortController().signal;

const requestOf = (body: Uint8Array): HttpRequest => ({
  method: 'POST',
  url: 'http://gateway/graphql',
  headers: { get: (name) => headers.get(name) ?? null },
  read: async () => body,
  signal: neverGone,
  whenGone: () => undefined,
  remoteAddress: '',
});

/** It is asked again: the database will answer then. */
const passing: ReadonlySet<string> = new Set(['DATABASE_UNAVAILABLE', 'OVERLOADED']);

const errorOf = (code: string, message: string) => ({ errors: [{ message, extensions: { code } }] });

const textOf = ({ body }: HttpAnswer): string => {
  if (Array.isArray(body)) return body.join('');
  return body instanceof Uint8Array ? Buffer.from(body).toString() : String(body);
};

export const createWebhookQueries = ({ door, database, logger, trusted, requestTimeout }: Parts): WebhookQueries => ({
  conditionOf,
  globalId: (entity, id) => encodeGlobalId(capitalised(entity), id),
  answer: async (viewer, document, { entity, id }) => {
    const asked = { ...namedDocument(trusted, document), variables: { id: encodeGlobalId(capitalised(entity), id) } };
    const body = Buffer.from(JSON.stringify(asked));
    const lifetime = createLifetime(mostBytes);
    const caller = callerKey(viewer, '');
    const context: RequestContext = {
      requestId: randomUUID(),
      viewer,
      caller,
      logger,
      lifetime,
      database: during(lifetime, createMeter(), database, caller),
      account: freeAccount, // its owner paid for the endpoint, and its cost is bounded
      notes: createNotes(),
      isFromOtherSite: false,
      stay: () => {
        throw new Error('A query of a webhook does not stay.');
      },
      takeTurn: () => undefined, // it is small
    };
    const answered = await createTimeLimit(Math.min(requestTimeout, patience)).of(door(requestOf(body), body, context));
    if (answered === timeUp) {
      lifetime.end();
      return errorOf('TIMEOUT', `The query took longer than ${Math.min(requestTimeout, patience)} ms.`);
    }
    if (answered.errorCodes?.some((code) => passing.has(code))) throw new DatabaseUnavailableError(undefined, false);
    return JSON.parse(textOf(answered));
  },
});
