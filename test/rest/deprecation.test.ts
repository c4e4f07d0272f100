import { expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { createLogger, type Logger } from '../../src/observability/logger.js';
import { createRestUsage } from '../../src/rest/usage.js';
import { browser, useWorld } from '../support/world.js';

const world = useWorld();

/** A logger whose info lines are kept. */
const recordingLogger = (): { logger: Logger; lines: object[] } => {
  const lines: object[] = [];
  const logger = createLogger('silent');
  return { logger: Object.assign(logger, { info: (fields: object) => lines.push(fields) }), lines };
};

test('says in every REST answer since when the paths are deprecated and when they may go, once told so', async () => {
  const { logger } = recordingLogger();
  const deprecation = { since: new Date('2026-12-31T00:00:00Z'), sunset: new Date('2027-12-31T00:00:00Z') };
  const app = createApp({ database: world.database, logger, bodyLimit: 1024, requestTimeout: 5_000, rest: { deprecation }, browser });
  const requests: [string, string][] = [
    ['GET', '/api/integration_runs/1'],
    ['GET', '/api/integration_runs/99999'],
    ['DELETE', '/api/integration_runs/1'],
    ['OPTIONS', '/api/integration_runs/1'],
  ];
  for (const [method, path] of requests) {
    const { headers } = await app(new Request(`http://gateway.test${path}`, { method }));
    expect([headers.get('deprecation'), headers.get('sunset')], `${method} ${path}`).toEqual([
      '@1798675200',
      'Fri, 31 Dec 2027 00:00:00 GMT',
    ]);
  }
  const graphql = await app(new Request('http://gateway.test/graphql?query={__typename}'));
  expect(graphql.headers.get('deprecation')).toBeNull();
});

test('says nothing of the kind while nothing is deprecated', async () => {
  const { headers } = await world.rest('GET', '/api/integration_runs/1');
  expect([headers.get('deprecation'), headers.get('sunset')]).toEqual([null, null]);
});

test('counts requests by client and path, and writes the counts to the log', async () => {
  const { logger, lines } = recordingLogger();
  const usage = createRestUsage(logger);
  const app = createApp({
    database: world.database,
    logger: createLogger('silent'),
    bodyLimit: 1024,
    requestTimeout: 5_000,
    rest: { usage },
    browser,
  });
  const ask = (path: string, agent: string) => app(new Request(`http://gateway.test${path}`, { headers: { 'user-agent': agent } }));
  await ask('/api/integration_runs/1', 'payroll/1.0');
  await ask('/api/integration_runs/2.json', 'payroll/1.0');
  await ask('/api/integration_runs/2', 'ledger/3');
  await ask('/api/contracts', 'ledger/3');
  usage.flush();
  expect(lines).toEqual([
    { actorId: 1, userAgent: 'payroll/1.0', route: 'GET /api/integration_runs/:id', requests: 2 },
    { actorId: 1, userAgent: 'ledger/3', route: 'GET /api/integration_runs/:id', requests: 1 },
    { actorId: 1, userAgent: 'ledger/3', route: 'GET /api/contracts', requests: 1 },
  ]);
  usage.flush();
  expect(lines).toHaveLength(3);
});

test('does not grow without bound for a client that calls itself something else each time', () => {
  const { logger, lines } = recordingLogger();
  const usage = createRestUsage(logger);
  for (let number = 0; number < 2_500; number += 1) usage.count({ actorId: null, userAgent: `agent ${number}` }, 'GET /api/contracts');
  expect(lines).toHaveLength(0);
  usage.count({ actorId: 2, userAgent: 'payroll/1.0' }, 'GET /api/contracts');
  usage.flush();
  expect(lines).toHaveLength(22);
  expect(lines.slice(-2)).toMatchObject([
    { actorId: null, userAgent: '(others)', requests: 2_480 },
    { actorId: 2, userAgent: 'payroll/1.0', requests: 1 },
  ]);
});
