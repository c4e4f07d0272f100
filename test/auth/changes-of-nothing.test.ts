// A change of nothing is a read: who may write and not read is shown what they have changed, and nothing else.
import { describe, expect, test } from 'vitest';
import { contentsOf } from '../domain/contents.js';
import { useWorld } from '../support/world.js';
import { newRun, useWriters } from './writers.js';

const world = useWorld({ auth: { mode: 'required' } });
const clients = useWriters(world);

const read = 'core.integration.read';
const needs = (scope: string) => `This needs the scope ${scope}, which your credential does not have.`;

describe('a change of nothing is a read', () => {
  const moves = { start: 'RUNNING', pause: 'PAUSED', requeue: 'PENDING', succeed: 'SUCCESSFUL', fail: 'FAILED' } as const;
  const by = (id: number) => `by: { databaseId: ${id} }`;
  const graphql: readonly (readonly [field: string, input: () => Promise<string> | string])[] = [
    ['updateContract', () => by(7)],
    ['updateIntegration', () => by(1)],
    ['updateIntegrationError', () => by(1)],
    ['updateIntegrationRun', () => by(1)],
    ['updateIntegrationRun', () => `${by(1)}, integrationErrors: []`],
    ['updateIntegrationRun', async () => `${by(await newRun(world, { totalRecords: 5 }))}, totalRecords: 5`],
    ...Object.entries(moves).map(([verb, status]) => [`${verb}IntegrationRun`, async () => by(await newRun(world, { status }))] as const),
    [
      'pauseIntegrationRun',
      async () => `${by(await newRun(world, { status: 'PAUSED' }))}, note: "x", integrationErrors: [{ status: "x" }]`,
    ],
    [
      'resolveIntegrationError',
      async () => by((await world.database.prisma.integrationError.update({ where: { id: 2 }, data: { isResolved: true } })).id),
    ],
    [
      'unresolveIntegrationError',
      async () => by((await world.database.prisma.integrationError.update({ where: { id: 3 }, data: { isResolved: false } })).id),
    ],
  ];
  test.each(graphql)('over GraphQL: %s', async (field, input) => {
    const given = await input();
    const [before, isContract] = [await contentsOf(world), field === 'updateContract'];
    const query = `mutation { ${field}(input: { ${given} }) { __typename } }`;
    for (const ask of [world.graphql, world.fieldByField]) {
      const { data, errors } = await ask<Record<string, unknown>, never>(query, {}, isContract ? clients.contractWriter : clients.writer);
      expect(data).toEqual({ [field]: null });
      expect(errors).toEqual([
        expect.objectContaining({
          message: needs(isContract ? 'core.contract.read' : read),
          path: [field],
          extensions: { code: 'FORBIDDEN' },
        }),
      ]);
    }
    const { data } = await world.graphql<Record<string, { __typename: string }>, never>(query, {}, clients.all);
    expect(data?.[field]?.__typename).toMatch(/Success$/);
    expect(await contentsOf(world)).toEqual(before);
  });

  const paths = {
    run: 'RUNNING',
    pause: 'PAUSED',
    pending: 'PENDING',
    success: 'SUCCESSFUL',
    finish: 'SUCCESSFUL',
    fail: 'FAILED',
  } as const;
  const rest: [title: string, path: () => Promise<string> | string, body?: object][] = [
    ['a run, without a body', () => 'integration_runs/7'],
    ['a run, with nothing in it', () => 'integration_runs/7', {}],
    ['a run, with what it has', async () => `integration_runs/${await newRun(world, { totalRecords: 5 })}`, { 'total-records': 5 }],
    ['an error', () => 'integration_errors/1'],
    ['an integration', () => 'integrations/1'],
    [
      'an error that is resolved',
      async () => {
        await world.database.prisma.integrationError.update({ where: { id: 2 }, data: { isResolved: true } });
        return 'integration_errors/2/resolve';
      },
    ],
    [
      'the newest modification time',
      async () => `integration_runs/${await newRun(world, { maxUpdatedAt: new Date(0) })}/max_updated_at`,
      { 'max-updated-at': new Date(0) },
    ],
    ...Object.entries(paths).map(([path, status]): [string, () => Promise<string>] => [
      `a move that was made: ${path}`,
      async () => `integration_runs/${await newRun(world, { status })}/${path}`,
    ]),
  ];
  test.each(rest)('over REST: %s', async (_title, pathOf, body?: object) => {
    const path = `/api/${await pathOf()}`;
    const before = await contentsOf(world);
    const refused = await world.rest('PUT', path, body, clients.writer);
    expect([refused.status, refused.json]).toEqual([403, { errors: { base: [needs(read)] } }]);
    expect((await world.rest('PUT', path, body, clients.both)).status).toBe(200);
    expect(await contentsOf(world)).toEqual(before);
  });

  test('what has changed is shown to whoever has changed it', async () => {
    const id = await newRun(world);
    const { status, json } = await world.rest('PUT', `/api/integration_runs/${id}/run`, undefined, clients.writer);
    expect([status, json.status, json.integration.code]).toEqual([200, 'running', 'erp-invoices']);
    const query = `mutation { pauseIntegrationRun(input: { by: { databaseId: ${id} }, totalRecords: 9 }) { ... on PauseIntegrationRunSuccess { integrationRun { status totalRecords version } } } }`;
    const { data } = await world.graphql<Record<string, unknown>, never>(query, {}, clients.writer);
    expect(data).toEqual({ pauseIntegrationRun: { integrationRun: { status: 'PAUSED', totalRecords: 9, version: 3 } } });
  });
});
