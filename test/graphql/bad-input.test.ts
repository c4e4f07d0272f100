import { describe, expect, test } from 'vitest';
import { expectNothingWritten } from '../domain/contents.js';
import { useWorld } from '../support/world.js';
import { refuse, refuseMutation } from './refusals.js';

const world = useWorld();
expectNothingWritten(world);

const filtered = (filter: string) => `{ integrationRuns(filter: ${filter}) { totalCount } }`;
const filter = '($filter: IntegrationRunFilter) { integrationRuns(filter: $filter) { totalCount } }';

describe('a document that makes no sense', () => {
  test.each([
    ['no document at all', '', 'GRAPHQL_PARSE_FAILED', 'Syntax Error: Unexpected <EOF>.'],
    ['a syntax error', '{ integrationRuns(', 'GRAPHQL_PARSE_FAILED', 'Syntax Error: Expected Name, found <EOF>.'],
    ['an unknown field', '{ runs { id } }', 'GRAPHQL_VALIDATION_FAILED', 'Cannot query field "runs" on type "Query".'],
    [
      'an unknown argument',
      '{ integrations(limit: 5) { totalCount } }',
      'GRAPHQL_VALIDATION_FAILED',
      'Unknown argument "limit" on field "Query.integrations".',
    ],
    [
      'an unknown field of a filter',
      filtered('{ flaw: {} }'),
      'GRAPHQL_VALIDATION_FAILED',
      'Field "flaw" is not defined by type "IntegrationRunFilter". Did you mean "flow"?',
    ],
    [
      'a text for a number',
      '{ integrationRuns(first: "1") { totalCount } }',
      'GRAPHQL_VALIDATION_FAILED',
      'Int cannot represent non-integer value: "1"',
    ],
    [
      'a number beyond 32 bits',
      '{ integrationRuns(first: 3000000000) { totalCount } }',
      'GRAPHQL_VALIDATION_FAILED',
      'Int cannot represent non 32-bit signed integer value: 3000000000',
    ],
    [
      'an unknown enum value',
      filtered('{ status: { eq: DONE } }'),
      'GRAPHQL_VALIDATION_FAILED',
      'Value "DONE" does not exist in "IntegrationRunStatus" enum.',
    ],
    [
      'a day that does not exist',
      filtered('{ createdAt: { gt: "2026-02-30" } }'),
      'BAD_USER_INPUT',
      '"2026-02-30" is not a valid date-time. Write it in ISO 8601, such as 2026-01-31T09:30:00Z.',
    ],
    [
      'a number for a time',
      filtered('{ createdAt: { gt: 5 } }'),
      'BAD_USER_INPUT',
      'A DateTime is written in quotes: "2026-01-31T09:30:00Z".',
    ],
    [
      'two ways to name one record',
      '{ integration(by: { code: "erp-rates", name: "x" }) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
      'OneOf Input Object "IntegrationBy" must specify exactly one key.',
    ],
    [
      'no way to name one record',
      '{ integration(by: {}) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
      'OneOf Input Object "IntegrationBy" must specify exactly one key.',
    ],
    [
      'a subscription to what there is not',
      'subscription { runs }',
      'GRAPHQL_VALIDATION_FAILED',
      'Cannot query field "runs" on type "Subscription".',
    ],
  ])('refuses %s', async (_title, query, code, message) => {
    expect(await refuse(world, query)).toEqual({ status: 400, code, message: expect.stringContaining(message) });
  });
});

describe('variables of the wrong kind', () => {
  test.each([
    [
      'a text for a number',
      '($n: Int) { integrationRuns(first: $n) { totalCount } }',
      { n: 'x' },
      'Int cannot represent non-integer value: "x"',
    ],
    [
      'a fraction for a number',
      '($n: Int) { integrationRuns(first: $n) { totalCount } }',
      { n: 1.5 },
      'Int cannot represent non-integer value: 1.5',
    ],
    [
      'an unknown enum value',
      filter,
      { filter: { status: { eq: 'DONE' } } },
      'Value "DONE" does not exist in "IntegrationRunStatus" enum.',
    ],
    ['a word for a time', filter, { filter: { createdAt: { gt: 'yesterday' } } }, '"yesterday" is not a valid date-time.'],
    ['a day that does not exist', filter, { filter: { createdAt: { gt: '2026-02-30' } } }, '"2026-02-30" is not a valid date-time.'],
    ['an hour that does not exist', filter, { filter: { createdAt: { gt: '2026-02-03T25:00:00Z' } } }, 'is not a valid date-time.'],
    ['a time in year 0', filter, { filter: { createdAt: { gt: '0000-01-01' } } }, '"0000-01-01" is not a valid date-time.'],
    [
      'a number for a time',
      filter,
      { filter: { createdAt: { gt: 5 } } },
      'A DateTime is a text in ISO 8601, such as "2026-01-31T09:30:00Z".',
    ],
    [
      'a word for a decimal',
      '($filter: ContractFilter) { contracts(filter: $filter) { totalCount } }',
      { filter: { minimumValue: { lt: 'much' } } },
      'A Decimal is a text of digits, such as "1500.00".',
    ],
    [
      'a number that JavaScript would write with an exponent',
      '($filter: ContractFilter) { contracts(filter: $filter) { totalCount } }',
      { filter: { minimumValue: { lt: 1e21 } } },
      'A Decimal is a text of digits, such as "1500.00".',
    ],
    [
      'two ways to name one record',
      '($by: IntegrationBy!) { integration(by: $by) { id } }',
      { by: { code: 'erp-rates', databaseId: 6 } },
      'Exactly one key must be specified for OneOf type "IntegrationBy".',
    ],
    [
      'null as the way to name one record',
      '($by: IntegrationBy!) { integration(by: $by) { id } }',
      { by: { code: null } },
      'Field "code" must be non-null.',
    ],
  ])('refuses %s', async (_title, query, variables, message) => {
    expect(await refuse(world, `query${query}`, variables)).toEqual({
      status: 400,
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining(message),
    });
  });

  test.each(['eq', 'ne', 'in', 'notIn', 'lt', 'lte', 'gt', 'gte', 'isNull'])(
    'refuses null for the operator %s only where it says nothing',
    async (operator) => {
      const answer = await world.graphql(`query${filter}`, { filter: { totalRecords: { [operator]: null } } });
      if (operator === 'eq' || operator === 'ne') expect(answer.errors).toBeUndefined();
      else
        expect(answer.errors?.[0]).toMatchObject({
          message: `The operator "${operator}" of totalRecords got null. Leave it out, or ask for unset values with \`isNull: true\`.`,
          extensions: { code: 'BAD_USER_INPUT' },
        });
    },
  );
});

test.each([
  ['{ databaseId: { lt: null } }', 'databaseId'],
  ['{ integration: { code: { lt: null } } }', 'integration.code'],
  [
    '{ not: { or: [{ integrationErrors: { some: { and: [{ integration: { id: { in: null } } }] } } }] } }',
    'integrationErrors.integration.id',
  ],
])('names the whole attribute whose operator got null: %s', async (asked, name) => {
  const { message } = await refuse(world, `{ integrationRuns(filter: ${asked}) { totalCount } }`);
  expect(message).toMatch(new RegExp(`^The operator "\\w+" of ${name.replaceAll('.', '\\.')} got null\\.`));
});

describe('a page that cannot be', () => {
  test.each([
    ['first: -1', 'The argument "first" is -1, but a page has 0 to 500 rows.'],
    ['last: -1', 'The argument "last" is -1, but a page has 0 to 500 rows.'],
    ['first: 501', 'The argument "first" is 501, but a page has at most 500 rows. Ask for less and go on with `pageInfo.endCursor`.'],
    ['last: 501', 'The argument "last" is 501, but a page has at most 500 rows.'],
    ['first: 1, last: 1', 'The arguments "first" and "last" exclude each other. Give one of them.'],
  ])('refuses %s, of a whole table and of one run alike', async (args, message) => {
    const expected = { status: 200, code: 'BAD_USER_INPUT', message: expect.stringContaining(message) };
    expect(await refuse(world, `{ integrationRuns(${args}) { totalCount } }`)).toEqual(expected);
    expect(await refuse(world, `{ integrationRun(by: { databaseId: 1 }) { transitions(${args}) { totalCount } } }`)).toEqual(expected);
  });
});

describe('values that break a rule', () => {
  const create = (values: object) => refuseMutation(world, 'createIntegrationRun', { integration: { code: 'erp-rates' }, ...values });

  test('refuses a run of an integration that does not exist', async () => {
    const message = 'Integration can\'t be found: There is no integration with the code "nowhere".';
    expect(await create({ integration: { code: 'nowhere' } })).toEqual({
      __typename: 'ValidationError',
      code: 'VALIDATION_FAILED',
      message,
      fieldErrors: [{ path: ['integration'], message }],
    });
    const { status, json } = await world.rest('POST', '/api/integration_runs', { integration: { code: 'nowhere' } });
    expect({ status, json }).toEqual({ status: 400, json: { errors: { integration_run: [message] } } });
  });

  test.each([
    [{ totalRecords: -1 }, ['totalRecords'], 'Total records must be a whole number from 0 to 2147483647'],
    [{ startTime: '2026-01-02', endTime: '2026-01-01' }, ['endTime'], "End time can't be before the start time"],
    [
      { integrationErrors: [{}, { documentRevision: -1 }] },
      ['integrationErrors', '1', 'documentRevision'],
      'Document revision must be a whole number from 0 to 2147483647',
    ],
    [
      { integrationErrors: [{ responses: [{}, { code: 'x'.repeat(256) }] }] },
      ['integrationErrors', '0', 'responses', '1', 'code'],
      'Code is too long (at most 255 characters)',
    ],
    [
      { integrationErrors: [{ contactAlertType: ' ' }] },
      ['integrationErrors', '0', 'contactAlertType'],
      "Contact alert type can't be blank",
    ],
  ])('refuses a run with %j', async (values, path, message) => {
    expect(await create(values)).toEqual({
      __typename: 'ValidationError',
      code: 'VALIDATION_FAILED',
      message,
      fieldErrors: [{ path, message }],
    });
  });
});
