// Two gateways on one PostgreSQL behind PgBouncer, with as few sessions as it can do with: whatever the pooler does with them, every answer is right and
// every write is done once. The server's own time zone is not that of the gateway, and must stay as it is.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { type Database, texts } from '../../src/db/database.js';
import { openPostgres } from '../../src/db/postgres/postgres.js';
import type { IntegrationRunMove } from '../../src/domain/integration-run/status.js';
import { transitionIntegrationRun } from '../../src/domain/integration-run/transition.js';
import { InvalidTransitionError } from '../../src/domain/rules/errors.js';
import { listen, type RunningServer } from '../../src/http/server.js';
import { createLogger } from '../../src/observability/logger.js';
import { type ClonedServerDatabase, cloneDatabaseUrl } from '../support/clone.js';
import { operatorOn } from '../support/credentials.js';
import { type Disguise, startDisguise } from '../support/disguise.js';
import { hasPooler, type Pooler, type PoolerOptions, startPooler } from '../support/pgbouncer.js';

interface Gateway {
  readonly database: Database;
  readonly http: RunningServer;
  /** How often it has found out that there is a pooler. */
  poolers: number;
}

interface Kind extends PoolerOptions {
  readonly name: string;
  readonly isDisguised?: boolean;
}

const kinds: readonly Kind[] = [
  { name: 'a pooler by transaction', mode: 'transaction', size: 3 },
  { name: 'a pooler by session', mode: 'session', size: 24 },
  { name: 'a pooler by transaction that can not be recognised', mode: 'transaction', size: 3, isDisguised: true },
];

const fields = ['id', 'databaseId', 'createdAt', 'updatedAt'];
const lists = ['integrationRuns', 'contracts', 'integrationErrors'];
const queries = lists.flatMap((list) =>
  fields.flatMap((field) => [1, 2, 3, 4, 5].map((size) => `{ ${list}(first: ${size}) { totalCount nodes { ${field} } } }`)),
);
const paths = ['contracts', 'integration_runs', 'integrations'].flatMap((list) =>
  [1, 2, 3].map((limit) => `/api/${list}.json?limit=${limit}&order_by=id`),
);

describe.runIf(hasPooler).each(kinds)('behind $name', { timeout: 120_000 }, ({ mode, size, isDisguised }) => {
  let clone: ClonedServerDatabase;
  let pooler: Pooler;
  let disguise: Disguise | undefined;
  let admin: pg.Client;
  let url: string;
  const gateways: Gateway[] = [];
  const lines: object[] = [];

  const start = async (address: string, statementTimeout = 30_000): Promise<Gateway> => {
    const logger = createLogger('silent');
    Object.assign(logger, { error: (line: object) => lines.push(line), warn: (line: object) => lines.push(line) });
    const told = { poolers: 0 };
    const database = openPostgres({
      url: address,
      poolSize: 8,
      statementTimeout,
      observer: () => undefined,
      onConnectionLost: (error) => lines.push(error),
      onPooler: () => {
        told.poolers += 1;
      },
    });
    const app = createApp({ database, logger, bodyLimit: 100_000, requestTimeout: 30_000 });
    const http = await listen(app.handle, '127.0.0.1', 0, 30_000);
    return Object.assign(told, { database, http });
  };

  const stop = async ({ http, database }: Gateway): Promise<void> => {
    await http.stop(100);
    await database.close();
  };

  const graphql = async ({ http }: Gateway, query: string, signal?: AbortSignal): Promise<string> => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify({ query }), ...(signal && { signal }) };
    return (await fetch(`${http.url}/graphql`, init)).text();
  };
  const rest = async ({ http }: Gateway, path: string): Promise<string> => (await fetch(`${http.url}${path}`)).text();
  const ask = (gateway: Gateway, question: string) => (question.startsWith('/') ? rest(gateway, question) : graphql(gateway, question));

  const answersOf = async (questions: readonly string[]): Promise<Map<string, string>> => {
    const direct = await start(clone.url);
    const answers = new Map<string, string>();
    for (const question of questions) answers.set(question, await ask(direct, question));
    await stop(direct);
    return answers;
  };

  const countOf = async (table: string): Promise<number> => {
    const { rows } = await admin.query<{ count: number }>(`SELECT count(*)::int AS "count" FROM ${table}`);
    return rows[0]?.count ?? 0;
  };

  beforeAll(async () => {
    clone = await cloneDatabaseUrl();
    admin = new pg.Client({ connectionString: clone.url });
    await admin.connect();
    await admin.query(`ALTER DATABASE ${new URL(clone.url).pathname.slice(1)} SET TimeZone = 'America/New_York'`);
    pooler = await startPooler({ mode, size });
    const behind = new URL(pooler.urlOf(new URL(clone.url).pathname.slice(1)));
    if (isDisguised) {
      disguise = await startDisguise(pooler.port);
      behind.port = String(disguise.port);
    }
    url = behind.href;
    gateways.push(await start(url), await start(url));
  });

  afterAll(async () => {
    for (const gateway of gateways) await stop(gateway);
    disguise?.stop();
    await pooler?.stop();
    await admin?.end();
    await clone?.remove();
  });

  test('every read has its own answer', async () => {
    const questions = [...queries, ...paths];
    const expected = await answersOf(questions);
    expect([...expected.values()].filter((answer) => answer.includes('"errors"'))).toEqual([]);
    expect(new Set(expected.values()).size).toBeGreaterThan(60);
    const wrong: string[] = [];
    const reader = async (gateway: Gateway, first: number): Promise<void> => {
      for (let step = 0; step < 80; step += 1) {
        const question = questions[(first + step * 7) % questions.length] ?? '';
        const answer = await ask(gateway, question);
        if (answer !== expected.get(question)) wrong.push(`${question}: ${answer}`);
      }
    };
    await Promise.all(gateways.flatMap((gateway) => Array.from({ length: 8 }, (_, index) => reader(gateway, index * 13))));
    expect(wrong).toEqual([]);
    expect(lines).toEqual([]);
    expect(gateways.map(({ poolers }) => poolers)).toEqual([1, 1]);
  });

  test('every write is done, once', async () => {
    const before = [await countOf('integration_runs'), await countOf('integrations')];
    const createRun = 'mutation { createIntegrationRun(input: { integration: { databaseId: 1 } }) { __typename } }';
    const createIntegration = (name: string) => `mutation { createIntegration(input: {
      name: "${name}", code: "${name}", businessObject: "Invoice", direction: TO_COUPA, endSystem: "SAP", endSystemType: ERP
    }) { __typename } }`;
    const answers = await Promise.all(
      gateways.flatMap((gateway, number) =>
        Array.from({ length: 40 }, (_, index) => graphql(gateway, index % 4 ? createRun : createIntegration(`pooled-${number}-${index}`))),
      ),
    );
    expect(answers.filter((answer) => !/"__typename":"CreateIntegration(Run)?Success"/.test(answer))).toEqual([]);
    expect([await countOf('integration_runs'), await countOf('integrations')]).toEqual([Number(before[0]) + 60, Number(before[1]) + 20]);
    // Prisma's driver sends times without their zone, and reads them so: in a session of another zone they would be hours off
    expect(
      await countOf(
        `integrations WHERE name LIKE 'pooled-%' AND created_at BETWEEN now() - interval '30 min' AND now() + interval '1 min'`,
      ),
    ).toBe(20);
    expect(lines).toEqual([]);
  });

  test('of racing moves one wins', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { rows } = await admin.query<{ id: number }>(
        `INSERT INTO integration_runs (integration_id, status, start_time, version) VALUES (1, 'RUNNING', now(), 7) RETURNING id`,
      );
      const id = rows[0]?.id ?? 0;
      const move = (gateway: Gateway, action: IntegrationRunMove) =>
        transitionIntegrationRun(operatorOn(gateway.database), { id }, action, {});
      const moves = gateways.flatMap((gateway) => Array.from({ length: 12 }, (_, index) => move(gateway, index % 2 ? 'SUCCEED' : 'FAIL')));
      const answers = await Promise.allSettled(moves);
      for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(InvalidTransitionError);
      const row = await admin.query('SELECT status, version FROM integration_runs WHERE id = $1', [id]);
      expect(row.rows[0].version).toBe(8);
      const won = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.status] : []));
      expect(new Set(won)).toEqual(new Set([row.rows[0].status]));
    }
  });

  test('nothing of the gateways stays on a session', async () => {
    await Promise.all(gateways.map((gateway) => graphql(gateway, queries[0] ?? '')));
    const neighbour = new pg.Client({ connectionString: url });
    await neighbour.connect();
    const { rows } = await neighbour.query(
      `SELECT current_setting('statement_timeout') AS timeout, current_setting('lock_timeout') AS locks, current_setting('TimeZone') AS zone,
              (SELECT count(*)::int FROM pg_prepared_statements WHERE name <> '') AS prepared`,
    );
    await neighbour.end();
    // one that isn't recognised is taken for sessions of one's own at first
    if (!isDisguised) expect(rows).toEqual([{ timeout: '0', locks: '0', zone: 'America/New_York', prepared: 0 }]);
    const advisory = await admin.query(
      `SELECT FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(advisory.rowCount).toBe(0);
  });

  test.skipIf(isDisguised)('a statement ends by its time limit, and no other does', async () => {
    const hasty = await start(url, 300);
    await admin.query('BEGIN; LOCK TABLE contracts IN ACCESS EXCLUSIVE MODE');
    const release = setTimeout(() => admin.query('ROLLBACK'), 20_000); // else one without a limit would hold up all that follow
    try {
      const statement = { text: 'SELECT number FROM contracts', values: [] };
      await expect(hasty.database.read(statement)).rejects.toMatchObject({ code: '57014' });
      await expect(hasty.database.read({ ...statement, decode: texts })).rejects.toMatchObject({ code: '57014' });
      await expect(hasty.database.write(statement)).rejects.toMatchObject({ code: '57014' });
      await expect(hasty.database.prisma.contract.findMany()).rejects.toThrow('statement timeout');
      await expect(hasty.database.prisma.$transaction([hasty.database.prisma.contract.findMany()])).rejects.toThrow('statement timeout');
    } finally {
      clearTimeout(release);
      await admin.query('ROLLBACK');
      await stop(hasty);
    }
  });

  test('what runs for a client that has hung up is left alone, and its neighbours have their answers', async () => {
    const [gateway, other] = gateways as [Gateway, Gateway];
    const query = '{ contracts(first: 2) { nodes { number } } }';
    const expected = await graphql(gateway, query);
    const held = async () => {
      await admin.query('SELECT pg_stat_clear_snapshot()'); // a transaction sees the same activity as long as it lasts
      const { rows } = await admin.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ 'contracts'`,
      );
      return rows.length;
    };
    await admin.query('BEGIN; LOCK TABLE contracts IN ACCESS EXCLUSIVE MODE');
    const client = new AbortController();
    const abandoned = graphql(gateway, query, client.signal);
    abandoned.catch(() => undefined);
    await expect.poll(held).toBe(1);
    client.abort();
    await expect(abandoned).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 700)); // cancelling would have begun, and been tried again
    expect(await held()).toBe(1);
    const neighbours = Promise.all([graphql(gateway, query), graphql(other, query), graphql(other, query)]);
    await admin.query('ROLLBACK');
    expect(await neighbours).toEqual([expected, expected, expected]);
  });

  test('no neighbour’s statement fails, however many clients hang up', async () => {
    lines.length = 0;
    const slow = `{ integrationRuns(first: 100) { totalCount nodes { id integrationErrors(first: 20) { totalCount nodes { message } } } } }`;
    const expected = await Promise.all(gateways.map((gateway) => graphql(gateway, slow)));
    const patient = async (index: number) => expect(await graphql(gateways[index % 2] as Gateway, slow)).toBe(expected[index % 2]);
    const impatient = async (index: number) => {
      const client = new AbortController();
      setTimeout(() => client.abort(), Math.random() * 80);
      await graphql(gateways[index % 2] as Gateway, slow, client.signal).catch(() => undefined);
    };
    for (let round = 0; round < 8; round += 1)
      await Promise.all(Array.from({ length: 40 }, (_, index) => (index % 4 < 2 ? patient(index) : impatient(index))));
    expect(lines).toEqual([]);
  });
});
