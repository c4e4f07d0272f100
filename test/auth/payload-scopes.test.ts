// What hangs on a record that a mutation changes is a read, for which its caller is asked before the change is made.
import { getNamedType, isObjectType, isUnionType } from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema/schema.js';
import { contentsOf } from '../domain/contents.js';
import { useWorld } from '../support/world.js';
import { mutations, type Records } from './operations.js';
import { newRecords, newRun, useWriters, type Writer } from './writers.js';

const world = useWorld({ auth: { mode: 'required' } });
const clients = useWriters(world);
let records: Records;

const write = 'core.integration.write';

beforeAll(async () => {
  records = await newRecords(world);
});

/** Each mutation whose record leads to others, with a selection of each of them. What hangs on webhooks needs the scope that their mutations need. */
const leading = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((mutation) => {
  if (mutation.name.includes('Webhook')) return [];
  const union = getNamedType(mutation.type);
  const success = isUnionType(union) ? union.getTypes().find(({ name }) => name.endsWith('Success')) : undefined;
  const record = Object.values(success?.getFields() ?? {}).find((field) => isObjectType(getNamedType(field.type)));
  const type = record && getNamedType(record.type);
  if (!success || !record || !isObjectType(type)) return [];
  const further = Object.values(type.getFields()).filter((field) => isObjectType(getNamedType(field.type)));
  return further.map(
    ({ name }) => [mutation.name, name, `... on ${success.name} { ${record.name} { __typename ${name} { __typename } } }`] as const,
  );
});

describe('what hangs on the record is asked for before the change', () => {
  test('there is something to ask for, of every kind of record', () => {
    expect(new Set(leading.map(([mutation]) => mutation)).size).toBeGreaterThanOrEqual(15);
  });

  test.each(leading)('%s, with %s', async (field, _further, selection) => {
    const { scope, input } = mutations(records)[field] ?? { scope: write, input: '' };
    const before = await contentsOf(world);
    for (const ask of [world.graphql, world.fieldByField]) {
      const { data, errors } = await ask(
        `mutation { ${field}(input: { ${input} }) { ${selection} } }`,
        {},
        scope === write ? clients.writer : clients.contractWriter,
      );
      expect(data).toEqual({ [field]: null });
      expect(errors).toEqual([
        expect.objectContaining({
          message: expect.stringMatching(/^This needs the scope core\.(integration|contract)\.read,/),
          path: [field],
          extensions: { code: 'FORBIDDEN' },
        }),
      ]);
    }
    expect(await contentsOf(world)).toEqual(before);
  });

  const create = (selection: string, before = '') =>
    `${before} { createIntegrationError(input: { integrationRun: { databaseId: 1 } }) { ... on CreateIntegrationErrorSuccess { integrationError ${selection} } } }`;
  const named = (text: string) => `mutation(${text})`;
  const variables = { yes: true, no: false, first: 99_999 };
  const contract = '{ contract: { number: { startsWith: "C" } } }';
  const far = `{ integrationRun { integrationErrors(first: 1) { nodes { contract { name } } } } }`;
  test.each<[title: string, who: Writer, query: string, code: string]>([
    [
      'in a fragment',
      'writer',
      `${create('{ ...far }', 'mutation')} fragment far on IntegrationError { integrationRun { status } }`,
      'FORBIDDEN',
    ],
    [
      'in a fragment of an interface',
      'writer',
      create('{ ... on Node { ... on IntegrationError { integrationRun { status } } } }', 'mutation'),
      'FORBIDDEN',
    ],
    ['under a name of any length', 'writer', create(`{ ${'a'.repeat(200)}: integrationRun { status } }`, 'mutation'), 'FORBIDDEN'],
    [
      'where a variable includes it',
      'writer',
      create('{ integrationRun @include(if: $yes) { status } }', named('$yes: Boolean!')),
      'FORBIDDEN',
    ],
    ['far below', 'both', create(far, 'mutation'), 'FORBIDDEN'],
    [
      'in a filter',
      'both',
      create(`{ integrationRun { integrationErrors(filter: ${contract}) { totalCount } } }`, 'mutation'),
      'FORBIDDEN',
    ],
    [
      'a page that is too large',
      'both',
      create('{ integrationRun { integrationErrors(first: $first) { totalCount } } }', named('$first: Int')),
      'BAD_USER_INPUT',
    ],
    [
      'a cursor that is none',
      'both',
      create('{ integrationRun { integrationErrors(after: "x") { nodes { id } } } }', 'mutation'),
      'BAD_USER_INPUT',
    ],
  ])('wherever it stands: %s', async (_title, who, query, code) => {
    const before = await contentsOf(world);
    const { data, errors } = await world.graphql<unknown, never>(query, variables, clients[who]);
    expect(data).toEqual({ createIntegrationError: null });
    expect(errors).toEqual([expect.objectContaining({ path: ['createIntegrationError'], extensions: expect.objectContaining({ code }) })]);
    expect(await contentsOf(world)).toEqual(before);
  });

  test.each<[title: string, who: Writer, query: string]>([
    ['its own fields', 'writer', create('{ id databaseId status isResolved createdAt }', 'mutation')],
    [
      'what is left out',
      'writer',
      create(
        '{ id integrationRun @include(if: $no) { status } integration @skip(if: $yes) { id } }',
        named('$yes: Boolean!, $no: Boolean!'),
      ),
    ],
    [
      'what may be read',
      'both',
      create('{ integrationRun { status integrationErrors(first: 1) { totalCount nodes { responses { code } } } } }', 'mutation'),
    ],
    ['all', 'all', create(far, 'mutation')],
  ])('and is made when it is allowed: %s', async (_title, who, query) => {
    const before = await world.database.prisma.integrationError.count();
    const { data, errors } = await world.graphql<Record<string, unknown>, never>(query, variables, clients[who]);
    expect(errors).toBeUndefined();
    expect(data?.['createIntegrationError']).toMatchObject({ integrationError: {} });
    expect(await world.database.prisma.integrationError.count()).toBe(before + 1);
  });

  test('of several changes each is asked by itself, and those before one that is refused are made and told', async () => {
    const id = await newRun(world);
    const move = (alias: string, verb: string, selection: string) =>
      `${alias}: ${verb}IntegrationRun(input: { by: { databaseId: ${id} } }) { ... on ${verb[0]?.toUpperCase()}${verb.slice(1)}IntegrationRunSuccess { integrationRun { ${selection} } } }`;
    const query = `mutation { ${move('a', 'start', 'status')} ${move('b', 'pause', 'integration { name }')} ${move('c', 'fail', 'status')} }`;
    const { data, errors } = await world.graphql<unknown, never>(query, {}, clients.writer);
    expect(data).toEqual({ a: { integrationRun: { status: 'RUNNING' } }, b: null, c: { integrationRun: { status: 'FAILED' } } });
    expect(errors).toHaveLength(1);
  });
});
