// Receivers as they are: down, slow, broken, gone, or elsewhere by now.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { beforeAll, describe, expect, test } from 'vitest';
import { Prisma, type WebhookDelivery } from '../../src/generated/prisma/client.js';
import { createSend } from '../../src/http/outgoing/send.js';
import { newRun } from '../auth/writers.js';
import { freePort } from '../support/free-port.js';
import { type Answer, status, taken, useReceiver } from './receiver.js';
import { useSending } from './sending.js';

const { sql } = Prisma;
const receiver = useReceiver();
const sending = useSending();
const { world } = sending;

const shortPatience = 200;

beforeAll(async () => {
  await sending.stop();
  sending.start(createSend(() => true, { patience: shortPatience }));
});

const change = async (run: number, note: string): Promise<void> => {
  await world.graphql(`mutation { updateIntegrationRun(input: { by: { databaseId: ${run} }, flow: "${note}" }) { __typename } }`);
};
const failedOnce = (all: WebhookDelivery[]) =>
  expect(all[0]).toMatchObject({ state: 'PENDING', attempts: 1, lastError: expect.any(String) });

/** Has one change sent, which fails, and then sent again, to a receiver that takes it. */
const failsThenTaken = async (url: string, broken: Answer | null): Promise<WebhookDelivery> => {
  const { id, secret } = await sending.make({ url });
  if (broken) receiver.answers(broken);
  await change(await newRun(world), 'x');
  await sending.go();
  const [failed] = await sending.until(failedOnce);
  const [tried] = receiver.received;
  receiver.answers(taken);
  if (!broken) await world.database.write(sql`UPDATE webhook_endpoints SET url = ${receiver.url()} WHERE id = ${id}::int`);
  await sending.due();
  const [delivered] = await sending.until((all) => expect(all[0]?.state).toBe('DELIVERED'));
  const last = receiver.received.at(-1);
  expect(delivered).toMatchObject({ attempts: 2, lastError: null, nextAttemptAt: null });
  expect(new Webhook(secret).verify(last?.text ?? '', last?.headers as Record<string, string>)).toBeTruthy();
  expect(last?.headers['webhook-id']).toBe(failed?.messageId);
  if (tried) expect([tried.headers['webhook-id'], tried.text]).toEqual([last?.headers['webhook-id'], last?.text]);
  expect(await sending.endpoint(id)).toMatchObject({ state: 'ACTIVE', failures: 0, failingSince: null });
  return failed as WebhookDelivery;
};

describe('what fails is tried again, under the same id, until it is taken', () => {
  test.each<[title: string, answer: Answer, code: number | null, error: RegExp]>([
    ['answers 500', status(500, {}, 'Out of order'), 500, /^The receiver answered 500: "Out of order"$/],
    ['redirects', status(302, { location: 'http://127.0.0.1:1/' }), 302, /^The receiver answered 302, and redirects are not followed/],
    [
      'changes the protocol',
      (response) => response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      null,
      /^The receiver closed the connection without an answer\.$/,
    ],
    ['is slow', () => undefined, null, /^The receiver did not answer within 0.2 s\.$/],
    ['cuts off', (response) => response.socket?.destroy(), null, /^The receiver closed the connection without an answer\.$/],
    ['answers what is no text', status(400, {}, '\0\ud800'), 400, /^The receiver answered 400: /],
  ])('of a receiver that %s', async (_title, answer, code, error) => {
    const failed = await failsThenTaken(receiver.url(), answer);
    expect(failed.lastStatusCode).toBe(code);
    expect(failed.lastError).toMatch(error);
  });

  test('of a receiver that is down', async () => {
    const failed = await failsThenTaken(`http://127.0.0.1:${await freePort()}/`, null);
    expect(failed.lastError).toMatch(/^The receiver can't be reached: .*ECONNREFUSED/);
  });

  test('of what answers no HTTP', async () => {
    const babbler = createServer((socket) => void socket.end('hello\r\n')).listen(0, '127.0.0.1');
    await once(babbler, 'listening');
    const address = babbler.address();
    const failed = await failsThenTaken(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`, null);
    babbler.close();
    expect(failed.lastError).toMatch(/^The receiver (can't be reached|closed the connection)/);
  });
});

test('whoever answers 200 and then breaks off, or never ends, has taken it', async () => {
  const answers: Answer[] = [
    (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('part');
      setTimeout(() => response.socket?.destroy(), 20);
    },
    (response) => void response.writeHead(200, { 'content-length': '100' }).write('part'),
    (response) => void response.writeHead(200).end('x'.repeat(1_000_000)),
  ];
  await sending.make({ url: receiver.url() });
  receiver.answers((response, received) => answers.shift()?.(response, received));
  for (let count = 1; count <= 3; count += 1) {
    await change(await newRun(world), 'x');
    await sending.go();
    await sending.until((all) => expect(all.map(({ state }) => state)).toEqual(Array(count).fill('DELIVERED')));
  }
});

test('429 with Retry-After holds everything back for the endpoint for so long', async () => {
  const { id } = await sending.make({ url: receiver.url() });
  receiver.answers(status(429, { 'retry-after': '120' }));
  await change(await newRun(world), 'x');
  await sending.go();
  const [failed] = await sending.until(failedOnce);
  const { pausedUntil } = await sending.endpoint(id);
  for (const until of [failed?.nextAttemptAt, pausedUntil]) {
    expect(Number(until) - Date.now()).toBeGreaterThan(100_000);
    expect(Number(until) - Date.now()).toBeLessThanOrEqual(121_000);
  }
  receiver.answers(taken);
  await change(await newRun(world), 'y');
  await sending.go();
  await sending.until((all) => expect(all).toHaveLength(2));
  await sending.due();
  await sending.until((all) => expect(all.map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED']));
  expect(receiver.received).toHaveLength(3);
});

test('410 disables the endpoint at once, with a reason; enabled again, it goes on where it was', async () => {
  const { id } = await sending.make({ url: receiver.url() });
  receiver.answers(status(410));
  const run = await newRun(world);
  await change(run, 'x');
  await change(run, 'y');
  await sending.go();
  await sending.until((all) => expect(all[0]?.state).toBe('FAILED'));
  expect(await sending.endpoint(id)).toMatchObject({ state: 'DISABLED', disabledReason: expect.stringContaining('410 Gone') });
  expect(sending.journal.warn).toHaveBeenCalledWith({ webhookEndpoint: id, reason: expect.stringContaining('410') }, expect.any(String));
  await change(run, 'z');
  await sending.go();
  receiver.answers(taken);
  await world.graphql(`mutation { updateWebhookEndpoint(input: { by: { databaseId: ${id} }, state: ACTIVE }) { __typename } }`);
  const all = await sending.until((now) => expect(now.filter(({ state }) => state === 'DELIVERED')).toHaveLength(2));
  expect(all.map(({ state }) => state)).toEqual(['FAILED', 'DELIVERED', 'DELIVERED']);
  expect(receiver.received.map(({ json }) => json.data.version)).toEqual([2, 3, 4]);
});

test('three days of failures alone disable the endpoint', async () => {
  const { id } = await sending.make({ url: receiver.url() });
  receiver.answers(status(500));
  await change(await newRun(world), 'x');
  await world.database.write(sql`UPDATE webhook_endpoints SET failing_since = now() - interval '73 hours', failures = 5`);
  await sending.go();
  await sending.until(failedOnce);
  expect(await sending.endpoint(id)).toMatchObject({ state: 'DISABLED', disabledReason: expect.stringContaining('in 3 days') });
});

test('a run whose changes are not taken holds up itself alone, and a dead receiver no other', async () => {
  const [dead, live] = [await newRun(world), await newRun(world)];
  const port = await freePort();
  await sending.make({ url: `http://127.0.0.1:${port}/` });
  const { id } = await sending.make({ url: receiver.url() });
  receiver.answers((response, { json }) => response.writeHead(json.data.integrationRun.databaseId === dead ? 500 : 200).end());
  for (const run of [dead, live, dead, live]) await change(run, `${Math.random()}`);
  await sending.go();
  const mine = (all: WebhookDelivery[]) =>
    all.filter(({ endpointId }) => endpointId === id).map(({ state, attempts }) => [state, attempts]);
  await sending.until((all) =>
    expect(mine(all)).toEqual([
      ['PENDING', 1],
      ['DELIVERED', 1],
      ['PENDING', 0],
      ['DELIVERED', 1],
    ]),
  );
});
