import { beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.js';
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

describe('keys of the configuration', () => {
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
