import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { byGraphQL, byRest, compare, errorBody, errorInput, keptOf } from './both-doors.js';

const world = useWorld();

const both = ['NotFoundError', 'ValidationError'];
const errorCount = () => world.database.prisma.integrationError.count();
const integrationCount = () => world.database.prisma.integration.count();

describe('an error is the same through both doors', () => {
  const bodies: [title: string, input: object, body: object, code: string][] = [
    ['nothing', {}, {}, 'OK'],
    ['everything', errorInput, errorBody, 'OK'],
    [
      'unset values',
      { status: null, contactAlertType: null, responses: [] },
      { status: null, 'contact-alert-type': null, responses: [] },
      'OK',
    ],
    ['a negative revision', { documentRevision: -1 }, { 'document-revision': -1 }, 'VALIDATION_FAILED'],
    [
      'too many responses',
      { responses: Array(101).fill({ code: 'x' }) },
      { responses: Array(101).fill({ 'response-code': 'x' }) },
      'VALIDATION_FAILED',
    ],
    ['a blank alert type', { contactAlertType: ' ' }, { 'contact-alert-type': ' ' }, 'VALIDATION_FAILED'],
  ];

  test.each(
    bodies.flatMap(([title, ...rest]) =>
      ['integration_errors', 'integration_errors/create_alert'].map((path) => [title, path, ...rest] as const),
    ),
  )('created with %s at /%s', async (_title, path, input, body, code) => {
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'createIntegrationError', { integrationRun: { databaseId: 7 }, ...input }, both)
          : byRest(world, 'POST', `/api/${path}`, { 'integration-run-id': '7', ...body }),
      ({ id }) => (id === null ? errorCount() : keptOf(world, 'error', id)),
    );
    expect(result?.outcome).toMatchObject({ code });
  });

  const makeError = async () =>
    (
      await world.database.prisma.integrationError.create({
        data: {
          integrationRunId: 7,
          integrationId: 7,
          status: 'old',
          contactAlertType: 'Functional',
          responses: { create: [{ code: 'old' }] },
        },
      })
    ).id;

  test.each(bodies)('updated with %s', async (_title, input, body, code) => {
    const ids: Record<string, number> = { graphql: await makeError(), rest: await makeError() };
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'updateIntegrationError', { by: { databaseId: ids[door] }, ...input }, both)
          : byRest(world, 'PATCH', `/api/integration_errors/${ids[door]}`, body),
      (_outcome, door) => keptOf(world, 'error', ids[door] ?? 0),
    );
    expect(result?.outcome).toMatchObject({ code });
  });

  test.each([
    ['resolveIntegrationError', 'resolve', true],
    ['unresolveIntegrationError', 'unresolve', false],
  ] as const)('%s', async (mutation, path, isResolved) => {
    const ids: Record<string, number> = { graphql: await makeError(), rest: await makeError() };
    for (const _again of [1, 2]) {
      const result = await compare(
        (door) =>
          door === 'graphql'
            ? byGraphQL(world, mutation, { by: { databaseId: ids[door] } }, [])
            : byRest(world, 'PUT', `/api/integration_errors/${ids[door]}/${path}`),
        (_outcome, door) => keptOf(world, 'error', ids[door] ?? 0),
      );
      expect(result).toMatchObject({ outcome: { code: 'OK' }, kept: [{ isResolved }] });
    }
    const missing = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, mutation, { by: { databaseId: 99_999 } }, [])
          : byRest(world, 'PUT', `/api/integration_errors/99999/${path}`),
      errorCount,
    );
    expect(missing?.outcome).toEqual({ id: null, code: 'NOT_FOUND', messages: ['There is no integration error with the id 99999.'] });
  });

  test('created for a run that is not there', async () => {
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'createIntegrationError', { integrationRun: { databaseId: 99_999 } }, both)
          : byRest(world, 'POST', '/api/integration_errors', { 'integration-run-id': 99_999 }),
      errorCount,
    );
    expect(result?.outcome).toMatchObject({ code: 'VALIDATION_FAILED' });
  });
});

describe('an integration is the same through both doors', () => {
  const input = {
    name: 'New',
    code: 'new',
    businessObject: 'Invoice',
    direction: 'TO_COUPA',
    endSystem: 'SAP',
    endSystemType: 'THIRD_PARTY_VENDOR',
    integrationType: 'FLAT_FILE',
  };
  const body = {
    name: 'New',
    code: 'new',
    'business-object': 'Invoice',
    direction: 'to_coupa',
    'end-system': 'SAP',
    'end-system-type': 'third_party_vendor',
    'integration-type': 'flat_file',
  };
  const changes: [title: string, input: object, body: object, code: string, messages: string[]][] = [
    ['nothing', {}, {}, 'OK', []],
    ['everything', { ...input, name: 'Other', code: 'other' }, { ...body, name: 'Other', code: 'other' }, 'OK', []],
    ['no type', { integrationType: null }, { 'integration-type': null }, 'OK', []],
    ['a code that is taken', { code: 'erp-invoices' }, { code: 'erp-invoices' }, 'VALIDATION_FAILED', ['Code has already been taken']],
    [
      'a name that is taken',
      { name: 'Contract import' },
      { name: 'Contract import' },
      'VALIDATION_FAILED',
      ['Name has already been taken'],
    ],
    ['a blank end system', { endSystem: ' ' }, { 'end-system': ' ' }, 'VALIDATION_FAILED', ["End system can't be blank"]],
    ['no name', { name: null }, { name: null }, 'VALIDATION_FAILED', ["Name can't be blank"]],
    [
      'a long code',
      { code: 'x'.repeat(256) },
      { code: 'x'.repeat(256) },
      'VALIDATION_FAILED',
      ['Code is too long (at most 255 characters)'],
    ],
  ];
  const neutral = (kept: unknown) => JSON.parse(JSON.stringify(kept).replace(/(graphql|rest)-/g, ''));

  test.each(changes.filter(([title]) => title !== 'no name'))('created with %s', async (_title, input_, body_, code, messages) => {
    const unique = (door: string, values: object) => ({
      ...values,
      name: 'name' in values ? values.name : `${door}-${_title}`,
      code: 'code' in values ? values.code : `${door}-${_title}`,
    });
    const own = (door: string, values: object) =>
      JSON.parse(JSON.stringify(unique(door, values)).replace(/"(Other|other)"/g, `"${door}-$1"`));
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'createIntegration', { ...input, ...own(door, input_) }, ['ValidationError'])
          : byRest(world, 'POST', '/api/integrations', { ...body, ...own(door, body_) }),
      async ({ id }) => (id === null ? integrationCount() : neutral(await keptOf(world, 'integration', id))),
    );
    expect(result?.outcome).toMatchObject({ code, messages });
  });

  test.each(changes)('updated with %s', async (title, input_, body_, code, messages) => {
    const make = async (door: string) =>
      (
        await world.database.prisma.integration.create({
          data: {
            name: `${door}-To change: ${title}`,
            code: `${door}-change-${title}`,
            businessObject: 'x',
            direction: 'TO_COUPA',
            endSystem: 'x',
            endSystemType: 'ERP',
            integrationType: 'API',
          },
        })
      ).id;
    const ids: Record<string, number> = { graphql: await make('graphql'), rest: await make('rest') };
    const own = (door: string, values: object) => JSON.parse(JSON.stringify(values).replace(/"(Other|other)"/g, `"${door}-$1 changed"`));
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'updateIntegration', { by: { databaseId: ids[door] }, ...own(door, input_) }, both)
          : byRest(world, 'PUT', `/api/integrations/${ids[door]}`, own(door, body_)),
      async (_outcome, door) => neutral(await keptOf(world, 'integration', ids[door] ?? 0)),
    );
    expect(result?.outcome).toMatchObject({ code, messages });
  });

  test('changed when it is not there', async () => {
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'updateIntegration', { by: { databaseId: 99_999 } }, both)
          : byRest(world, 'PUT', '/api/integrations/99999'),
      integrationCount,
    );
    expect(result?.outcome).toEqual({ id: null, code: 'NOT_FOUND', messages: ['There is no integration with the id 99999.'] });
  });
});

describe('a read finds the same records through both doors', () => {
  const reads: [field: string, path: string, variables: Record<string, unknown>, query: string, first: number[]][] = [
    ['integrationRuns', 'integration_runs', { filter: { status: { in: ['FAILED', 'PAUSED'] } } }, 'status[in]=failed,paused', [3, 4, 8]],
    [
      'integrationRuns',
      'integration_runs',
      { filter: { integration: { code: { startsWith: 'HR' } } } },
      'integration[code][starts_with]=HR',
      [7, 8, 19],
    ],
    ['integrationErrors', 'integration_errors', { filter: { documentType: { eq: 'CONTRACT' } } }, 'document_type=Contract', [3, 6, 9]],
    ['integrations', 'integrations', { filter: { integrationType: { ne: 'XML' } } }, 'integration_type[not_eq]=xml', [1, 2, 4]],
    ['contracts', 'contracts', { filter: { maximumValue: { gt: '20000.5' } } }, 'maximum_value[gt]=20000.5', [5, 6, 7]],
  ];

  test.each(reads)('%s', async (field, path, variables, query, first) => {
    const type = `${field.charAt(0).toUpperCase()}${field.slice(1, -1)}`;
    const { data, errors } = await world.graphql<{ list: { totalCount: number; nodes: { databaseId: number }[] } }, never>(
      `query($filter: ${type}Filter) { list: ${field}(filter: $filter, orderBy: { field: ID, direction: ASC }, first: 50) { totalCount nodes { databaseId } } }`,
      variables,
    );
    expect(errors).toBeUndefined();
    const { json, headers } = await world.rest('GET', `/api/${path}?${query}`);
    const ids = json.map(({ id }: { id: number }) => id);
    expect([ids, Number(headers.get('x-total-count'))]).toEqual([
      data?.list.nodes.map(({ databaseId }) => databaseId),
      data?.list.totalCount,
    ]);
    expect(ids.slice(0, 3)).toEqual(first);
  });

  test.each([
    ['integrationRun', 'integration_runs'],
    ['integrationError', 'integration_errors'],
    ['integration', 'integrations'],
    ['contract', 'contracts'],
  ])('%s that is not there is null in one, and 404 in the other', async (field, path) => {
    const { data, errors } = await world.graphql(`{ record: ${field}(by: { databaseId: 99999 }) { databaseId } }`);
    expect([data, errors]).toEqual([{ record: null }, undefined]);
    expect((await world.rest('GET', `/api/${path}/99999`)).status).toBe(404);
  });
});
