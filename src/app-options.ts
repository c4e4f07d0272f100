// What an app is made of, and what is set of it.
import type { AuthOptions } from './auth/auth.js';
import type { Database } from './db/database.js';
import type { Feed } from './domain/feed/feed.js';
import type { GraphQLOptions } from './graphql/handler.js';
import type { TrustedProxies } from './http/client-address.js';
import type { AllowedNetworks } from './http/outgoing/targets.js';
import type { Logger } from './observability/logger.js';
import type { Account } from './rate-limit/account.js';
import type { LoginFailures } from './rate-limit/login-failures.js';
import type { Door } from './rate-limit/policy.js';
import type { BrowserOptions } from './request/browser-rules.js';
import type { PlaceLimits } from './request/in-flight.js';
import type { RestOptions } from './rest/handler.js';

export interface AppOptions {
  readonly database: Database;
  /** Follows the changes of the database; without, nothing is told of them as they come. */
  readonly feed?: Feed;
  readonly logger: Logger;
  /** Bytes that a request body may have, and an answer (32 MiB unless it is given). */
  readonly bodyLimit: number;
  readonly answerLimit?: number;
  /** Milliseconds that a request may take. */
  readonly requestTimeout: number;
  /** Streams, sockets and waits at once. */
  readonly streamLimits?: PlaceLimits;
  readonly rest?: Partial<RestOptions>;
  readonly graphql?: Partial<GraphQLOptions>;
  /** Opens the account of a request, by its door and its caller; nobody has limits without. */
  readonly openAccount?: (door: Door, key: string) => Account;
  readonly trustedProxies?: TrustedProxies;
  /** Inner networks that webhooks may be sent to; none unless it is given. */
  readonly webhookNetworks?: AllowedNetworks;
  /** Limits how often a refused credential may be tried; without, as often as one likes. */
  readonly loginFailures?: LoginFailures;
  /** Whether queries may be read in one statement; off only to compare them with the executor's answers. */
  readonly direct?: boolean;
  /** Who may call; unless it is given, everybody is the local developer. */
  readonly auth?: AuthOptions;
  /** What pages of other origins may do, and other names that an open gateway has; unless they are given, nothing and none. */
  readonly browser?: Partial<BrowserOptions>;
  /** Whether the process is about to stop, so that it is to be sent nothing more; unless it is given, never. */
  readonly isStopping?: () => boolean;
}
