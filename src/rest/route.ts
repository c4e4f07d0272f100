// What a route is: a method, a path, and a handler that unpacks, calls the domain, and tells what the answer shows.
import type { Live } from '../domain/feed/live.js';
import type { Terms } from '../domain/rules/terms.js';
import type { DomainContext } from '../domain/rules/viewer.js';
import type { Stay } from '../request/long-lived.js';
import type { Body } from './request/elements.js';
import type { Query } from './request/query/compile.js';
import type { Layout } from './response/layout.js';
import type { StatisticsQuery } from './statistics/query.js';
import type { RecordEntity, RecordResource } from './wire/resources.js';

export interface RestRequest {
  readonly context: DomainContext;
  /** The number in the path; 0, which no record has, on a path without one. */
  readonly id: number;
  readonly search: URLSearchParams;
  /** The body without its root element; empty when none was sent. */
  readonly body: Body;
  /** What the head of the request asks of a write. */
  readonly terms: Terms;
  /** Makes the request one that may stay for longer than others. @throws TooManyStreamsError */
  readonly stay: () => Stay;
  /** Tells of changes as they come; null where nobody does. */
  readonly live: Live | null;
}

/** What an answer shows: one record, the rows of a query, or what all of them come to. */
export type Representation =
  /** `isWritten`: by this request, whose viewer may see it whole. */
  | { readonly entity: RecordEntity; readonly id: number; readonly isWritten?: true }
  | { readonly entity: RecordEntity; readonly query: Query }
  | { readonly entity: 'integrationRun'; readonly statistics: StatisticsQuery };

export interface Answer {
  readonly status: 200 | 201 | 202;
  readonly representation: Representation;
}

export interface Shown {
  /** The element that it stands in, in XML. */
  readonly root: { readonly name: string; readonly plural: string };
  /** All that the query string asks for. */
  readonly layout: (search: URLSearchParams) => Layout;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH';

export interface Route {
  readonly method: Method;
  /** Segments below `/api`; `:id` stands for a number. */
  readonly path: string;
  /** What it is about, and answers. */
  readonly resource: RecordResource;
  /** What it does, for the OpenAPI document. */
  readonly summary: string;
  /** The one element that it takes, from the body or the query. Without it, it takes all that can be written. */
  readonly stores?: string;
  /** Parameters that it takes beside those of its kind, with their schemas and their descriptions. */
  readonly takes?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What an answer with the status 202 is, where there is one. */
  readonly accepted?: string;
  /** What it answers, where that is no record and no list of them. */
  readonly shows?: Shown;
  /** Whether it takes no body. */
  readonly takesNothing?: true;
  readonly handle: (request: RestRequest) => Promise<Answer>;
}
