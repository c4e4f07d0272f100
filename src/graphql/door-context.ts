// What the app and the door know of a request before it is read.
import type { Database } from '../db/database.js';
import type { Lifetime } from '../db/lifetime.js';
import type { Viewer } from '../domain/rules/viewer.js';
import type { WebhookRules } from '../domain/webhook/rules.js';
import type { Logger } from '../observability/logger.js';
import type { Account } from '../rate-limit/account.js';
import type { TakeTurn } from '../request/large-answers.js';
import type { Stay } from '../request/long-lived.js';
import type { RequestNotes } from '../request/request-notes.js';

/** What the app knows. */
export interface RequestContext {
  readonly requestId: string;
  readonly viewer: Viewer;
  /** Whom its statements are charged to. */
  readonly caller: string;
  readonly logger: Logger;
  /** Its statements end with the request. */
  readonly database: Database;
  readonly lifetime: Lifetime;
  readonly account: Account;
  /** Whether a browser says that it sends for a page of another site. */
  readonly isFromOtherSite: boolean;
  readonly notes: RequestNotes;
  /** Makes the request one that may stay for longer than others, such as a stream. @throws TooManyStreamsError */
  readonly stay: () => Stay;
  /** To be awaited before the text of an answer is made. */
  readonly takeTurn: TakeTurn;
}

export interface DoorContext extends RequestContext {
  readonly webhooks: WebhookRules;
  /** Whether the client may be told names that it didn't know, and ask about the schema. */
  readonly suggests: boolean;
  /** Whether the answer is to show its cost. */
  readonly wantsCost: boolean;
  /** The key in the head of the request, for its one mutation. */
  readonly idempotencyKey: string | undefined;
  /** What is known of the operation, once it is read. */
  readonly known: { cost: number | null; isMutation: boolean };
}
