// One list that a query asked for, read only as far as it is looked at: rows when `nodes` or `edges` are, the count when `totalCount` is, one
// row too many only when `pageInfo` is.
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import type { EntityName, Rows } from '../../domain/entities/entity.js';
import type { Condition } from '../../domain/read/conditions.js';
import { encodeCursor, type Order } from '../../domain/read/cursor.js';
import type { Slice } from '../../domain/sql/statement.js';
import { type FilterInput, toCondition } from '../schema/filters/to-condition.js';
import { defaultOrder, type OrderInput } from '../schema/orders.js';
import { type PageArguments, type Window, windowOf } from './window.js';

export interface ListOf<Row> {
  rows(): Promise<readonly Row[]>;
  count(): Promise<number>;
  cursor(row: Row): string;
  pageInfo(): Promise<PageInfo>;
}

export type List<Name extends EntityName = EntityName> = ListOf<Rows[Name]>;

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export interface ListArguments extends PageArguments {
  readonly filter?: FilterInput | null | undefined;
  readonly orderBy?: OrderInput | null | undefined;
}

/** Where a list comes from: a table, or an association of one owner. */
export interface ListSource<Name extends EntityName> {
  readonly read: (slice: Slice) => Promise<Rows[Name][]>;
  readonly count: (where: Condition) => Promise<number>;
}

const selects = (set: SelectionSetNode | undefined, name: string, info: GraphQLResolveInfo): boolean =>
  set?.selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === name;
    return selects(
      selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : info.fragments[selection.name.value]?.selectionSet,
      name,
      info,
    );
  }) ?? false;

const once = <Result>(make: () => Promise<Result>): (() => Promise<Result>) => {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= make();
    return result;
  };
};

const pageInfoOf = <Row extends object>(
  rows: readonly Row[],
  more: boolean,
  window: Window<unknown>,
  cursor: (row: Row) => string,
): PageInfo => {
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    hasNextPage: window.backward ? window.before !== null : more,
    hasPreviousPage: window.backward ? more : window.after !== null,
    startCursor: first ? cursor(first) : null,
    endCursor: last ? cursor(last) : null,
  };
};

/** What the arguments of a list ask for, whichever way it is then read. */
export interface ListQuery {
  readonly where: Condition;
  readonly order: Order;
  readonly window: Window;
}

/** @throws BadInputError for arguments that make no sense */
export const listQueryOf = (
  entity: EntityName,
  { filter, orderBy, ...page }: ListArguments,
  order: Order = orderBy ?? defaultOrder,
): ListQuery => ({
  where: toCondition(entity, filter, ['filter']),
  order,
  window: windowOf(entity, order, page),
});

/** How one page of rows is read, at most so many of them, in reverse where the window is cut from the end; how all are counted; a row's cursor. */
interface PageSource<Row> {
  readonly read: (limit: number) => Promise<Row[]>;
  readonly count: () => Promise<number>;
  readonly cursor: (row: Row) => string;
}

/** A list of which the window is shown; nothing is read yet. */
export const openWindow = <Row extends object>(window: Window<unknown>, info: GraphQLResolveInfo, source: PageSource<Row>): ListOf<Row> => {
  const peek = info.fieldNodes.some(({ selectionSet }) => selects(selectionSet, 'pageInfo', info)) ? 1 : 0;
  const limit = window.size + peek;
  const read = once(() => (limit === 0 ? Promise.resolve([]) : source.read(limit)));
  const rows = once(async () => {
    const page = (await read()).slice(0, window.size);
    return window.backward ? page.reverse() : page;
  });
  return {
    rows,
    cursor: source.cursor,
    count: once(source.count),
    pageInfo: async () => pageInfoOf(await rows(), (await read()).length > window.size, window, source.cursor),
  };
};

/**
 * The list that the arguments ask for; nothing is read yet.
 * @throws BadInputError for arguments that make no sense
 */
export const openList = <Name extends EntityName>(
  entity: Name,
  args: ListArguments,
  info: GraphQLResolveInfo,
  source: ListSource<Name>,
  fixedOrder?: Order,
): List<Name> => {
  const { where, order, window } = listQueryOf(entity, args, fixedOrder);
  const { backward, after, before } = window;
  return openWindow<Rows[Name]>(window, info, {
    read: (limit) => source.read({ where, order, limit, backward, after, before }),
    count: () => source.count(where),
    cursor: (row) => encodeCursor(entity, order, row),
  });
};
