// Receivers that never answer hold places for sending; an endpoint whose receiver answers is sent to all the same.
import { beforeAll, expect, test } from 'vitest';
import { createDeliveries } from '../../src/domain/webhook/delivery/deliver.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { useSending } from './sending.js';

const { sql } = Prisma;
const always = sql`true`;
const sending = useSending();
const { world, journal } = sending;
beforeAll(() => sending.stop());

/** Deliveries to the endpoint, each of a record of its own, that have been due for so many seconds. */
const owe = (endpoint: number, count: number, seconds: number) =>
  world.database.write(sql`
    INSERT INTO webhook_deliveries (endpoint_id, message_id, subject, body, next_attempt_at)
    SELECT ${endpoint}::int, 'evt_' || gen_random_uuid(), 'run ' || n, '{}', now() - make_interval(secs => ${seconds}::double precision)
    FROM generate_series(1, ${count}::int) AS n`);

test.each([
  [13, 13 * 4],
  [60, 60 + 50],
])('%d endpoints whose receivers hang take up no more than %d places, and none that another waits for', async (hanging, places) => {
  const make = (path: string) => sending.make({ url: `http://127.0.0.1:1/${path}` });
  for (let count = 0; count < hanging; count += 1) await owe((await make('hangs')).id, 5, 60);
  const { id } = await make('healthy');
  const sent: string[] = [];
  const answers: (() => void)[] = [];
  const deliveries = createDeliveries({
    database: world.database,
    journal,
    send: ({ url }, signal) => {
      sent.push(url.slice('http://127.0.0.1:1/'.length));
      return new Promise((resolve, reject) => {
        signal.addEventListener('abort', reject);
        if (url.endsWith('healthy')) answers.push(() => resolve({ statusCode: 204, retryAfter: null, excerpt: '' }));
      });
    },
    wrapping: [],
    onEnd: () => undefined,
  });
  const sendDue = async () => {
    const count = await deliveries.sendDue(always);
    await expect.poll(() => sent.length).toBe(count);
    return sent.splice(0);
  };
  expect(await sendDue()).toEqual(Array(places).fill('hangs'));
  for (let round = 1; round <= 3; round += 1) {
    await owe(id, 1, 0);
    expect(await sendDue()).toEqual(['healthy']);
    answers.pop()?.();
    await expect.poll(() => world.database.prisma.webhookDelivery.count({ where: { state: 'DELIVERED' } })).toBe(round);
  }
  await deliveries.end(0);
});
