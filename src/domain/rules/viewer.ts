// Who is asking, and what for. Every domain function takes the context and checks the viewer's scope in its first line.
import type { Database } from '../../db/database.js';
import type { TransitionSource } from '../../generated/prisma/enums.js';
import type { Idempotency } from '../idempotency/idempotency.js';
import { ForbiddenError } from './errors.js';

export const scopes = ['core.integration.read', 'core.integration.write', 'core.contract.read', 'core.contract.write', 'admin'] as const;
export type Scope = (typeof scopes)[number];

export interface Viewer {
  /** The credential, by a name that stays the same from request to request: what is counted per credential is counted under it. */
  readonly credential: string;
  /** The row of `actors` that changes are recorded under; null for what nobody did. */
  readonly actorId: number | null;
  readonly scopes: ReadonlySet<Scope>;
}

/** Takes lines for operators: what they are to know, and no row tells. The log is one. */
export interface Journal {
  info(facts: object, event: string): void;
  warn(facts: object, event: string): void;
}

/** What a domain function needs besides its input: the data, who asks, through which door, and where operators are told. */
export interface DomainContext {
  readonly database: Database;
  readonly viewer: Viewer;
  readonly source: TransitionSource;
  /** To what the client knows times, those that it was shown and those that it sends: the millisecond unless it is given. */
  readonly precision?: 'second';
  readonly logger: Journal;
  /** Null for what no request has asked for. */
  readonly requestId: string | null;
  /** The key that the call came with, if any, under which it is done once. */
  readonly idempotency?: Idempotency | undefined;
}

/** Everybody on a gateway that is open to its own machine. The first migration makes this actor. */
export const localDeveloper: Viewer = Object.freeze({ credential: 'local', actorId: 1, scopes: new Set(scopes) });

/** Whether the text is a scope that the gateway knows. */
export const isScope = (text: string): text is Scope => (scopes as readonly string[]).includes(text);

/** The scopes in a text, separated by blanks as OAuth writes them; names that the gateway doesn't know are left out. */
export const scopesIn = (text: string): Scope[] => [...new Set(text.split(/\s+/).filter(isScope))];

/** @throws ForbiddenError when the viewer's credential lacks `scope` */
export const authorize = ({ viewer }: Pick<DomainContext, 'viewer'>, scope: Scope): void => {
  if (!viewer.scopes.has(scope)) throw new ForbiddenError(scope);
};

/** The same context, with one scope more: a change answers with what it changed, whether or not its credential may read all else. */
export const alsoAllowed = <Context extends DomainContext>(context: Context, scope: Scope): Context => {
  const { viewer } = context;
  return viewer.scopes.has(scope) ? context : { ...context, viewer: { ...viewer, scopes: new Set([...viewer.scopes, scope]) } };
};
