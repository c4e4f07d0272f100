// What decides the cost of a field, read from its declaration once.
import type { GraphQLField, GraphQLInputType } from 'graphql';
import type { EntityName } from '../../domain/entities/entity.js';
import { defaultPageSize } from '../../domain/read/page.js';
import { type GroupCount, sourceOf, useOf } from '../schema/sources/source.js';

export type Field = GraphQLField<unknown, unknown>;

/** What decides the cost of a field, by its declaration. */
export interface PricedField {
  /** Names of the arguments that a connection takes its size from; none of any other field. */
  readonly pageSizes: readonly string[];
  readonly filter: { readonly name: string; readonly type: GraphQLInputType; readonly entity: EntityName } | null;
  /** The page that a connection has unless another is asked for. */
  readonly usualSize: number;
  /** The input that selects many records to change. */
  readonly many: { readonly name: string; readonly type: GraphQLInputType; readonly entity: EntityName; readonly selection: string } | null;
  /** Name of the argument that has an entry for each object of the list. */
  readonly ids: string | null;
  /** Which part of a connection it is. */
  readonly part: 'rows' | 'entries' | 'info' | 'count' | null;
  /** Whose runs a block of statistics is of. */
  readonly statistics: 'table' | 'record' | 'group' | null;
  /** Groups of errors: those of a table, or one. */
  readonly errorGroups: 'table' | 'one' | null;
  /** How many groups a list of statistics has at most, by its arguments. */
  readonly groups: GroupCount | null;
}

const priced = new WeakMap<Field, PricedField>();

const readPriced = (field: Field): PricedField => {
  const source = sourceOf(field);
  const uses = field.args.map((argument) => ({ name: argument.name, type: argument.type, use: useOf(argument) }));
  const filters = uses.flatMap(({ name, type, use }) => (use?.as === 'filter' ? [{ name, type, entity: use.entity }] : []));
  const usual = field.args.find(
    (argument) => useOf(argument)?.as === 'pageSize' && typeof argument.defaultValue === 'number',
  )?.defaultValue;
  return {
    usualSize: typeof usual === 'number' ? usual : defaultPageSize,
    many: uses.flatMap(({ name, type, use }) => (use?.as === 'many' ? [{ name, type, ...use }] : []))[0] ?? null,
    pageSizes: uses.flatMap(({ name, use }) => (use?.as === 'pageSize' ? [name] : [])),
    filter: filters[0] ?? null,
    ids: uses.find(({ use }) => use?.as === 'ids')?.name ?? null,
    part: source !== null && 'part' in source ? source.part : null,
    statistics: source !== null && 'statistics' in source ? source.statistics : null,
    errorGroups: source !== null && 'errorGroups' in source ? source.errorGroups : null,
    groups: source !== null && 'groups' in source ? source.groups : null,
  };
};

export const pricedOf = (field: Field): PricedField => {
  const known = priced.get(field) ?? readPriced(field);
  priced.set(field, known);
  return known;
};
