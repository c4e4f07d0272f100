// What the app and the door know of a request before it is read.
import type { GraphQLError } from 'graphql';
import type { Database } from '../db/database.js';
import type { Lifetime } from '../db/lifetime.js';
import type { Viewer } from '../domain/viewer.js';
import type { Logger } from '../logger.js';
import type { Account } from '../rate-limit/account.js';

/** What the app knows. */
export interface RequestContext {
  readonly requestId: string;
  readonly viewer: Viewer;
  readonly logger: Logger;
  /** Its statements end with the request. */
  readonly database: Database;
  readonly lifetime: Lifetime;
  readonly account: Account;
}

export interface DoorContext extends RequestContext {
  /** Whether the client may be told names that it didn't know, and ask about the schema. */
  readonly suggests: boolean;
  /** Whether the answer is to show its cost. */
  readonly wantsCost: boolean;
  /** Why the request is refused, when that is known before it is read for the long way. */
  readonly refusal?: GraphQLError;
  /** The cost, once it is known. */
  readonly reckoned: { cost: number | null };
}
