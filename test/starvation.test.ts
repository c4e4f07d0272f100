// One caller with twenty connections asks for counts that take PostgreSQL seconds, for twenty seconds. Everybody else is answered meanwhile: held where
// nothing else runs beside, by `npm run test:timing`.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { createApp } from '../src/app.js';
import { openPostgres } from '../src/db/postgres/postgres.js';
import { createLogger } from '../src/observability/logger.js';
import { createAccounts } from '../src/rate-limit/account.js';
import { server } from './db/on-server.js';
import { post } from './graphql/ask.js';
import { cloneDatabaseUrl } from './support/clone.js';
import { askToken, basic, makeClient } from './support/credentials.js';
import { isTimed } from './support/processor-time.js';
import { browser } from './support/world.js';

/** Errors that are dear to search, written without what else a write does: their number is all that matters here. */
const fill = `SET session_replication_role = replica;
  INSERT INTO integration_errors (integration_run_id, integration_id, document_type, document_id, creation_method)
  SELECT run.id, run.integration_id, 'INVOICE', n, repeat(md5(n::text), 20) FROM (SELECT * FROM integration_runs LIMIT 1) AS run, generate_series(1, 100000) AS n;
  ANALYZE`;

describe.runIf(server !== undefined && isTimed)('on PostgreSQL', { timeout: 180_000 }, () => {
  test('99 of 100 requests of others take less than 250 ms, whatever they ask', async () => {
    const clone = await cloneDatabaseUrl();
    const filler = new pg.Client(clone.url);
    await filler.connect();
    await filler.query(fill);
    await filler.end();
    const ignore = () => undefined;
    const database = openPostgres({ url: clone.url, poolSize: 10, statementTimeout: 30_000, observer: ignore, onConnectionLost: ignore });
    try {
      const options = { database, logger: createLogger('silent'), bodyLimit: 100_000, requestTimeout: 30_000, browser };
      const openAccount = createAccounts({ rest: { rate: 1_000_000, burst: 0 }, graphql: { rate: 1_000_000, burst: 0 } }, database);
      const app = createApp({ ...options, openAccount, auth: { mode: 'required' } });
      const greedy = await makeClient({ database }, ['core.integration.read']);
      const quiet = await makeClient({ database }, ['core.integration.read', 'core.integration.write']);
      const key = { 'x-coupa-api-key': quiet.apiKey ?? '' };
      const ask = (query: string) => post(app, { query }, key);
      const get = (path: string) => app(new Request(`http://gateway.test${path}`, { headers: { ...key, accept: 'application/json' } }));
      const kinds: Record<string, () => Promise<{ readonly status: number }>> = {
        readiness: () => get('/health/ready'),
        token: () =>
          askToken({ app }, { grant_type: 'client_credentials' }, { authorization: basic(quiet.apiClient.clientId, quiet.clientSecret) }),
        read: () => ask('{ integrationRun(by: { databaseId: 1 }) { status integration { name } } }'),
        list: () => ask('{ integrationRuns(first: 20) { nodes { id integration { name } } } }'),
        'REST show': () => get('/api/integrations/1'),
        'REST list': () => get('/api/integrations?limit=10'),
        move: () =>
          ask(`mutation { updateIntegrationRun(input: { by: { databaseId: 1 }, totalRecords: ${Date.now() % 1000} }) { __typename } }`),
        'write through Prisma': () =>
          ask(`mutation { updateIntegration(input: { by: { databaseId: 1 }, endSystem: "S${Date.now() % 1000}" }) { __typename } }`),
      };
      for (const kind of Object.values(kinds)) await kind();

      let isOver = false;
      let number = 0;
      const outcomes = new Set<number>();
      const attack = async () => {
        while (!isOver) {
          const counts = Array.from(
            { length: 10 },
            (_, index) => `a${index}: integrationErrors(filter: { creationMethod: { contains: "zz${number + index}" } }) { totalCount }`,
          );
          number += 10;
          const { status } = await post(app, { query: `{ ${counts.join(' ')} }` }, { 'x-coupa-api-key': greedy.apiKey ?? '' });
          outcomes.add(status);
        }
      };
      const attackers = Array.from({ length: 20 }, attack);
      const until = performance.now() + 20_000;
      const slow = await Promise.all(
        Object.entries(kinds).map(async ([name, kind]) => {
          const took: number[] = [];
          while (performance.now() < until) {
            const begun = performance.now();
            expect((await kind()).status, name).toBe(200);
            took.push(performance.now() - begun);
            await sleep(50);
          }
          const [worst = 0] = took.toSorted((one, other) => other - one).slice(Math.floor(took.length / 100));
          return worst < 250 ? [] : [`${name}: ${worst.toFixed(0)} ms`];
        }),
      );
      isOver = true;
      await Promise.all(attackers);
      expect(slow.flat()).toEqual([]);
      expect(outcomes).toContain(200); // it has had its share
      expect([...outcomes].filter((status) => status !== 200 && status !== 503)).toEqual([]); // beyond which it is told to wait
    } finally {
      await database.close();
      await clone.remove();
    }
  });
});
