// What a route is: a method, a path, and a handler that unpacks, calls the domain, and hands back a tree to write.
import type { DomainContext } from '../domain/viewer.js';
import type { Logger } from '../logger.js';
import type { Equivalent } from './equivalent/equivalent.js';
import type { Projection } from './projection.js';
import type { Body } from './wire/read-body.js';
import type { Resource } from './wire/resources.js';
import type { Tree } from './wire/tree.js';

export interface RestRequest {
  readonly context: DomainContext;
  readonly logger: Logger;
  /** The number in the path; 0, which no record has, on a path without one. */
  readonly id: number;
  readonly search: URLSearchParams;
  /** The body without its root element; empty when none was sent. */
  readonly body: Body;
}

/** Which page of how many rows a list is. */
export interface Page {
  readonly total: number;
  readonly limit: number;
  readonly offset: number;
}

export interface Answer {
  readonly status: 200 | 201;
  readonly tree: Tree | readonly Tree[];
  /** There for a list. */
  readonly page?: Page;
  /** There for a read: the GraphQL request that reads the same, cut like the answer. It may cost a statement. */
  readonly equivalent?: (cut: Projection['apply']) => Promise<Equivalent>;
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
