// What a route is: a method, a path, and a handler that unpacks, calls the domain, and tells what the answer shows.
import type { DomainContext } from '../domain/viewer.js';
import type { Logger } from '../logger.js';
import type { Query } from './query/compile.js';
import type { Body } from './wire/read-body.js';
import type { RecordEntity, Resource } from './wire/resources.js';

export interface RestRequest {
  readonly context: DomainContext;
  readonly logger: Logger;
  /** The number in the path; 0, which no record has, on a path without one. */
  readonly id: number;
  readonly search: URLSearchParams;
  /** The body without its root element; empty when none was sent. */
  readonly body: Body;
}

/** What an answer shows: one record, or the rows of a query. */
export type Shown =
  /** `isWritten`: by this request, whose viewer may see it whole. */
  | { readonly entity: RecordEntity; readonly id: number; readonly isWritten?: true }
  | { readonly entity: RecordEntity; readonly query: Query };

export interface Answer {
  readonly status: 200 | 201;
  readonly shows: Shown;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

export interface Route {
  readonly method: Method;
  /** Segments below `/api`; `:id` stands for a number. */
  readonly path: string;
  readonly resource: Resource;
  /** What it does, for the OpenAPI document. */
  readonly summary: string;
  /** The one element that it takes, from the body or the query. Without it, it takes all that can be written. */
  readonly stores?: string;
  readonly handle: (request: RestRequest) => Promise<Answer>;
}
