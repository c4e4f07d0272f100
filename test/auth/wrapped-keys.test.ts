// Keys that sign tokens, as the database has them: whoever has a copy of it and not the wrapping key has no credential.
import { beforeAll, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
import { runOperation } from '../../src/cli/operations.js';
import type { ApiClientWithSecrets } from '../../src/domain/api-client/create.js';
import type { NamedKey, WrappingKeys } from '../../src/domain/signing-key/key-wrapping.js';
import { addSigningKey, readSigningKeys, wrapSigningKeys } from '../../src/domain/signing-key/signing-key.js';
import { createLogger } from '../../src/observability/logger.js';
import { bearerOf, makeClient } from '../support/credentials.js';
import { passTime } from '../support/pass-time.js';
import { useWorld } from '../support/world.js';
import { tokenIn } from './credentials-at-doors.js';

const world = useWorld();
const logger = createLogger('silent');
const key = (kid: string, byte: number): NamedKey => ({ kid, secret: Buffer.alloc(32, byte).toString('base64url') });
const [first, second] = [key('2026-01', 1), key('2026-07', 2)];

let client: ApiClientWithSecrets;
beforeAll(async () => {
  client = await makeClient(world, ['core.integration.read']);
});

const replica = (...wrappingKeys: WrappingKeys) =>
  createApp({
    database: world.database,
    logger,
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    auth: { mode: 'required', wrappingKeys },
  });
const statusOf = async (app: ReturnType<typeof replica>, headers: Record<string, string>) =>
  (await app(new Request('http://gateway.test/api/integrations/1', { headers }))).status;
const kept = async () => (await readSigningKeys(world.database)).map(({ secret }) => secret);
const header = (text = '') => JSON.parse(Buffer.from(text.split('.')[0] ?? '', 'base64url').toString());

test('are wrapped at a start, without an outage for replicas that come later', async () => {
  const old = replica();
  const before = await bearerOf({ app: old }, client);
  const plain = await kept();
  await Promise.all([wrapSigningKeys(world.database, [first]), wrapSigningKeys(world.database, [first])]);
  for (const text of await kept()) {
    expect(header(text)).toEqual({ alg: 'dir', enc: 'A256GCM', kid: '2026-01' });
    for (const secret of plain) expect(text).not.toContain(secret);
  }
  passTime(6_000); // the old replica reads its keys again
  const after = await bearerOf({ app: old }, client);
  for (const app of [old, replica(first)]) for (const headers of [before, after]) expect(await statusOf(app, headers)).toBe(200);
  // the two ways of using a dump: as it is, and with a key of one's own
  for (const app of [replica(), replica(key('2026-01', 9))]) expect(await statusOf(app, after)).toBe(401);
});

test('are wrapped anew by the key that comes first, and stay readable by the other until then', async () => {
  const token = await bearerOf({ app: replica(first) }, client);
  await wrapSigningKeys(world.database, [second, first]);
  expect((await kept()).map((text) => header(text).kid)).toEqual(['2026-07']);
  expect(await statusOf(replica(second), token)).toBe(200);
  await wrapSigningKeys(world.database, [second]);
});

test('are not found out by what signs: a new one is wrapped from the first moment', async () => {
  const { kid } = (await runOperation(world.database, logger, { operation: 'rotateKey' }, { wrappingKeys: [second] })) as { kid: string };
  expect((await kept()).map((text) => header(text).kid)).toEqual(['2026-07', '2026-07']);
  expect(header(tokenIn(await bearerOf({ app: replica(second) }, client))).kid).toBe(kid);
});

test('stop a start, and a command, that does not have what they are wrapped by, and stay as they are', async () => {
  const before = await kept();
  const message = (why: string) =>
    `A key that signs tokens is kept in the database wrapped by the key "2026-07", ${why}. Give the one that wrapped it in KEY_ENCRYPTION_KEYS. Where it is lost, delete the rows of signing_keys: all tokens are then refused, and clients get new ones.`;
  await expect(wrapSigningKeys(world.database, [])).rejects.toThrow(message('which is not here'));
  await expect(wrapSigningKeys(world.database, [key('2026-07', 3)])).rejects.toThrow(message('which has another secret here'));
  await expect(runOperation(world.database, logger, { operation: 'rotateKey' })).rejects.toThrow(message('which is not here'));
  expect(await kept()).toEqual(before);
});

test('that are added plainly meanwhile are good, and wrapped at the next start', async () => {
  await addSigningKey(world.database, []);
  const token = await bearerOf({ app: replica(second) }, client);
  await wrapSigningKeys(world.database, [second]);
  expect((await kept()).every((text) => header(text).kid === '2026-07')).toBe(true);
  expect(await statusOf(replica(second), token)).toBe(200);
});
