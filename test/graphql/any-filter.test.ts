import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { fuzzRuns } from '../support/fuzz.js';
import { useWorld } from '../support/world.js';
import { type EntityName, type Filter, holds, type Kind, type Node, readEverything, shapes } from './plain-filter.js';

const world = useWorld();
let everything: Record<EntityName, readonly Node[]>;

beforeAll(async () => {
  // texts that a pattern would take for something else, and letters that only Unicode folds
  const texts = ['100%', 'a_b', 'A_B', 'C:\\Temp', 'ÉTÉ', 'été', 'Жук', 'жук', '', ' '];
  const { prisma } = world.database;
  await prisma.integrationError.createMany({
    data: texts.map((text) => ({ integrationRunId: 200, integrationId: 8, externalId: text, documentStatus: text.toUpperCase() })),
  });
  await prisma.integrationHistoryRecord.createMany({
    data: texts.map((text, index) => ({
      integrationRunId: index % 2 ? 200 : null,
      integrationId: 8,
      externalId: text,
      documentStatus: text.toUpperCase(),
    })),
  });
  everything = await readEverything(world);
});

const equality = ['eq', 'ne', 'in', 'notIn'] as const;
const ordering = [...equality, 'lt', 'lte', 'gt', 'gte', 'isNull'] as const;
const operators: Record<Kind, readonly string[]> = {
  boolean: equality,
  enum: [...equality, 'isNull'],
  integer: ordering,
  time: ordering,
  decimal: ordering,
  text: [...ordering, 'contains', 'startsWith', 'endsWith'],
};

const strange: Partial<Record<Kind, readonly unknown[]>> = {
  integer: [0, -1, 2_147_483_647],
  text: ['', '%', '_', '\\', 'é', 'Ж', 'E', 'no such text'],
  time: ['2026-06-01T00:00:00.000Z'],
  decimal: ['1000.0', '12500.5'],
};

/** Operands of a field: mostly values that some record has, so that filters select something. */
const operand = (entity: EntityName, field: string, kind: Kind): fc.Arbitrary<unknown> => {
  const values = everything[entity].map(({ values }) => values[field]).filter((value) => value !== null && value !== undefined);
  const written = values.map((value) => (value instanceof Date ? value.toISOString() : kind === 'decimal' ? String(value) : value));
  const known = [...new Set([...written, ...(strange[kind] ?? [])])];
  if (kind !== 'text') return fc.constantFrom(...known);
  const part = fc
    .tuple(fc.constantFrom(...known.map(String)), fc.nat(8), fc.nat(8))
    .map(([text, from, length]) => [...text].slice(from, from + length).join(''));
  return fc.oneof(
    fc.constantFrom(...known),
    part,
    part.map((text) => text.toUpperCase()),
  );
};

const leaf = (entity: EntityName, field: string, kind: Kind): fc.Arbitrary<Filter> => {
  const value = operand(entity, field, kind);
  const one = fc.constantFrom(...operators[kind]).chain((operator): fc.Arbitrary<Filter> => {
    if (operator === 'isNull') return fc.boolean().map((isNull) => ({ isNull }));
    if (operator === 'in' || operator === 'notIn') return fc.array(value, { maxLength: 4 }).map((list) => ({ [operator]: list }));
    return (operator === 'eq' || operator === 'ne' ? fc.option(value, { freq: 5 }) : value).map((single) => ({ [operator]: single }));
  });
  return fc.array(one, { minLength: 1, maxLength: 2 }).map((conditions): Filter => Object.assign({}, ...conditions));
};

const named = (field: string, filter: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> => filter.map((inner) => ({ [field]: inner }));

const condition = (entity: EntityName, depth: number): fc.Arbitrary<Filter> => {
  const { fields, one, many } = shapes[entity];
  const leaves = fc.oneof(...Object.entries(fields).map(([field, kind]) => named(field, leaf(entity, field, kind))));
  if (depth === 0) return leaves;
  const inner = (target: EntityName) => filterOf(target, depth - 1);
  const below = fc.oneof(
    named('not', inner(entity)),
    ...['and', 'or'].map((name) => fc.array(inner(entity), { maxLength: 3 }).map((list) => ({ [name]: list }))),
    ...Object.entries(one).map(([field, target]) => named(field, inner(target))),
    ...Object.entries(many).map(([field, target]) =>
      named(
        field,
        fc.constantFrom('some', 'none', 'every').chain((quantifier) => named(quantifier, inner(target))),
      ),
    ),
  );
  return fc.oneof({ weight: 2, arbitrary: leaves }, { weight: 3, arbitrary: below });
};

const filterOf = (entity: EntityName, depth: number): fc.Arbitrary<Filter> =>
  fc.array(condition(entity, depth), { minLength: 0, maxLength: 2 }).map((conditions): Filter => Object.assign({}, ...conditions));

interface Answer {
  readonly list: { readonly totalCount: number; readonly nodes: readonly { readonly databaseId: number }[] };
}

test.each([
  ['integrationRuns', 'integrationRun', 'IntegrationRunFilter'],
  ['integrationErrors', 'integrationError', 'IntegrationErrorFilter'],
  ['integrationHistoryRecords', 'historyRecord', 'IntegrationHistoryRecordFilter'],
  ['contracts', 'contract', 'ContractFilter'],
  ['integrations', 'integration', 'IntegrationFilter'],
] as const)('any filter on %s selects what a plain reading of it selects', async (list, entity, type) => {
  const query = `query($filter: ${type}) { list: ${list}(first: 500, filter: $filter, orderBy: { field: ID }) { totalCount nodes { databaseId } } }`;
  await fc.assert(
    fc.asyncProperty(filterOf(entity, 3), async (filter) => {
      const { data, errors } = await world.graphql<Answer, never>(query, { filter });
      expect(errors).toBeUndefined();
      const expected = everything[entity].filter((node) => holds(entity, filter, node)).map(({ values }) => Number(values['id']));
      expect(data?.list.nodes.map(({ databaseId }) => databaseId)).toEqual(expected.sort((one, other) => one - other));
      expect(data?.list.totalCount).toBe(expected.length);
    }),
    { numRuns: entity === 'integrationRun' || entity === 'integrationError' ? fuzzRuns(50) : fuzzRuns(16) },
  );
});
