// What the app knows of a request when it hands it to a door.
import type { Database } from '../db/database.js';
import type { Lifetime } from '../db/lifetime.js';
import type { Viewer } from '../domain/rules/viewer.js';
import type { Logger } from '../observability/logger.js';
import type { Account } from '../rate-limit/account.js';
import type { TakeTurn } from './large-answers.js';
import type { Stay } from './long-lived.js';
import type { RequestNotes } from './request-notes.js';

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
