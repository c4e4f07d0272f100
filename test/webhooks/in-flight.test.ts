// Deliveries that are being sent while somebody asks for them again: the same id is never open twice.
import { expect, test } from 'vitest';
import { wrap } from '../../src/domain/signing-key/key-wrapping.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { newRun } from '../auth/writers.js';
import { status, taken, useReceiver } from './receiver.js';
import { useSending } from './sending.js';

const { sql } = Prisma;
const receiver = useReceiver();
const sending = useSending();
const { world } = sending;

const enable = (id: number, state = 'ACTIVE') =>
  world.graphql(`mutation { updateWebhookEndpoint(input: { by: { databaseId: ${id} }, state: ${state} }) { __typename } }`);
const replay = (id: number) => world.graphql(`mutation { replayWebhookDelivery(input: { by: { databaseId: ${id} } }) { __typename } }`);
const change = async (): Promise<void> => {
  await world.graphql(`mutation { startIntegrationRun(input: { by: { databaseId: ${await newRun(world)} } }) { __typename } }`);
  await sending.go();
};

test.each<[string, (endpoint: number, delivery: number) => Promise<unknown>]>([
  ['its endpoint is enabled, which is active already', (endpoint) => enable(endpoint)],
  ['its endpoint is disabled and enabled', async (endpoint) => [await enable(endpoint, 'DISABLED'), await enable(endpoint)]],
  ['it is replayed', (_endpoint, delivery) => replay(delivery)],
  ['it is replayed to a disabled endpoint', async (endpoint, delivery) => [await enable(endpoint, 'DISABLED'), await replay(delivery)]],
])('what is being sent is not sent beside that when %s', async (_title, ask) => {
  const { id } = await sending.make({ url: receiver.url() });
  const ends: (() => void)[] = [];
  receiver.answers((response) => void ends.push(() => response.writeHead(204).end()));
  await change();
  await receiver.has(1);
  const [before] = await sending.deliveries();
  await ask(id, before?.id ?? 0);
  const until = performance.now() + 300;
  await sending.until(() => expect(performance.now()).toBeGreaterThan(until));
  expect(receiver.received).toHaveLength(1);
  for (const end of ends) end();
  const [after] = await sending.until((all) => expect(all[0]?.state).toBe('DELIVERED'));
  expect(after).toMatchObject({ attempts: 1, isRequested: false });
});

test('what waits for its next attempt is due when its endpoint was disabled and is enabled, and not when it was active', async () => {
  const { id } = await sending.make({ url: receiver.url() });
  receiver.answers(status(500));
  await change();
  await sending.until((all) => expect(all[0]).toMatchObject({ state: 'PENDING', lastStatusCode: 500 }));
  await world.database.write(sql`UPDATE webhook_deliveries SET next_attempt_at = now() + interval '1 hour'`);
  receiver.answers(taken);
  const [waiting] = await sending.deliveries();
  await enable(id);
  expect((await sending.deliveries())[0]).toEqual(waiting);
  await enable(id, 'DISABLED');
  await enable(id);
  const [after] = await sending.until((all) => expect(all[0]?.state).toBe('DELIVERED'));
  expect(after).toMatchObject({ attempts: 2 });
});

test('what could not be sent, since its secret can’t be read here, says so, and is due when its endpoint is disabled and enabled', async () => {
  const { id, secret } = await sending.make({ url: receiver.url() });
  receiver.answers(status(500));
  await change();
  await sending.until((all) => expect(all[0]).toMatchObject({ state: 'PENDING', attempts: 1, lastStatusCode: 500 }));
  receiver.answers(taken);
  const keep = (kept: string) => world.database.write(sql`UPDATE webhook_endpoints SET secret = ${kept}`);
  const { secret: kept } = await sending.endpoint(id);
  await keep(await wrap([{ kid: 'elsewhere', secret: Buffer.alloc(32, 7).toString('base64url') }], secret));
  await sending.due();
  await sending.until((all) => expect(all[0]).toMatchObject({ attempts: 1, lastError: expect.stringContaining('lacks the key') }));
  await keep(kept);
  await enable(id, 'DISABLED');
  await enable(id);
  const [after] = await sending.until((all) => expect(all[0]?.state).toBe('DELIVERED'));
  expect(after).toMatchObject({ attempts: 2 });
});
