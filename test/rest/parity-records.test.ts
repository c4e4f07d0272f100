import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { byGraphQL, byRest, compare, errorBody, errorInput, keptOf } from './both-doors.js';

const world = useWorld();

const both = ['NotFoundError', 'ValidationError'];
const integrationCount = () => world.database.prisma.integration.count();

const documentRecords = [
  ['IntegrationError', 'integration_errors', 'integration error'],
  ['IntegrationHistoryRecord', 'integration_history_records', 'integration history record'],
] as const;

describe.each(documentRecords)('an %s is the same through both doors', (type, resource, noun) => {
  const thing = type === 'IntegrationError' ? 'error' : 'historyRecord';
  const count = () =>
    thing === 'error' ? world.database.prisma.integrationError.count() : world.database.prisma.integrationHistoryRecord.count();

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
    ['no alert type, which REST may have as a blank', { contactAlertType: null }, { 'contact-alert-type': ' ' }, 'OK'],
  ];

  test.each(bodies.flatMap(([title, ...rest]) => [resource, `${resource}/create_alert`].map((path) => [title, path, ...rest] as const)))(
    'created with %s at /%s',
    async (_title, path, input, body, code) => {
      const result = await compare(
        (door) =>
          door === 'graphql'
            ? byGraphQL(world, `create${type}`, { integrationRun: { databaseId: 7 }, ...input }, both)
            : byRest(world, 'POST', `/api/${path}`, { 'integration-run-id': '7', ...body }),
        ({ id }) => (id === null ? count() : keptOf(world, thing, id)),
      );
      expect(result?.outcome).toMatchObject({ code });
    },
  );

  const makeError = async () => {
    const data = {
      integrationRunId: 7,
      integrationId: 7,
      status: 'old',
      contactAlertType: 'Functional',
      responses: { create: [{ code: 'old' }] },
    };
    const { prisma } = world.database;
    const { id } =
      thing === 'error' ? await prisma.integrationError.create({ data }) : await prisma.integrationHistoryRecord.create({ data });
    return id;
  };

  test.each(bodies)('updated with %s', async (_title, input, body, code) => {
    const ids: Record<string, number> = { graphql: await makeError(), rest: await makeError() };
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, `update${type}`, { by: { databaseId: ids[door] }, ...input }, both)
          : byRest(world, 'PATCH', `/api/${resource}/${ids[door]}`, body),
      (_outcome, door) => keptOf(world, thing, ids[door] ?? 0),
    );
    expect(result?.outcome).toMatchObject({ code });
  });

  test.each([
    [`resolve${type}`, 'resolve', true],
    [`unresolve${type}`, 'unresolve', false],
  ] as const)('%s', async (mutation, path, isResolved) => {
    const ids: Record<string, number> = { graphql: await makeError(), rest: await makeError() };
    for (const _again of [1, 2]) {
      const result = await compare(
        (door) =>
          door === 'graphql'
            ? byGraphQL(world, mutation, { by: { databaseId: ids[door] } }, [])
            : byRest(world, 'PUT', `/api/${resource}/${ids[door]}/${path}`),
        (_outcome, door) => keptOf(world, thing, ids[door] ?? 0),
      );
      expect(result).toMatchObject({ outcome: { code: 'OK' }, kept: [{ isResolved }] });
    }
    const missing = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, mutation, { by: { databaseId: 99_999 } }, [])
          : byRest(world, 'PUT', `/api/${resource}/99999/${path}`),
      count,
    );
    expect(missing?.outcome).toEqual({ id: null, code: 'NOT_FOUND', messages: [`There is no ${noun} with the id 99999.`] });
  });

  test('created for a run that is not there', async () => {
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, `create${type}`, { integrationRun: { databaseId: 99_999 } }, both)
          : byRest(world, 'POST', `/api/${resource}`, { 'integration-run-id': 99_999 }),
      count,
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

describe('a contract is the same through both doors', () => {
  const input = { name: 'New', status: 'draft', version: 2, type: 'AMENDMENT_CONTRACT', startDate: '2026-01-01', endDate: '2026-12-31' };
  const body = {
    name: 'New',
    status: 'draft',
    version: 2,
    type: 'AmendmentContract',
    'start-date': '2026-01-01',
    'end-date': '2026-12-31',
  };
  const more: [title: string, input: object, body: object, code: string, messages: string[]][] = [
    ['nothing', {}, {}, 'OK', []],
    [
      'values',
      { minimumValue: '1.5', maximumValue: '12345678901234567890.1234', currencyCode: 'EUR' },
      { 'minimum-value': 1.5, 'maximum-value': '12345678901234567890.1234', currency: { code: 'EUR' } },
      'OK',
      [],
    ],
    ['a supplier', { supplierId: 7, supplierNumber: 'S', supplierName: 'X' }, { supplier: { id: '7', number: 'S', name: 'X' } }, 'OK', []],
    ["a supplier's id", { supplierId: 7 }, { supplier: { id: 7, 'is-active': true } }, 'OK', []],
    ['a flat id', { supplierId: 7 }, { supplier_id: 7 }, 'OK', []],
    ['an object and a flat id', { supplierId: 7 }, { supplier: { id: 7 }, 'supplier-id': 8 }, 'OK', []],
    ['a display name', { supplierName: 'X' }, { supplier: { 'display-name': 'X' } }, 'OK', []],
    ['a name and a display name', { supplierName: 'X' }, { supplier: { display_name: 'Y', name: 'X' } }, 'OK', []],
    ['no supplier', { supplierId: null, supplierNumber: null, supplierName: null }, { supplier: null }, 'OK', []],
    ['no currency', { currencyCode: null }, { currency: { code: null } }, 'OK', []],
    ['no status', { status: null }, { status: null }, 'VALIDATION_FAILED', ["Status can't be blank"]],
    ['a number that is taken', { number: 'C-1002' }, { number: 'C-1002' }, 'VALIDATION_FAILED', ['Number has already been taken']],
    ['a negative version', { version: -1 }, { version: -1 }, 'VALIDATION_FAILED', ['Version must be a whole number from 0 to 2147483647']],
    [
      'an end before the start',
      { endDate: '2025-01-01' },
      { 'end-date': '2025-01-01' },
      'VALIDATION_FAILED',
      ["End date can't be before the start date"],
    ],
    [
      'a long currency',
      { currencyCode: 'EURO' },
      { currency: { code: 'EURO' } },
      'VALIDATION_FAILED',
      ['Currency code is too long (at most 3 characters)'],
    ],
  ];
  const neutral = (kept: unknown) => JSON.parse(JSON.stringify(kept).replace(/(graphql|rest)-/g, ''));
  const contractCount = () => world.database.prisma.contract.count();

  test.each(more.filter(([title]) => title !== 'no status'))('created with %s', async (title, input_, body_, code, messages) => {
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'createContract', { ...input, number: `graphql-${title}`, ...input_ }, ['ValidationError'])
          : byRest(world, 'POST', '/api/contracts', { ...body, number: `rest-${title}`, ...body_ }),
      async ({ id }) => (id === null ? contractCount() : neutral(await keptOf(world, 'contract', id))),
    );
    expect(result?.outcome).toMatchObject({ code, messages });
  });

  test.each(more)('updated with %s', async (title, input_, body_, code, messages) => {
    const make = async (door: string) =>
      (
        await world.database.prisma.contract.create({
          data: {
            ...input,
            type: 'MASTER_CONTRACT',
            startDate: new Date('2026-01-01'),
            endDate: null,
            number: `${door}-change ${title}`,
            supplierId: 1,
            supplierNumber: 'old',
            supplierName: 'old',
            currencyCode: 'USD',
          },
        })
      ).id;
    const ids: Record<string, number> = { graphql: await make('graphql'), rest: await make('rest') };
    const result = await compare(
      (door) =>
        door === 'graphql'
          ? byGraphQL(world, 'updateContract', { by: { databaseId: ids[door] }, ...input_ }, both)
          : byRest(world, 'PATCH', `/api/contracts/${ids[door]}`, body_),
      async (_outcome, door) => neutral(await keptOf(world, 'contract', ids[door] ?? 0)),
    );
    expect(result?.outcome).toMatchObject({ code, messages });
  });

  test.each([
    ['all that is required', {}, ["Name can't be blank", "Number can't be blank", "Status can't be blank"]],
    [
      'a supplier that is no object',
      { ...body, number: 'wrong', supplier: 'Aurora' },
      ['Supplier id must be in an object', 'Supplier name must be in an object', 'Supplier number must be in an object'],
    ],
    ['an id that is no number', { ...body, number: 'wrong', supplier: { id: 'x' } }, ['Supplier id must be a whole number']],
  ])('is not created over REST for want of %s', async (_title, sent, messages) => {
    const before = await contractCount();
    const { status, json } = await world.rest('POST', '/api/contracts', sent);
    expect([status, json]).toEqual([400, { errors: { contract: messages } }]);
    expect(await contractCount()).toBe(before);
  });

  test('and is answered in full, with the parts of its supplier that are known', async () => {
    const created = await world.rest('POST', '/api/contracts', {
      ...body,
      number: 'C-full',
      supplier: { id: 7 },
      'custom-fields': { a: 1 },
      exported: true,
    });
    expect([created.status, created.json]).toMatchObject([
      201,
      { supplier: { id: 7, name: null, number: null, 'display-name': null }, currency: null },
    ]);
    expect(Object.keys(created.json.supplier)).toEqual(['id', 'name', 'number', 'display-name']);
    const fields = encodeURIComponent('["id",{"supplier":["name"]}]');
    const named = await world.rest('PUT', `/api/contracts/${created.json.id}?fields=${fields}`, { supplier: { name: 'X' } });
    expect(named.json).toEqual({ id: created.json.id, supplier: { name: 'X' } });
    const xml = await world.rest('GET', `/api/contracts/${created.json.id}`, undefined, { accept: 'application/xml' });
    expect(xml.text).toContain(
      '  <supplier>\n    <id type="integer">7</id>\n    <name>X</name>\n    <number nil="true"/>\n    <display-name>X</display-name>\n  </supplier>\n',
    );
    const found = await world.rest('GET', '/api/contracts?supplier[id]=7&supplier[name]=X&supplier[number][blank]=true');
    expect(found.json.map(({ id }: { id: number }) => id)).toContain(created.json.id);
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
    [
      'integrationHistoryRecords',
      'integration_history_records',
      { filter: { integrationRun: { databaseId: { gt: 0 } }, documentType: { eq: 'CONTRACT' } } },
      'integration_run_id[gt]=0&document_type=Contract',
      [5, 10, 15],
    ],
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
    ['integrationHistoryRecord', 'integration_history_records'],
    ['integration', 'integrations'],
    ['contract', 'contracts'],
  ])('%s that is not there is null in one, and 404 in the other', async (field, path) => {
    const { data, errors } = await world.graphql(`{ record: ${field}(by: { databaseId: 99999 }) { databaseId } }`);
    expect([data, errors]).toEqual([{ record: null }, undefined]);
    expect((await world.rest('GET', `/api/${path}/99999`)).status).toBe(404);
  });
});
