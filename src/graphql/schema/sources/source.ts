// What a field is read from, and what an argument is used for. Both are said once, where the field is declared (`from.ts`, `connection.ts`): a whole
// selection is then read in one statement (`single-statement/`), and priced (`limits/cost.ts`), without a name of a field in either.
import type { GraphQLArgument, GraphQLField } from 'graphql';
import type { EntityName } from '../../../domain/entities/entity.js';
import type { Order } from '../../../domain/read/cursor.js';
import type { Value } from '../../../domain/read/selection.js';
import type { Slice } from '../../../domain/sql/statement.js';

/** How many groups a list has at most: whatever its arguments are, and by those that GraphQL has checked. */
export interface GroupCount {
  readonly most: number;
  readonly count: (given: Readonly<Record<string, unknown>>) => number;
}

export type Source =
  | { readonly value: Value }
  /** The record that an association leads to. */
  | { readonly one: string }
  | { readonly firstOf: string; readonly slice: Slice; readonly value?: Value }
  | { readonly listOf: string; readonly slice: Slice }
  /** A connection over an association, or over a whole table. */
  | { readonly pageOf: string; readonly order?: Order }
  | { readonly table: EntityName }
  /** Statistics of the runs of a table, of a record or of a group; the executor alone reads them. */
  | { readonly statistics: 'table' | 'group' }
  | { readonly statistics: 'record'; readonly of: string }
  /** Groups of errors: a connection over those of the table, or one group; the executor alone reads them. */
  | { readonly errorGroups: 'table' | 'one' }
  /** A connection over rows of the entity that the executor alone reads. `by`: makes the arguments of such a list of the field's own. */
  | { readonly listed: EntityName; readonly by?: (given: Readonly<Record<string, unknown>>) => object }
  /** A list of groups of statistics. */
  | { readonly groups: GroupCount }
  /** The end of the feed of changes. */
  | { readonly feed: 'position' }
  /** The record that the argument `by` names. */
  | { readonly record: EntityName }
  /** The record of any type that the argument `id` names. */
  | { readonly node: true }
  /** A part of a connection: its rows, its rows with their cursors, its place in the list, or how many rows there are. */
  | { readonly part: 'rows' | 'entries' | 'info' | 'count' }
  /** A part of an entry. */
  | { readonly entry: 'row' | 'cursor' }
  | { readonly info: 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor' };

/** Options of a field that is read from the source. */
export const readFrom = (source: Source): { readonly extensions: { readonly source: Source } } => ({ extensions: { source } });

/** What the field is read from; null where nothing is declared. */
export const sourceOf = ({ extensions }: GraphQLField<unknown, unknown>): Source | null => {
  const { source, pothosExposedField } = extensions;
  if (source) return source as Source; // put there by `readFrom`
  return typeof pothosExposedField === 'string' ? { value: { column: pothosExposedField, isKnown: true } } : null;
};

/** What the value of an argument is used for. `pageSize`, `ids`, `groups` and `filter` decide what an answer costs; `filter` and `by` are compared with. */
export type ArgumentUse =
  | { readonly as: 'ids' | 'groups' | 'by' | 'nodeId' }
  /** `within`: gives the length of a list that is no connection, and throws BadInputError for one out of its bounds. */
  | { readonly as: 'pageSize'; readonly within?: (argument: string, length: number) => number }
  /** Conditions on rows of the entity. */
  | { readonly as: 'filter'; readonly entity: EntityName }
  /** An input that selects many rows of the entity to be changed: its field `selection` by `ids`, `databaseIds` or `filter`, at most `limit` of them. */
  | { readonly as: 'many'; readonly entity: EntityName; readonly selection: string };

/** Options of an argument that is used so. */
export const usedAs = (use: ArgumentUse): { readonly extensions: { readonly use: ArgumentUse } } => ({ extensions: { use } });

/** What the argument is used for; null where nothing is declared: its value then decides what is read, and nothing more is known of it. */
export const useOf = ({ extensions }: GraphQLArgument): ArgumentUse | null => (extensions['use'] as ArgumentUse | undefined) ?? null; // put there by `usedAs`
