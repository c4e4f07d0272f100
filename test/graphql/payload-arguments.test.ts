// What stands in a mutation's payload with arguments that make no sense is refused before anything is written: every field with
// arguments below every mutation.
import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { beforeAll, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema/schema.js';
import { mutations, type Records } from '../auth/operations.js';
import { newRecords } from '../auth/writers.js';
import { contentsOf } from '../domain/contents.js';
import { useWorld } from '../support/world.js';

type Field = GraphQLField<unknown, unknown>;

const world = useWorld();
let records: Records;

beforeAll(async () => {
  records = await newRecords(world);
});

/** A filter of the type by a text that no database can hold: of the rows themselves, or else of their integration. */
const unstorable = (type: GraphQLInputType): string => {
  const filter = getNamedType(type);
  const fields = isInputObjectType(filter) ? Object.values(filter.getFields()) : [];
  const text = fields.find((field) => getNamedType(field.type).name === 'StringFilter');
  const condition = '{ eq: "\\u0000" }';
  return text ? `filter: { ${text.name}: ${condition} }` : `filter: { integration: { name: ${condition} } }`;
};

const time = (unit: string, from: string, to: string, zone = 'UTC') => `unit: ${unit}, from: "${from}", to: "${to}", timeZone: "${zone}"`;

/** Arguments that make no sense, by the name of one of them. Null: GraphQL refuses such values, or they stand beside another argument. */
const wrong: Readonly<Record<string, ((type: GraphQLInputType) => readonly string[]) | null>> = {
  first: () => ['first: -1', 'first: 10001'],
  last: () => ['last: -1', 'last: 501', 'first: 1, last: 1'],
  after: () => ['after: "x"', 'first: 501'],
  before: () => ['before: "x"'],
  filter: (type) => ['filter: { id: { eq: "x" } }', 'filter: { databaseId: { gt: null } }', unstorable(type)],
  timeZone: () => [
    time('DAY', '2026-01-01', '2026-01-02', 'Mars/X'),
    time('DAY', '2026-01-02', '2026-01-01'),
    time('HOUR', '2026-01-01', '2026-03-01'),
  ],
  orderBy: null,
  only: null,
  state: null,
  on: null,
  unit: null,
  from: null,
  to: null,
};

const usual: Readonly<Record<string, string>> = { unit: 'DAY', from: '"2026-01-01"', to: '"2026-01-02"' };

/** The field with as little as it can be asked with. */
const plain = ({ name, args }: Field): string => {
  const given = args.filter(isRequiredArgument).map((argument) => `${argument.name}: ${usual[argument.name]}`);
  const page = args.some((argument) => argument.name === 'first') ? ['first: 1'] : [];
  return [...page, ...given].length === 0 ? name : `${name}(${[...page, ...given]})`;
};

/** Fields of which all arguments that make no sense are tried already, below some mutation; below others one of them is enough. */
const tried = new Set<Field>();

/** Each field with arguments below the type, by the shortest way, with arguments that make no sense of it. */
const callsBelow = (root: GraphQLObjectType): readonly (readonly [field: string, selection: string])[] => {
  const calls: (readonly [string, string])[] = [];
  const seen = new Set([root]);
  const open: (readonly [GraphQLObjectType, around: (inner: string) => string])[] = [[root, (inner) => inner]];
  for (const [type, around] of open) // which grows on the way
    for (const field of Object.values(type.getFields())) {
      const below = getNamedType(field.type);
      const leaf = isObjectType(below) ? ' { __typename }' : '';
      const values = field.args.flatMap(({ name, type: given }) => wrong[name]?.(given) ?? []);
      for (const args of tried.has(field) ? values.slice(0, 1) : values)
        calls.push([`${type.name}.${field.name}`, around(`${field.name}(${args})${leaf}`)]);
      tried.add(field);
      if (!isObjectType(below) || seen.has(below)) continue;
      seen.add(below);
      open.push([below, (inner) => around(`${plain(field)} { ${inner} }`)]);
    }
  return calls;
};

const all = Object.values(schema.getMutationType()?.getFields() ?? {}).map(({ name, type }) => {
  const union = getNamedType(type);
  const success = isUnionType(union) ? union.getTypes().find((each) => each.name.endsWith('Success')) : isObjectType(union) ? union : null;
  return { name, success, calls: success ? callsBelow(success) : [] };
});

test('wrong values are known of every argument below a mutation', () => {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && !/^(__|Query|Mutation|Subscription)/.test(type.name),
  );
  const args = types.flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()).flatMap((field) => field.args) : []));
  for (const { name, type } of args) {
    expect(Object.keys(wrong)).toContain(name);
    if (wrong[name] === null && name !== 'orderBy' && !['from', 'to'].includes(name)) expect(isEnumType(getNamedType(type))).toBe(true);
  }
  const fields = new Set(all.flatMap(({ calls }) => calls.map(([field]) => field)));
  expect([...fields]).toEqual(
    expect.arrayContaining([
      'WebhookEndpoint.deliveries',
      'Integration.statistics',
      'IntegrationRunStatistics.timeline',
      'IntegrationRunStatistics.byIntegration',
      'IntegrationErrorGroup.integrations',
      'IntegrationErrorGroup.integrationErrors',
      'IntegrationRun.integrationErrors',
      'RetryIntegrationRunsSuccess.outcomes',
    ]),
  );
});

test.each(all.filter(({ calls }) => calls.length > 0))('$name writes nothing', async ({ name, success, calls }) => {
  const before = await contentsOf(world);
  for (const [field, selection] of calls) {
    const query = `mutation { ${name}(input: { ${mutations(records)[name]?.input} }) { ... on ${success?.name} { ${selection} } } }`;
    const { data, errors } = await world.graphql(query);
    expect({ field, selection, data, errors }).toEqual({
      field,
      selection,
      data: { [name]: null },
      errors: [expect.objectContaining({ path: [name], extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) })],
    });
  }
  expect(await contentsOf(world)).toEqual(before);
});

test('a list of 501 integrations of a group, or of a block of statistics, is too long', async () => {
  const before = await contentsOf(world);
  const lists = ['errors: integrationErrors(first: 1) { nodes { group { integrations(first: 501) { code } } } }'];
  lists.push('integration { statistics { byIntegration(first: 501) { integration { code } } } }');
  for (const list of lists) {
    const query = `mutation { updateIntegrationRun(input: { by: { databaseId: ${records.run} }, totalRecords: 9 }) {
      ... on UpdateIntegrationRunSuccess { integrationRun { ${list} } } } }`;
    const { data, errors } = await world.graphql(query);
    expect({ data, errors }).toMatchObject({ data: { updateIntegrationRun: null }, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  }
  expect(await contentsOf(world)).toEqual(before);
});

test('a filter that is nested too deeply is refused, too', async () => {
  const before = await contentsOf(world);
  const filter = Array.from({ length: 65 }).reduce<object>((inner) => ({ not: inner }), { isResolved: { eq: true } });
  const { data, errors } = await world.graphql(
    `mutation($filter: IntegrationErrorFilter) { updateIntegrationRun(input: { by: { databaseId: ${records.run} }, totalRecords: 9 }) {
      ... on UpdateIntegrationRunSuccess { integrationRun { integrationErrors(filter: $filter) { totalCount } } } } }`,
    { filter },
  );
  expect(data).toEqual({ updateIntegrationRun: null });
  expect(errors).toMatchObject([{ message: expect.stringContaining('at most 64 levels'), extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(await contentsOf(world)).toEqual(before);
});

test('and what makes sense is shown', async () => {
  const { data, errors } = await world.graphql(`mutation { rotateWebhookSecret(input: { by: { databaseId: ${records.endpoint} } }) {
    ... on RotateWebhookSecretSuccess { secret webhookEndpoint { deliveries(first: 500, state: PENDING) { totalCount nodes { id } } } }
  } }`);
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    rotateWebhookSecret: { secret: expect.any(String), webhookEndpoint: { deliveries: { totalCount: 1, nodes: [{}] } } },
  });
});
