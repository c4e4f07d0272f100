// Makes random documents over the schema: selections of any fields, fragments, aliases, arguments as literals and as variables, directives. They are
// valid, unless mistakes are asked for.
import fc from 'fast-check';
import { type GraphQLField, type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { schema } from '../../../src/graphql/schema/schema.js';

export interface RandomDocument {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What random arguments are taken from. */
export interface Material {
  /** Opaque ids of records of every type. */
  readonly ids: readonly string[];
  /** Cursors of the default order, by the type of the list. */
  readonly cursors: Readonly<Record<string, readonly string[]>>;
  /** Whether statistics and groups of errors are asked for, too; those groups are among them that have these fingerprints. */
  readonly fingerprints?: readonly string[];
  /** How many of a hundred places where a mistake could be made have one; none unless it is given. */
  readonly mistakes?: number;
  /** A mutation that changes nothing, around the selection of a run; a query unless it is given. */
  readonly harmless?: (selection: string) => string;
}

type Gen = fc.GeneratorValue;

/** A literal, with the type that it has as a variable. */
type Operand = readonly [type: string, value: unknown];

const enums = new Set(['IntegrationRunStatus', 'DocumentType']);

type RandomFilter = (operand: (operand: Operand) => string) => string;

const filtersOfErrors: readonly RandomFilter[] = [
  (operand) => `{ isResolved: { eq: ${operand(['Boolean', false])} } }`,
  (operand) => `{ documentType: { ne: ${operand(['DocumentType', 'INVOICE'])} } }`,
  (operand) => `{ integrationRun: { status: { eq: ${operand(['IntegrationRunStatus', 'FAILED'])} } } }`,
  (operand) => `{ responses: { some: { message: { contains: ${operand(['String', 'a'])} } } } }`,
];

const filters: Readonly<Record<string, readonly RandomFilter[]>> = {
  IntegrationRun: [
    (operand) => `{ status: { eq: ${operand(['IntegrationRunStatus', 'FAILED'])} } }`,
    (operand) => `{ status: { notIn: ${operand(['[IntegrationRunStatus!]', ['PENDING', 'RUNNING']])} } }`,
    (operand) => `{ integration: { code: { startsWith: ${operand(['String', 'erp'])} } } }`,
    (operand) => `{ createdAt: { gte: ${operand(['DateTime', '2026-06-01T00:00:00.000Z'])} }, totalRecords: { isNull: false } }`,
    (operand) => `{ integrationErrors: { some: { documentType: { eq: ${operand(['DocumentType', 'CONTRACT'])} } } } }`,
    (operand) => `{ not: { databaseId: { in: ${operand(['[Int!]', [1, 2, 3]])} } } }`,
    (operand) => `${operand(['IntegrationRunFilter', { or: [{ version: { gt: 1 } }, { endTime: { isNull: true } }] }])}`,
    () => '{ startTime: { eq: null } }',
  ],
  IntegrationError: filtersOfErrors,
  IntegrationErrorGroup: filtersOfErrors,
  IntegrationHistoryRecord: [
    (operand) => `{ isResolved: { eq: ${operand(['Boolean', true])} } }`,
    (operand) => `{ not: { integrationRun: { status: { eq: ${operand(['IntegrationRunStatus', 'FAILED'])} } } } }`,
    (operand) => `{ message: { endsWith: ${operand(['String', 'posted.'])} } }`,
  ],
  Integration: [
    (operand) => `{ name: { contains: ${operand(['String', 'ERP'])} } }`,
    (operand) => `{ databaseId: { gt: ${operand(['Int', 3])} } }`,
    () => '{ integrationRuns: { none: { status: { eq: RUNNING } } } }',
  ],
  Contract: [
    (operand) => `{ number: { endsWith: ${operand(['String', '1'])} } }`,
    (operand) => `{ minimumValue: { gte: ${operand(['Decimal', '1000'])} } }`,
  ],
};

const literal = (type: string, value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => literal(type.replace(/[[\]!]/g, ''), item)).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${literal('', inner)}`)
      .join(', ')} }`;
  return enums.has(type) ? String(value) : JSON.stringify(value);
};

const orderFields: Readonly<Record<string, readonly string[]>> = {
  IntegrationRun: ['ID', 'START_TIME', 'STATUS', 'TOTAL_RECORDS'],
  IntegrationError: ['ID', 'DOCUMENT_TYPE', 'DOCUMENT_ID'],
  IntegrationHistoryRecord: ['ID', 'DOCUMENT_TYPE', 'DOCUMENT_ID'],
  Integration: ['NAME', 'CODE'],
  Contract: ['NUMBER', 'END_DATE'],
  IntegrationErrorGroup: ['LAST_SEEN_AT', 'FIRST_SEEN_AT', 'COUNT', 'OPEN_COUNT'],
  IntegrationStatistics: ['COUNT', 'FAILED', 'SUCCESS_RATE', 'DURATION_P95'],
};

/** Values that are wrong nearly everywhere, each in its own way. */
const wrongValues: readonly unknown[] = [
  null,
  'x',
  '',
  'a\0b',
  '2026-02-30',
  'SW50ZWdyYXRpb246MQ==', // the id of an integration
  'Tm90aGluZzox',
  -1,
  501,
  1.5,
  3_000_000_000,
  true,
  [],
  [null],
  ['x', 1],
  {},
  { eq: null },
  { nothing: 1 },
];

/** The elapsed time of what still runs differs from one answer to the next. */
const changing = 'IntegrationRun.durationSeconds';

/** What the executor alone answers: no document that is to be answered in one statement has it. */
const byExecutor = new Set([
  'Query.nodes',
  'Query.apiClients',
  'Query.viewer',
  'Query.webhookEndpoint',
  'Query.webhookEndpoints',
  'Query.changes',
]);
const figures = new Set([
  'Query.integrationRunStatistics',
  'Query.integrationErrorGroup',
  'Query.integrationErrorGroups',
  'Integration.statistics',
  'IntegrationError.group',
]);

export const randomDocument = (g: Gen, { ids, cursors, fingerprints, mistakes = 0, harmless }: Material): RandomDocument => {
  const variables: Record<string, unknown> = {};
  const definitions: string[] = [];
  const fragments: string[] = [];
  const pick = <Item>(items: readonly Item[]): Item => items[g(fc.nat, items.length - 1)] as Item; // never of an empty list
  const chance = (percent: number): boolean => g(fc.nat, 99) < percent;

  const isAskedFor = (type: string, field: string): boolean => {
    const name = `${type}.${field}`;
    return name !== changing && (mistakes > 0 || (!byExecutor.has(name) && (fingerprints !== undefined || !figures.has(name))));
  };

  const orWrong = <Right>(right: Right, wrong: readonly Right[]): Right => (mistakes > 0 && chance(mistakes) ? pick(wrong) : right);
  /** For what makes the whole document wrong, so that most mistakes are found further on. */
  const orInvalid = <Right>(right: Right, wrong: readonly Right[]): Right => (chance(5) ? orWrong(right, wrong) : right);

  const define = (type: string, value: unknown): string => {
    const name = `v${definitions.length}`;
    definitions.push(`$${name}: ${type}`);
    variables[name] = value;
    return `$${name}`;
  };
  const operand = ([rightType, rightValue]: Operand): string => {
    const value = orWrong(rightValue, wrongValues);
    const type = orInvalid(rightType, ['String', 'Int!', 'Nothing', `${rightType}!`]);
    if (chance(value === rightValue ? 50 : 90)) return orInvalid(define(type, value), ['$missing']);
    return literal(type, value);
  };

  const listArguments = (field: GraphQLField<unknown, unknown>): string => {
    const type = getNamedType(field.type).name.replace(/Connection$/, '');
    const given: string[] = [];
    const takes = (name: string) => field.args.some((argument) => argument.name === name);
    const isBackward = chance(25) && takes('last');
    if (isBackward || chance(70)) given.push(`${isBackward ? 'last' : 'first'}: ${operand(['Int', pick([0, 1, 2, 3, 7])])}`);
    if (takes('filter') && chance(40)) given.push(`filter: ${pick(filters[type] ?? [() => '{}'])(operand)}`);
    if (takes('orderBy') && chance(30))
      given.push(`orderBy: { field: ${pick(orderFields[type] ?? ['NOTHING'])}, direction: ${pick(['ASC', 'DESC'])} }`);
    else if (takes('orderBy') && takes('after') && chance(25))
      given.push(`${pick(['after', 'before'])}: ${operand(['String', pick(cursors[type] ?? ['x'])])}`);
    return given.length > 0 ? `(${given.join(', ')})` : '';
  };

  const argumentsOf = (field: GraphQLField<unknown, unknown>): string => {
    if (field.name === 'timeline')
      return `(unit: DAY, from: ${operand(['DateTime!', '2026-06-01T00:00:00.000Z'])}, to: "2026-06-05", timeZone: ${operand(['String', 'UTC'])})`;
    if (field.args.some(({ name }) => name === 'fingerprint'))
      return `(fingerprint: ${operand(['String!', pick(fingerprints ?? ['f'.repeat(32)])])})`;
    if (getNamedType(field.type).name === 'IntegrationRunStatistics' && field.args.length > 0)
      return chance(50) ? `(filter: ${pick(filters['IntegrationRun'] ?? [])(operand)})` : '';
    if (field.args.some(({ name }) => name === 'first')) return listArguments(field);
    if (field.args.some(({ name }) => name === 'by')) return `(by: { databaseId: ${operand(['Int!', pick([1, 2, 3, 5, 9999])])} })`;
    if (field.args.some(({ name }) => name === 'ids')) return `(ids: ${operand(['[ID!]!', [pick(ids), pick(ids)]])})`;
    return field.args.some(({ name }) => name === 'id') ? `(id: ${operand(['ID!', pick(ids)])})` : '';
  };

  const directive = (): string => (chance(10) ? ` @${pick(['include', 'skip'])}(if: ${operand(['Boolean!', chance(50)])})` : '');

  let aliases = 0;
  const selection = (type: GraphQLObjectType, depth: number): string => {
    const fields = Object.values(type.getFields()).filter(({ name }) => isAskedFor(type.name, name));
    const chosen = Array.from({ length: g(fc.integer, { min: 1, max: 4 }) }, () => pick(fields));
    const parts = chosen.map((field) => {
      const target = getNamedType(field.type);
      if (!isLeafType(target) && depth === 0) return '__typename';
      aliases += 1;
      const name = orInvalid(field.name, ['nothing', `${field.name}s`, 'id']);
      const text = `a${aliases}: ${name}${orInvalid(argumentsOf(field), ['', '(first: -1)', '(nothing: 1)', '(id: "x")'])}${directive()}${isObjectType(target) ? selection(target, depth - 1) : ''}`;
      if (!chance(10)) return text;
      if (chance(50)) return `... ${chance(50) ? `on ${type.name} ` : ''}${directive()}{ ${text} }`;
      fragments.push(`fragment F${fragments.length} on ${type.name} { ${text} }`);
      return `...${orInvalid(`F${fragments.length - 1}`, ['Missing', 'F0'])}`;
    });
    return ` { ${[...parts, ...(chance(20) ? ['__typename'] : [])].join(' ')} }`;
  };

  const nodeTypes = ['IntegrationRun', 'Integration', 'IntegrationError', 'IntegrationHistoryRecord', 'Contract'].map(
    (name) => schema.getType(name) as GraphQLObjectType,
  );
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ name }) => isAskedFor('Query', name));
  const figureRoots = roots.filter(({ name }) => figures.has(`Query.${name}`));
  const rootParts = () =>
    Array.from({ length: g(fc.integer, { min: 1, max: 2 }) }, (_, index) => {
      const field = pick(fingerprints && chance(50) ? figureRoots : roots);
      const target = getNamedType(field.type);
      if (isLeafType(target)) return `r${index}: ${field.name}`;
      const types = isObjectType(target) ? [] : nodeTypes.map((type) => `... on ${type.name}${selection(type, 1)}`);
      const set = isObjectType(target) ? selection(target, 3) : ` { id __typename ${types.join(' ')} }`;
      return `r${index}: ${field.name}${argumentsOf(field)}${set}`;
    });
  const set = harmless ? harmless(selection(nodeTypes[0] as GraphQLObjectType, 3)) : `{ ${rootParts().join(' ')} }`; // the first of them
  const head = `${harmless ? 'mutation' : 'query'} Any${definitions.length > 0 ? `(${definitions.join(', ')})` : ''}`;
  const text = `${head} ${set}\n${fragments.join('\n')}`;
  return {
    query: orInvalid(text, [text.slice(0, -2), `${text} {`, `${text} query Other { __typename }`, `${text} query Any { id }`]),
    variables,
  };
};
