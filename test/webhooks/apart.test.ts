// What endpoints cost each other, and the database while nothing happens; and documents that are known beforehand.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { localDeveloper } from '../../src/domain/rules/viewer.js';
import { createDeliveries } from '../../src/domain/webhook/delivery/deliver.js';
import { createDispatch } from '../../src/domain/webhook/delivery/dispatch.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { defaultLimits } from '../../src/graphql/limits/limits.js';
import { createDocuments } from '../../src/graphql/request/documents.js';
import { createDocumentProblem } from '../../src/graphql/webhooks/rules.js';
import { newRun } from '../auth/writers.js';
import { useWorld } from '../support/world.js';
import { useReceiver } from './receiver.js';
import { useSending } from './sending.js';

const { sql } = Prisma;
const always = sql`true`;
const document = 'query($id: ID!) { node(id: $id) { id } }';
const receiver = useReceiver();

const start = (run: number) => `mutation { startIntegrationRun(input: { by: { databaseId: ${run} } }) { __typename } }`;

describe('endpoints', () => {
  const sending = useSending();
  const { world, journal } = sending;
  beforeAll(() => sending.stop());
  const dispatchWith = (answer: () => Promise<unknown>) =>
    createDispatch({ database: world.database, journal, queries: { ...world.app.webhookQueries, answer } }, () => undefined);

  test('do not wait for a slow query of another, whose deliveries come later', async () => {
    const slow = await sending.make({ url: receiver.url(), document });
    const quick = await sending.make({ url: receiver.url() });
    let goOn: (answer: unknown) => void = () => undefined;
    const { look, end } = dispatchWith(
      () =>
        new Promise((resolve) => {
          goOn = resolve;
        }),
    );
    const told = async () => (await sending.deliveries()).map(({ endpointId }) => endpointId);
    for (const expected of [[quick.id], [quick.id, quick.id]]) {
      await world.graphql(start(await newRun(world)));
      await world.database.write(sql`SELECT sequence_events()`);
      await look(always);
      expect(await told()).toEqual(expected);
    }
    goOn({ data: {} });
    await end();
    expect(await told()).toEqual([quick.id, quick.id, slow.id]);
    expect(JSON.parse((await sending.deliveries()).at(-1)?.body ?? '{}').data.result).toEqual({ data: {} });
  });

  test('do not suffer from another that fails as none should, of which operators are told once', async () => {
    const broken = await sending.make({ url: receiver.url(), document });
    const { id } = await sending.make({ url: receiver.url() });
    const { look } = dispatchWith(() => Promise.reject(new Error('a bug')));
    await world.graphql(start(await newRun(world)));
    await world.database.write(sql`SELECT sequence_events()`);
    for (let count = 0; count < 3; count += 1) await look(always);
    expect((await sending.deliveries()).map(({ endpointId }) => endpointId)).toEqual([id]);
    expect(journal.warn.mock.calls.map(([facts]) => facts)).toEqual([expect.objectContaining({ webhookEndpoint: broken.id })]);
  });

  test('are three reads while nothing happens, however many there are, and no write', async () => {
    for (let count = 0; count < 3; count += 1) await sending.make({ url: receiver.url() });
    const { look } = dispatchWith(() => Promise.resolve(null));
    const send = () => Promise.reject(new Error('Nothing is sent.'));
    const { sendDue } = createDeliveries({ database: world.database, journal, send, wrapping: [], onEnd: () => undefined });
    await world.database.write(sql`SELECT sequence_events()`);
    await look(always);
    const statements = await world.statementsOf(async () => {
      expect(await look(always)).toEqual({ hasEndpoints: true, hasMore: false });
      expect(await sendDue(always)).toBe(0);
    });
    expect(statements.map((statement) => /^\s*(\w+)/.exec(statement.sql)?.[1])).toEqual(['SELECT', 'SELECT', 'SELECT']);
  });

  test('and their logs are read in one statement for each kind, however many there are', async () => {
    for (let count = 0; count < 3; count += 1) await sending.make({ url: receiver.url() });
    const statements = await world.statementsOf(() =>
      world.graphql(
        '{ webhookEndpoints { totalCount nodes { id deliveries(first: 3, state: FAILED) { totalCount nodes { body endpoint { url } } } } } }',
      ),
    );
    expect(statements.length).toBeLessThanOrEqual(4);
  });
});

describe('where only documents of the manifest are answered', () => {
  const trusted = { mode: 'only', texts: new Map([[createHash('sha256').update(document).digest('hex'), document]]) } as const;
  const world = useWorld({ graphql: { trusted } });
  const problem = createDocumentProblem({ documents: createDocuments(defaultLimits), limits: defaultLimits, trusted });

  test('a query of a webhook is one of them, and is answered', async () => {
    const other = '{ feedPosition }';
    expect(problem(other, ['integrationRun'], localDeveloper)).toBe('must be one of the manifest, since only these are answered here');
    expect(problem(document, ['integrationRun'], localDeveloper)).toBeNull();
    const id = Buffer.from('IntegrationRun:1').toString('base64');
    const { answer } = world.app.webhookQueries;
    expect(await answer(localDeveloper, document, { entity: 'integrationRun', id: 1 })).toEqual({ data: { node: { id } } });
    expect(await answer(localDeveloper, other, { entity: 'integrationRun', id: 1 })).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
  });
});
