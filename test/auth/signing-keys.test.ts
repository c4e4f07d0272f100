import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createApp } from '../../src/app.js';
import { runOperation } from '../../src/cli/operations.js';
import type { ApiClientWithSecrets } from '../../src/domain/api-client/create.js';
import { rotateSigningKey } from '../../src/domain/signing-key/signing-key.js';
import { createLogger } from '../../src/observability/logger.js';
import { bearerOf, makeClient, operatorOn } from '../support/credentials.js';
import { passTime } from '../support/pass-time.js';
import { useWorld } from '../support/world.js';
import { isLetIn, replicaOf, tokenIn } from './credentials-at-doors.js';

const world = useWorld({ auth: { mode: 'required' } });

let client: ApiClientWithSecrets;

beforeAll(async () => {
  client = await makeClient(world, ['core.integration.read']);
});

describe('the signing key', () => {
  test('can be replaced without an outage: what the old one has signed stays good, and replicas take up the new one', async () => {
    const kidOf = (headers: Record<string, string>) =>
      JSON.parse(Buffer.from(tokenIn(headers).split('.')[0] ?? '', 'base64url').toString()).kid;
    const before = await bearerOf(world, client);
    const kid = await rotateSigningKey(operatorOn(world.database), 86_399);
    const replica = replicaOf(world);
    const after = await bearerOf({ app: replica }, client);
    expect(kidOf(after)).toBe(kid);
    expect(kidOf(before)).not.toBe(kid);
    passTime(1_100); // unknown names are looked for once a second
    for (const headers of [before, after]) expect(await isLetIn(world, headers)).toBe(true);
  });

  test('that has signed nothing that is still valid is removed by the next replacement', async () => {
    const { prisma } = world.database;
    const [old] = await prisma.signingKey.findMany({ orderBy: { createdAt: 'asc' } });
    await prisma.signingKey.updateMany({ data: { createdAt: new Date(Date.now() - 200_000_000) } });
    await prisma.signingKey.update({ where: { kid: old?.kid ?? '' }, data: { createdAt: new Date(Date.now() - 300_000_000) } });
    await rotateSigningKey(operatorOn(world.database), 86_399);
    expect((await prisma.signingKey.findMany()).map(({ kid }) => kid)).not.toContain(old?.kid);
  });
});

describe('whoever has a copy of a signing key', () => {
  const day = 86_400_000;
  const seconds = (time: number) => Math.floor(time / 1000);

  /** A token that they sign, unlike all others. */
  const forged = async (key: { kid: string; secret: string }, signedAt = Date.now(), endsAt = Date.now() + 3_650 * day) => ({
    authorization: `Bearer ${await new SignJWT({ scope: 'core.integration.read', jti: randomUUID() })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: key.kid })
      .setIssuer('integration-runs')
      .setAudience('integration-runs')
      .setSubject(client.apiClient.clientId)
      .setIssuedAt(seconds(signedAt))
      .setExpirationTime(seconds(endsAt))
      .sign(Buffer.from(key.secret, 'base64url'))}`,
  });

  /** The key that signs, once the other keys are gone. */
  const onlyKey = async () => {
    const { prisma } = world.database;
    await prisma.signingKey.deleteMany();
    await bearerOf({ app: replicaOf(world) }, client);
    return prisma.signingKey.findFirstOrThrow();
  };
  const statusIn = async (app: ReturnType<typeof replicaOf>, headers: Record<string, string>) =>
    (await app(new Request('http://gateway.test/api/integrations/1', { headers }))).status;
  const succeeded = (kid: string, milliseconds: number) =>
    world.database.prisma.signingKey.updateMany({ where: { kid: { not: kid } }, data: { createdAt: new Date(Date.now() - milliseconds) } });

  test('can use it for a day after its replacement, and no longer, although no other replacement removes it', async () => {
    const { prisma } = world.database;
    const key = await onlyKey();
    await prisma.signingKey.updateMany({ data: { createdAt: new Date(Date.now() - 30 * day) } });
    await rotateSigningKey(operatorOn(world.database), 86_399);
    await succeeded(key.kid, day - 60_000);
    expect(await statusIn(replicaOf(world), await forged(key))).toBe(200);
    await succeeded(key.kid, day + 60_000);
    expect(await statusIn(replicaOf(world), await forged(key))).toBe(401);
    expect(await prisma.signingKey.count()).toBe(2);
  });

  test('has nothing that is good for longer than other tokens, whatever end it names', async () => {
    const key = await onlyKey();
    const replica = replicaOf(world);
    const statusSigned = async (milliseconds: number) => statusIn(replica, await forged(key, Date.now() + milliseconds));
    expect(await statusSigned(-day + 60_000)).toBe(200);
    expect(await statusSigned(-day - 60_000)).toBe(401);
    expect(await statusSigned(60_000)).toBe(200); // the clock of another replica
    expect(await statusSigned(day)).toBe(401);
  });

  test('is out within seconds when its row is deleted, and within a minute with a token that was let in before', async () => {
    const key = await onlyKey();
    const replica = replicaOf(world);
    const before = await forged(key);
    expect(await statusIn(replica, before)).toBe(200);
    await world.database.prisma.signingKey.deleteMany();
    passTime(5_100);
    expect(await statusIn(replica, await forged(key))).toBe(401);
    const now = Date.now.bind(Date);
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 60_100);
    onTestFinished(() => clock.mockRestore());
    expect(await statusIn(replica, before)).toBe(401);
  });

  test('costs no statement for each token: the keys are read every five seconds at most', async () => {
    const key = await onlyKey();
    const read = vi.spyOn(world.database, 'read');
    onTestFinished(() => read.mockRestore());
    const replica = replicaOf(world);
    for (let count = 0; count < 5; count += 1) expect(await statusIn(replica, await forged(key))).toBe(200);
    expect(read.mock.calls.filter(([asked]) => JSON.stringify(asked).includes('FROM signing_keys'))).toHaveLength(1);
  });
});

describe('keys of the configuration', () => {
  test('are what signs, so no operator is told that a new key of the database does, and none is made', async () => {
    const before = await world.database.prisma.signingKey.count();
    const tokenKeys = [{ kid: '2026-07', secret: Buffer.alloc(32, 7).toString('base64url') }] as const;
    await expect(runOperation(world.database, createLogger('silent'), { operation: 'rotateKey' }, { tokenKeys })).rejects.toThrow(
      'TOKEN_KEYS gives the keys that sign tokens, so a key of the database would sign nothing, and none was made.',
    );
    expect(await world.database.prisma.signingKey.count()).toBe(before);
  });

  const key = (kid: string, byte: number) => ({ kid, secret: Buffer.alloc(32, byte).toString('base64url') });
  const appWith = (...tokenKeys: [ReturnType<typeof key>, ...ReturnType<typeof key>[]]) =>
    createApp({
      database: world.database,
      logger: createLogger('silent'),
      bodyLimit: 1_048_576,
      requestTimeout: 30_000,
      auth: { mode: 'required', tokenKeys },
    });
  const statusOf = async (app: ReturnType<typeof appWith>, headers: Record<string, string>) =>
    (await app(new Request('http://gateway.test/api/integrations/1', { headers }))).status;

  test('sign with the first, and check with all of them', async () => {
    const [first, second] = [key('2026-01', 1), key('2026-07', 2)];
    const old = await bearerOf({ app: appWith(first) }, client);
    expect(await statusOf(appWith(second, first), old)).toBe(200);
    expect(await statusOf(appWith(second), old)).toBe(401);
    expect(await statusOf(appWith(key('2026-01', 3)), old)).toBe(401);
  });
});
