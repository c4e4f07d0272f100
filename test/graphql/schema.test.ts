import { readFile } from 'node:fs/promises';
import {
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
  lexicographicSortSchema,
  parse,
  print,
  printSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema/schema.js';
import { contractFields, contractInputs, contractMutations } from './contract-names.js';

const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));

interface Described {
  /** Where it stands: `IntegrationRun.status`. */
  readonly place: string;
  readonly name: string;
  readonly description: string | null | undefined;
}

const partsOf = (type: GraphQLNamedType): Described[] => {
  const place = type.name;
  if (isEnumType(type)) return type.getValues().map(({ name, description }) => ({ place: `${place}.${name}`, name, description }));
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map(({ name, description }) => ({ place: `${place}.${name}`, name, description }));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap(({ name, description, args }) => [
    { place: `${place}.${name}`, name, description },
    ...args.map((argument) => ({ place: `${place}.${name}(${argument.name}:)`, name: argument.name, description: argument.description })),
  ]);
};

const everything: Described[] = types.flatMap((type) => [
  { place: type.name, name: type.name, description: type.description },
  ...partsOf(type),
]);

/** The letters alone, without articles: `The status of the run.` and `statusRun` are no different. */
const bare = (text: string): string =>
  text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(the|a|an|its|this|of|for|to|type|field|enum|input|value|object)\b/g, '')
    .replace(/[^a-z0-9]/g, '');

describe('descriptions', () => {
  test('are there for every type, field, argument, enum value and input field', () => {
    expect(everything.length).toBeGreaterThan(500);
    expect(everything.filter(({ description }) => !description?.trim()).map(({ place }) => place)).toEqual([]);
  });

  test('say more than the name', () => {
    const repeating = everything.filter(({ name, description }) => bare(description ?? '') === bare(name));
    expect(repeating.map(({ place, description }) => `${place}: ${description}`)).toEqual([]);
  });

  test('are sentences', () => {
    const others = everything.filter(({ description }) => !/^[A-Z\d`].*[.?!]$/s.test(description ?? ''));
    expect(others.map(({ place, description }) => `${place}: ${description}`)).toEqual([]);
  });
});

describe('the printed schema', () => {
  test('is what stands in schema/schema.graphql, under a line that says how it is made', async () => {
    const [header, ...lines] = (await readFile('schema/schema.graphql', 'utf8')).split('\n');
    expect(header).toBe('# Written by `npm run generate`; change src/graphql/ instead.');
    const normal = (sdl: string) => print(parse(sdl));
    const emitted = normal(lines.join('\n')).replace(/^schema \{[^}]*\}\n+/, '');
    expect(emitted).toBe(normal(printSchema(lexicographicSortSchema(schema))));
  });
});

describe('mutations', () => {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});

  test('are the ones of the contract', () => {
    expect(fields.map(({ name }) => name).sort()).toEqual(Object.keys(contractMutations).sort());
  });

  test.each(fields.map((field) => [field.name, field] as const))(
    '%s takes one input, and answers a nullable union of its success and its errors',
    (name, { args, type }) => {
      const capitalised = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      expect(args.map((argument) => `${argument.name}: ${argument.type}`)).toEqual([`input: ${capitalised}Input!`]);
      expect(isNonNullType(type)).toBe(false);
      expect(String(type)).toBe(`${capitalised}Result`);
      const result = getNamedType(type);
      const members = isUnionType(result) ? result.getTypes().map((member) => member.name) : [];
      expect(members.sort()).toEqual([`${capitalised}Success`, ...(contractMutations[name] ?? [])].sort());
    },
  );

  test('have errors that all implement Error', () => {
    const errors = types.filter(
      (type) => type.name.endsWith('Error') && isObjectType(type) && type.name !== 'IntegrationError' && type.name !== 'FieldError',
    );
    expect(errors.map(({ name }) => name).sort()).toEqual([
      'IdempotencyConflictError',
      'InvalidTransitionError',
      'NotFoundError',
      'RetryInProgressError',
      'RunNotRunningError',
      'ValidationError',
      'VersionConflictError',
    ]);
    for (const type of errors) expect(isObjectType(type) && type.getInterfaces().map(({ name }) => name)).toEqual(['Error']);
  });
});

describe('connections', () => {
  /** The feed is read in one direction, and what it holds is never counted. */
  const isFeed = (name: string) => name.startsWith('Change');
  const connections = types.filter(({ name }) => name.endsWith('Connection') && !isFeed(name));

  test.each(connections.map((type) => [type.name, type] as const))('%s has edges, nodes, page information and a count', (name, type) => {
    const node = name.replace(/Connection$/, '');
    const fields = isObjectType(type) ? Object.values(type.getFields()).map((field) => `${field.name}: ${field.type}`) : [];
    expect(fields.sort()).toEqual([`edges: [${node}Edge!]!`, `nodes: [${node}!]!`, 'pageInfo: PageInfo!', 'totalCount: Int!'].sort());
  });

  test('are taken with first, after, last and before, wherever they are', () => {
    const lists = types
      .flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()) : []))
      .filter(({ type }) => /Connection!?$/.test(String(type)) && !isFeed(String(type)));
    expect(lists).toHaveLength(19);
    for (const { args } of lists)
      expect(args.map(({ name }) => name)).toEqual(expect.arrayContaining(['first', 'after', 'last', 'before']));
  });
});

describe('the contract with the frontends', () => {
  const named = (name: string) => schema.getType(name);

  test.each(Object.entries(contractFields))('%s has what was promised', (name, promised) => {
    const type = named(name);
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    expect(Object.fromEntries(Object.keys(promised).map((field) => [field, String(fields[field]?.type)]))).toEqual(promised);
  });

  test.each(Object.entries(contractInputs))('%s takes what was promised', (name, promised) => {
    const type = named(name);
    if (isEnumType(type)) expect(type.getValues().map((value) => value.name)).toEqual(expect.arrayContaining([...promised]));
    else expect(isInputObjectType(type) ? Object.keys(type.getFields()) : []).toEqual(expect.arrayContaining([...promised]));
  });

  test.each(['IntegrationRunBy', 'IntegrationBy', 'ContractBy', 'IntegrationErrorBy', 'IntegrationHistoryRecordBy'])(
    '%s takes exactly one',
    (name) => {
      const type = named(name);
      expect(isInputObjectType(type) && type.isOneOf).toBe(true);
    },
  );
});
