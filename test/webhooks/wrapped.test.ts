// Secrets of endpoints, as the database has them: whoever has a copy of it and not the wrapping key can sign nothing.
import { Webhook } from 'standardwebhooks';
import { expect, test, vi } from 'vitest';
import { type NamedKey, unwrap, WrappingKeyError } from '../../src/domain/signing-key/key-wrapping.js';
import { wrapWebhookSecrets } from '../../src/domain/webhook/wrap-secrets.js';
import { newRun } from '../auth/writers.js';
import { useReceiver } from './receiver.js';
import { useSending } from './sending.js';

const key = (kid: string, byte: number): NamedKey => ({ kid, secret: Buffer.alloc(32, byte).toString('base64url') });
const [first, second] = [key('2026-01', 1), key('2026-07', 2)];
const receiver = useReceiver();
const sending = useSending(undefined, { auth: { mode: 'open', wrappingKeys: [first] } });
const { world } = sending;

test('are wrapped when they are made and rotated, sign all the same, and can be wrapped anew', async () => {
  const { id, secret } = await sending.make({ url: receiver.url() });
  await world.graphql(`mutation { rotateWebhookSecret(input: { by: { databaseId: ${id} } }) { __typename } }`);
  const { secret: kept, previousSecret } = await sending.endpoint(id);
  for (const text of [kept, previousSecret]) expect(text).toMatch(/^eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
  expect(await unwrap([first], previousSecret ?? '')).toBe(secret);
  await world.graphql(`mutation { startIntegrationRun(input: { by: { databaseId: ${await newRun(world)} } }) { __typename } }`);
  await sending.go();
  const [sent] = await receiver.has(1);
  expect(new Webhook(secret).verify(sent?.text ?? '', sent?.headers as Record<string, string>)).toBeTruthy();

  await wrapWebhookSecrets(world.database, [second, first]);
  expect(await unwrap([second], (await sending.endpoint(id)).previousSecret ?? '')).toBe(secret);
  await expect(wrapWebhookSecrets(world.database, [first])).rejects.toThrow(
    /^The secret of a webhook endpoint is kept in the database wrapped by the key "2026-07", which is not here\. .*delete the rows of webhook_endpoints/,
  );
  await expect(wrapWebhookSecrets(world.database, [first])).rejects.toThrow(WrappingKeyError);
});

test('one that can not be unwrapped stops no other endpoint, and is told to operators', async () => {
  const lost = await sending.make({ url: receiver.url('/lost') });
  await sending.make({ url: receiver.url('/good') });
  await world.database.prisma.webhookEndpoint.update({ where: { id: lost.id }, data: { secret: 'eyJraWQiOiJnb25lIn0..a.b.c' } });
  await world.graphql(`mutation { startIntegrationRun(input: { by: { databaseId: ${await newRun(world)} } }) { __typename } }`);
  await sending.go();
  await sending.until((all) => expect(all.map(({ state }) => state).sort()).toEqual(['DELIVERED', 'PENDING']));
  expect(receiver.received.map(({ path }) => path)).toEqual(['/good']);
  expect(sending.journal.warn).toHaveBeenCalledWith(
    expect.objectContaining({ webhookEndpoint: lost.id }),
    expect.stringContaining('has failed'),
  );
  const waiting = async () =>
    world.database.prisma.webhookDelivery.findFirstOrThrow({
      where: { endpointId: lost.id },
      select: { attempts: true, nextAttemptAt: true },
    });
  await vi.waitFor(async () => expect((await waiting()).attempts).toBe(0)); // nothing was sent: another replica may have the key
  expect((await waiting()).nextAttemptAt?.getTime()).toBeGreaterThan(Date.now() + 5_000);
});
