// The declarations of what fields are read from: each gives a field its arguments, its resolver and its source (`source.ts`), which so can't differ.
// A test compares the resolvers' answers with those of the one statement on random queries.
import type { GraphQLResolveInfo } from 'graphql';
import { type ByOf, find } from '../../../domain/entities/by.js';
import { type AssociationName, associationOf, entityOf, type TargetOf } from '../../../domain/entities/entities.js';
import type { EntityName, Rows } from '../../../domain/entities/entity.js';
import { type Measure, measures } from '../../../domain/integration-run/measures.js';
import type { Order } from '../../../domain/read/cursor.js';
import { countList, readList } from '../../../domain/read/read.js';
import { UnknownValueError } from '../../../domain/rules/errors.js';
import type { Slice } from '../../../domain/sql/statement.js';
import { own } from '../../../lib/own.js';
import type { GraphQLContext } from '../../field-by-field/context.js';
import { type List, type ListArguments, openList } from '../../field-by-field/list.js';
import { requireRow } from '../../field-by-field/require-row.js';
import { builder } from '../builder.js';
import { type ByInput, byInputOf, byOf } from '../by-inputs.js';
import type { OrderableEntity } from '../orders.js';
import { listArguments, pageArguments } from './connection.js';
import { readFrom, usedAs } from './source.js';

/** The value of the row's foreign key that the association follows. @throws TypeError for an association without one */
const foreignKey = (owner: EntityName, association: string): ((row: object) => unknown) => {
  const { key } = associationOf(owner, association);
  const [field] = Object.entries(entityOf(owner).columns).find(([, { sql }]) => sql === key) ?? [];
  if (field === undefined) throw new TypeError(`${owner}.${association} follows no column of ${owner}. Say which id it leads to.`);
  return (row) => own(row as Readonly<Record<string, unknown>>, field); // a row has a value for each column
};

/** The fields of a type whose objects are rows of the entity. */
export const from = <Owner extends EntityName>(owner: Owner) => {
  type Row = Rows[Owner];
  type Name = AssociationName<Owner>;
  type Target<Association extends Name> = TargetOf<Owner, Association>;

  const targetOf = <Association extends Name>(association: Association) => associationOf(owner, association).entity as Target<Association>; // what TargetOf reads from the same table

  const connection =
    <Association extends Name>(association: Association, order?: Order) =>
    (row: Row, args: ListArguments, { loaders }: GraphQLContext, info: GraphQLResolveInfo): List<Target<Association>> =>
      openList(
        targetOf(association),
        args,
        info,
        {
          read: (slice) => loaders.children(owner, association, slice).load(row.id),
          count: (where) => loaders.counts(owner, association, where).load(row.id),
        },
        order,
      );

  const loadOne = <Association extends Name>(association: Association, idOf: (row: Row) => unknown = foreignKey(owner, association)) => {
    const target = targetOf(association);
    return async (row: Row, { loaders }: GraphQLContext): Promise<Rows[Target<Association>] | null> => {
      const id = idOf(row);
      return typeof id === 'number' ? loaders.byId(target).load(id) : null;
    };
  };

  const children = <Association extends Name>(association: Association, slice: Slice, { id }: Row, { loaders }: GraphQLContext) =>
    loaders.children(owner, association, slice).load(id);

  return {
    /** A connection over an association, which clients filter and sort. */
    page: <Association extends Name>(association: Association) => ({
      args: listArguments(associationOf(owner, association).entity as OrderableEntity), // the lists of the others have a fixed order
      ...readFrom({ pageOf: association }),
      resolve: connection(association),
    }),
    /** A connection over an association in an order of its own. */
    pageInOrder: <Association extends Name>(association: Association, order: Order) => ({
      args: pageArguments(),
      ...readFrom({ pageOf: association, order }),
      resolve: connection(association, order),
    }),
    /** The record that a foreign key leads to, which is always there. */
    one: <Association extends Name>(association: Association) => {
      const load = loadOne(association);
      return {
        ...readFrom({ one: association }),
        resolve: async (row: Row, _args: object, context: GraphQLContext) => requireRow(await load(row, context)),
      };
    },
    /** The record that an association leads to, or null. `idOf`: the record's id, where that is no foreign key. */
    optional: <Association extends Name>(association: Association, idOf?: (row: Row) => number | null) => {
      const load = loadOne(association, idOf);
      return {
        nullable: true as const,
        ...readFrom({ one: association }),
        resolve: (row: Row, _args: object, context: GraphQLContext) => load(row, context),
      };
    },
    /** All rows of a slice of an association's list. */
    list: <Association extends Name>(association: Association, slice: Slice) => ({
      ...readFrom({ listOf: association, slice }),
      resolve: (row: Row, _args: object, context: GraphQLContext) => children(association, slice, row, context),
    }),
    /** The first row of an association's list, or null. */
    first: <Association extends Name>(association: Association, slice: Omit<Slice, 'limit'>) => {
      const first = { ...slice, limit: 1 };
      return {
        nullable: true as const,
        ...readFrom({ firstOf: association, slice: first }),
        resolve: async (row: Row, _args: object, context: GraphQLContext) => (await children(association, first, row, context))[0] ?? null,
      };
    },
    /** One column of that row, or null. */
    columnOfFirst: <Association extends Name, Column extends keyof Rows[Target<Association>] & string>(
      association: Association,
      slice: Omit<Slice, 'limit'>,
      column: Column,
    ) => {
      const first = { ...slice, limit: 1 };
      return {
        nullable: true as const,
        ...readFrom({ firstOf: association, slice: first, value: { column } }),
        resolve: async (row: Row, _args: object, context: GraphQLContext) =>
          (await children(association, first, row, context))[0]?.[column] ?? null,
      };
    },
    /** What stands in the table for the value of an enum column. `what`: how messages call the column. */
    mapped: <Meaning>(column: keyof Row & string, what: string, meanings: Readonly<Record<string, Meaning>>) => ({
      ...readFrom({ value: { enumColumn: column, means: meanings } }),
      resolve: (row: Row): Meaning => {
        const value = String(row[column]);
        const meaning = own(meanings, value);
        if (meaning === undefined) throw new UnknownValueError(what, value);
        return meaning;
      },
    }),
    /** A value that is worked out whenever it is looked at, by the database whichever way it is read. */
    computed: <Value>(field: string) => ({
      ...readFrom({ value: { column: field } }),
      resolve: async ({ id }: Row, _args: object, { loaders }: GraphQLContext) => (await loaders.computed(owner, field).load(id)) as Value, // of the kind that the table of entities says
    }),
    /** The number of a column, as text. */
    textOf: (column: keyof Row & string) => ({
      ...readFrom({ value: { textOf: column } }),
      resolve: (row: Row) => String(row[column]),
    }),
  };
};

/** A number that follows from a run's counts and times, or null. */
export const measured = (measure: Measure) => ({
  nullable: true as const,
  ...readFrom({ value: { measure } }),
  resolve: (run: Rows['integrationRun']) => measures[measure](run, new Date()),
});

const wholeTable =
  <Name extends EntityName>(entity: Name) =>
  (_root: unknown, args: ListArguments, context: GraphQLContext, info: GraphQLResolveInfo): List<Name> =>
    openList(entity, args, info, {
      read: (slice) => readList(context, entity, slice),
      count: (where) => countList(context, entity, where),
    });

/** Ends the description of a list at the root, which is nullable for that reason. */
export const nullOnlyWithError = 'Null only with an error, such as `FORBIDDEN`; the other fields of the query are answered all the same.';

/** The fields of `Query`. */
export const fromRoot = {
  /** A connection over a whole table, which clients filter and sort. */
  list: <Name extends OrderableEntity>(entity: Name) => ({
    nullable: true as const,
    args: listArguments(entity),
    ...readFrom({ table: entity }),
    resolve: wholeTable(entity),
  }),
  /** A connection over a whole table, newest first. */
  newestFirst: <Name extends EntityName>(entity: Name) => ({
    nullable: true as const,
    args: pageArguments(),
    ...readFrom({ table: entity }),
    resolve: wholeTable(entity),
  }),
  /** The record that the argument `by` names, or null. `noun`: what the argument's description calls it. */
  record: <Name extends keyof ByOf>(entity: Name, noun: string) => ({
    nullable: true as const,
    args: builder.args((t) => ({
      by: t.field({ type: byInputOf(entity), required: true, description: `Which ${noun}.`, ...usedAs({ as: 'by' }) }),
    })),
    ...readFrom({ record: entity }),
    resolve: (_root: unknown, { by }: { readonly by: ByInput }, context: GraphQLContext) => find(context, entity, byOf(entity, by)),
  }),
};
