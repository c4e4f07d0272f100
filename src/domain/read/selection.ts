// What is wanted of the data, as one tree: which values of which rows, under which names, with which lists in them. GraphQL's selections become
// such a tree; `../sql/selection-statement.ts` makes one SQL statement of it, whose answer is the finished JSON.

import type { EntityName } from '../entities/entity.js';
import type { Measure } from '../integration-run/measures.js';
import type { Slice } from '../sql/statement.js';
import type { Condition } from './conditions.js';

/** A value that a row has, and how it is written. Times are ISO 8601 in UTC to the millisecond, decimals text with two decimals at least. */
export type Value =
  /** `isKnown`: a value of an enum that isn't in the table of entities fails the statement, so that whoever has no place for it isn't given it. */
  | { readonly column: string; readonly isKnown?: boolean }
  /** The base64 of `tag:id`. */
  | { readonly tag: string }
  /** The number of a column, as text. */
  | { readonly textOf: string }
  /** What stands in the table for the value of an enum column; a value that isn't in it fails the statement. */
  | { readonly enumColumn: string; readonly means: Readonly<Record<string, unknown>> }
  /** What follows from the counts and times of a run. */
  | { readonly measure: Measure }
  | Constant;

/** The same for every row. */
export interface Constant {
  readonly constant: string | boolean;
}

/** The values of one row, each under its name, in order. */
export type Shape = readonly (readonly [name: string, part: Part])[];

export type Part =
  | Value
  /** The record that an association leads to; null without one. */
  | { readonly one: string; readonly shape: Shape }
  /** The first row of an association's list; null when it is empty. */
  | { readonly firstOf: string; readonly slice: Slice; readonly shape: Shape }
  /** One value of that row. */
  | { readonly firstOf: string; readonly slice: Slice; readonly value: Value }
  /** All rows of the slice. */
  | { readonly listOf: string; readonly slice: Slice; readonly shape: Shape }
  | { readonly pageOf: string; readonly page: Page };

/** One page of a list, and what is wanted of it. */
export interface Page {
  /** Its limit is the size of the page. */
  readonly slice: Slice & { readonly limit: number };
  readonly parts: readonly (readonly [name: string, part: PagePart])[];
}

export type PagePart =
  | { readonly rows: Shape }
  | { readonly entries: readonly (readonly [name: string, part: EntryPart])[] }
  | { readonly info: readonly (readonly [name: string, part: InfoPart])[] }
  | { readonly count: Condition }
  | Constant;

/** What is wanted of a row in its place in the list. */
export type EntryPart = { readonly row: Shape } | { readonly cursor: true } | Constant;

/** What is wanted of the page's place in the list. `more`: whether rows follow it, in the direction in which it was cut. */
export type InfoPart = { readonly more: true } | { readonly cursorOf: 'start' | 'end' } | Constant;

/** What is wanted of the whole: records by a condition that at most one meets, rows and pages of tables. */
export type Root = readonly (readonly [name: string, part: RootPart])[];

export type RootPart =
  | { readonly entity: EntityName; readonly where: Condition; readonly shape: Shape }
  | { readonly entity: EntityName; readonly slice: Slice; readonly rows: Shape }
  | { readonly entity: EntityName; readonly page: Page }
  /** The end of the feed of changes: everything up to it is in the rest. */
  | { readonly feedPosition: true }
  | Constant;
