// Every operation × every scope × both doors. A client has one scope, and may do what needs it, and nothing else.
import { beforeAll, describe, expect, test } from 'vitest';
import { type Scope, scopes } from '../../src/domain/rules/viewer.js';
import { schema } from '../../src/graphql/schema/schema.js';
import type { Route } from '../../src/rest/route.js';
import { routes } from '../../src/rest/routes.js';
import { makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';
import { bodyFor, mutations, nodeScopes, queries, type Records, scopeOfRoute } from './operations.js';
import { newRecords, newRuns } from './writers.js';

const world = useWorld({ auth: { mode: 'required' } });
const keys = new Map<Scope, Record<string, string>>();
let records: Records;

beforeAll(async () => {
  for (const scope of scopes) {
    const { apiKey } = await makeClient(world, [scope]);
    keys.set(scope, { 'x-coupa-api-key': apiKey ?? '' });
  }
  await world.database.prisma.integrationError.update({ where: { id: 1 }, data: { isResolved: false } });
  await world.database.prisma.integrationHistoryRecord.update({ where: { id: 1 }, data: { isResolved: false } });
  records = await newRecords(world);
});

const headersOf = (scope: Scope) => keys.get(scope) ?? {};
const refusal = (scope: string) => `This needs the scope ${scope}, which your credential does not have.`;

/** All that clients can change. */
const contents = async () => {
  const { prisma } = world.database;
  return JSON.stringify([
    await prisma.integration.findMany({ orderBy: { id: 'asc' } }),
    await prisma.integrationRun.findMany({ orderBy: { id: 'asc' } }),
    await prisma.integrationRunTransition.count(),
    await prisma.integrationError.findMany({ orderBy: { id: 'asc' } }),
    await prisma.integrationHistoryRecord.findMany({ orderBy: { id: 'asc' } }),
    await prisma.contract.findMany({ orderBy: { id: 'asc' } }),
    await prisma.apiClient.findMany({ orderBy: { id: 'asc' }, omit: { lastUsedAt: true } }),
    await prisma.webhookEndpoint.findMany({ orderBy: { id: 'asc' }, omit: { place: true } }),
    await prisma.webhookDelivery.findMany({ orderBy: { id: 'asc' } }),
  ]);
};

describe('GraphQL', () => {
  test('knows no operation that is not in the matrix', () => {
    const names = (type: ReturnType<typeof schema.getQueryType>) => Object.keys(type?.getFields() ?? {}).sort();
    expect(names(schema.getQueryType())).toEqual(Object.keys(queries(records)).sort());
    expect(names(schema.getMutationType())).toEqual(Object.keys(mutations(records)).sort());
  });

  test.each(scopes)('answers the queries that need %s to a client that has it alone, and no others', async (scope) => {
    for (const [field, { scope: needed, rest }] of Object.entries(queries(records))) {
      if (needed === null) continue;
      const { data, errors } = await world.graphql<Record<string, unknown>, never>(`{ ${field}${rest} }`, {}, headersOf(scope));
      if (needed === scope) {
        expect(errors, field).toBeUndefined();
        expect(data?.[field], field).not.toBeNull();
        continue;
      }
      expect(errors, field).toEqual([
        expect.objectContaining({ message: refusal(needed), path: expect.arrayContaining([field]), extensions: { code: 'FORBIDDEN' } }),
      ]);
      expect(data?.[field] ?? null, field).toBeNull();
    }
  });

  test.each(scopes)('finds objects by their ids for %s as their own queries would', async (scope) => {
    for (const [id, needed] of nodeScopes(records)) {
      const { data, errors } = await world.graphql<{ node: unknown; nodes: unknown[] }, never>(
        'query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }',
        { id },
        headersOf(scope),
      );
      if (needed === scope) expect({ data, errors }).toEqual({ data: { node: { id }, nodes: [{ id }] }, errors: undefined });
      else {
        expect(data).toEqual({ node: null, nodes: [null] });
        expect(errors?.map(({ message, path }) => ({ message, path }))).toEqual([
          { message: refusal(needed), path: ['node'] },
          { message: refusal(needed), path: ['nodes', 0] },
        ]);
      }
    }
  });

  test.each(scopes)('refuses the mutations that do not need %s to a client that has it alone, and changes nothing', async (scope) => {
    const before = await contents();
    for (const [field, { scope: needed, input }] of Object.entries(mutations(records))) {
      if (needed === scope) continue;
      const answer = await world.graphql(`mutation { ${field}(input: { ${input} }) { __typename } }`, {}, headersOf(scope));
      expect(answer, field).toEqual({
        status: 200,
        data: { [field]: null },
        errors: [expect.objectContaining({ message: refusal(needed), path: [field], extensions: { code: 'FORBIDDEN' } })],
      });
    }
    expect(await contents()).toBe(before);
  });

  test('makes the mutations of each scope for a client that has it alone', async () => {
    for (const field of Object.keys(mutations(records))) {
      const { scope, also, input } = mutations({ ...records, ...(await newRuns(world)) })[field] ?? { scope: 'admin', input: '' };
      const { data, errors } = await world.graphql<Record<string, { __typename: string }>, never>(
        `mutation { ${field}(input: { ${input} }) { __typename } }`,
        {},
        headersOf(scope),
      );
      if (also) {
        expect(errors?.[0]?.message, field).toBe(refusal(also));
        continue;
      }
      expect(errors, field).toBeUndefined();
      expect(data?.[field]?.__typename, field).toMatch(/Success$/);
    }
  });
});

describe('REST', () => {
  const nameOf = ({ method, path }: Route) => `${method} /api/${path}`;
  const idFor = ({ resource, path }: Route, { run, failed }: Records) =>
    resource.entity === 'integrationRun' ? (path.endsWith('/retry') ? failed : run) : 1;
  const isWait = ({ path }: Route) => path.endsWith('/wait');
  const ask = (route: Route, scope: Scope, used: Records) =>
    world.rest(
      route.method,
      `/api/${route.path.replace(':id', String(idFor(route, used)))}${isWait(route) ? '?timeout=0' : ''}`,
      bodyFor(route, used),
      headersOf(scope),
    );

  test.each(scopes)('refuses the routes that do not need %s to a client that has it alone, and changes nothing', async (scope) => {
    const before = await contents();
    for (const route of routes) {
      const needed = scopeOfRoute(route);
      if (needed === scope) continue;
      const { status, headers, json } = await ask(route, scope, records);
      expect({ status, json }, nameOf(route)).toEqual({ status: 403, json: { errors: { base: [refusal(needed)] } } });
      expect(headers.get('www-authenticate')).toBe(`Bearer realm="integration-runs", error="insufficient_scope", scope="${needed}"`);
    }
    expect(await contents()).toBe(before);
  });

  test.each(routes.map((route) => [nameOf(route), route] as const))(
    'answers %s to a client with its scope alone, whole',
    async (_name, route) => {
      const { status, text, json } = await ask(route, scopeOfRoute(route), { ...records, ...(await newRuns(world)) });
      expect(status, text).toBe(isWait(route) ? 202 : route.method === 'POST' ? 201 : 200);
      if (route.resource.entity === 'integrationRun' && route.path.includes(':id')) expect(json.integration.code).toBe('erp-invoices');
    },
  );
});
