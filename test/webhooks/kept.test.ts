// What is kept of deliveries, whoever dies: each is sent at least once, under one id, and its body is never made anew. On both databases.
import { Webhook } from 'standardwebhooks';
import { describe, expect, inject, test } from 'vitest';
import { purgeWebhookDeliveries } from '../../src/domain/background/purge.js';
import type { Send } from '../../src/domain/webhook/delivery/attempt.js';
import { createDeliveries } from '../../src/domain/webhook/delivery/deliver.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { createSend } from '../../src/http/outgoing/send.js';
import { newRun } from '../auth/writers.js';
import { taken, useReceiver } from './receiver.js';
import { useSending } from './sending.js';

const { sql } = Prisma;
const kinds = inject('template').server ? (['embedded', 'postgres'] as const) : (['embedded'] as const);
const always = sql`true`;

/** Never ends by itself. */
const hanging: Send = (_sent, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('broken off'))));

describe.each(kinds)('on the database %s', (kind) => {
  const receiver = useReceiver();
  const sending = useSending(kind);
  const { world } = sending;
  const change = async (run: number): Promise<void> => {
    await world.graphql(
      `mutation { updateIntegrationRun(input: { by: { databaseId: ${run} }, flow: "${Math.random()}" }) { __typename } }`,
    );
    await world.database.write(sql`SELECT sequence_events()`);
  };
  const taking = (count: number) => sending.until((all) => expect(all.map(({ state }) => state)).toEqual(Array(count).fill('DELIVERED')));

  test('who dies between sending and recording has it sent again, with the same id and body, and never with a new one', async () => {
    const { secret } = await sending.make({ url: receiver.url() });
    await sending.stop();
    let isDead = false;
    const died = new Promise<void>((resolve) => {
      const send: Send = async (sent, signal) => {
        const received = await createSend(() => true)(sent, signal);
        isDead = true;
        resolve();
        return received;
      };
      const write: typeof world.database.write = (...asked) =>
        isDead ? Promise.reject(new Error('dead')) : world.database.write(...asked);
      sending.start(send, { ...world.database, write });
    });
    const run = await newRun(world);
    await change(run);
    await change(run);
    await died;
    await sending.stop();
    const [first] = receiver.received;
    expect((await sending.deliveries())[0]).toMatchObject({ state: 'PENDING', attempts: 1, lastStatusCode: null });
    await world.database.write(sql`UPDATE webhook_deliveries SET next_attempt_at = now() WHERE attempts = 1`); // its time is over
    await world.database.write(sql`DELETE FROM leases`);
    sending.start();
    await taking(2);
    const [again, next, ...others] = receiver.received.slice(1);
    expect(others).toEqual([]);
    expect([again?.headers['webhook-id'], again?.text]).toEqual([first?.headers['webhook-id'], first?.text]);
    expect(next?.headers['webhook-id']).not.toBe(first?.headers['webhook-id']);
    for (const { text, headers } of receiver.received) new Webhook(secret).verify(text, headers as Record<string, string>);
  });

  test('a stop waits for what is being sent, and gives back what it breaks off, which counts for nothing', async () => {
    await sending.stop();
    const { id } = await sending.make({ url: receiver.url() });
    await change(await newRun(world));
    const started = sending.start(hanging);
    await sending.until((all) => expect(all[0]).toMatchObject({ attempts: 1 }));
    await started.stop(20);
    expect((await sending.deliveries())[0]).toMatchObject({ state: 'PENDING', attempts: 0, lastError: null });
    expect(await sending.endpoint(id)).toMatchObject({ failures: 0 });
    sending.start();
    await taking(1);
    expect(receiver.received).toHaveLength(1);
  });

  test('of two workers one sends, and the other goes on when the first stops', async () => {
    await sending.make({ url: receiver.url() });
    sending.start();
    const run = await newRun(world);
    await change(run);
    await taking(1);
    expect(receiver.received).toHaveLength(1);
    await sending.stop();
    sending.start();
    await change(run);
    await taking(2);
    expect(receiver.received).toHaveLength(2);
  });

  test('two that claim at once never claim the same attempt', async () => {
    await sending.stop();
    await sending.make({ url: receiver.url() });
    for (let count = 0; count < 3; count += 1) await change(await newRun(world));
    sending.start(hanging);
    await sending.until((all) => expect(all.map(({ attempts }) => attempts)).toEqual([1, 1, 1]));
    await sending.stop();
    const deliveries = [0, 1].map(() =>
      createDeliveries({
        database: world.database,
        journal: sending.journal,
        send: createSend(() => true),
        wrapping: [],
        onEnd: () => undefined,
      }),
    );
    const claimed = await Promise.all(deliveries.map((each) => each.sendDue(always)));
    expect(claimed.reduce((sum, count) => sum + count)).toBe(3);
    await Promise.all(deliveries.map((each) => each.end(5_000)));
    expect(receiver.received).toHaveLength(3);
    sending.start();
  });

  test('of many runs, whose receiver fails every third time, each is told in its order, with nothing left out', async () => {
    await sending.make({ url: receiver.url() });
    let requests = 0;
    receiver.answers((response) => {
      requests += 1;
      response.writeHead(requests % 3 === 0 ? 500 : 200).end();
    });
    const runs = await Promise.all(Array.from({ length: 12 }, () => newRun(world)));
    for (let count = 0; count < 4; count += 1) await Promise.all(runs.map(change));
    await sending.until(async (all) => {
      await sending.due();
      expect(all.filter(({ state }) => state === 'DELIVERED')).toHaveLength(48);
    });
    for (const run of runs) {
      const told = receiver.received.filter(({ json }) => json.data.integrationRun.databaseId === run);
      expect([...new Set(told.map(({ json }) => json.data.version))]).toEqual([2, 3, 4, 5]);
      expect(told.map(({ json }) => json.data.version)).toEqual(told.map(({ json }) => json.data.version).toSorted());
    }
  });

  test('a rotated secret signs together with the one before, for a day', async () => {
    const { id, secret } = await sending.make({ url: receiver.url() });
    const { data } = await world.graphql<{ rotated: { secret: string } }, never>(
      `mutation { rotated: rotateWebhookSecret(input: { by: { databaseId: ${id} } }) { ... on RotateWebhookSecretSuccess { secret } } }`,
    );
    const next = data?.rotated.secret ?? '';
    expect(next).not.toBe(secret);
    const run = await newRun(world);
    await change(run);
    await taking(1);
    const headers = () => receiver.received.at(-1)?.headers as Record<string, string>;
    const text = () => receiver.received.at(-1)?.text ?? '';
    for (const each of [secret, next]) expect(new Webhook(each).verify(text(), headers())).toBeTruthy();
    await world.database.write(sql`UPDATE webhook_endpoints SET rotated_at = now() - interval '25 hours'`);
    await change(run);
    await taking(2);
    expect(new Webhook(next).verify(text(), headers())).toBeTruthy();
    expect(() => new Webhook(secret).verify(text(), headers())).toThrow();
  });

  test('what was delivered long ago is removed, and what is still to be sent is not', async () => {
    await sending.make({ url: receiver.url() });
    await change(await newRun(world));
    await taking(1);
    receiver.answers((response) => response.writeHead(500).end());
    await change(await newRun(world));
    await sending.until((all) => expect(all[1]).toMatchObject({ lastStatusCode: 500 }));
    await world.database.write(sql`UPDATE webhook_deliveries SET created_at = now() - interval '31 days'`);
    expect(await purgeWebhookDeliveries(world.database, always, 30)).toBe(false);
    expect((await sending.deliveries()).map(({ state }) => state)).toEqual(['PENDING']);
    receiver.answers(taken);
  });
});
