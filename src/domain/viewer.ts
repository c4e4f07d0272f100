// Who is asking, and what for. Every domain function takes the context and checks the viewer's scope in its first line.
import type { Database } from '../db/database.js';
import type { TransitionSource } from '../generated/prisma/enums.js';
import { ForbiddenError } from './errors.js';

export const scopes = ['core.integration.read', 'core.integration.write', 'core.contract.read', 'core.contract.write'] as const;
export type Scope = (typeof scopes)[number];

export interface Viewer {
  /** The row of `actors` that changes are recorded under; null for what nobody did. */
  readonly actorId: number | null;
  readonly scopes: ReadonlySet<Scope>;
}

/** What a domain function needs besides its input: the data, who asks, and through which door. */
export interface DomainContext {
  readonly database: Database;
  readonly viewer: Viewer;
  readonly source: TransitionSource;
}

/** Everybody on a gateway that is open to its own machine. The first migration makes this actor. */
export const localDeveloper: Viewer = Object.freeze({ actorId: 1, scopes: new Set(scopes) });

/** @throws ForbiddenError when the viewer's credential lacks `scope` */
export const authorize = ({ viewer }: DomainContext, scope: Scope): void => {
  if (!viewer.scopes.has(scope)) throw new ForbiddenError(scope);
};
