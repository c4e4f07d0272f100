// Clients that may write: some of them not read, some of them also.
import { beforeAll } from 'vitest';
import type { Scope } from '../../src/domain/rules/viewer.js';
import { makeClient } from '../support/credentials.js';
import type { World } from '../support/world.js';
import type { Records } from './operations.js';

const [read, write]: Scope[] = ['core.integration.read', 'core.integration.write'];
const scopesOf = {
  writer: [write],
  both: [read, write],
  contractWriter: ['core.contract.write'],
  all: [read, write, 'core.contract.read', 'core.contract.write', 'admin'],
} as Record<'writer' | 'both' | 'contractWriter' | 'all', Scope[]>;

export type Writer = keyof typeof scopesOf;

/** The API keys of the clients, as headers: made before the tests of a file. */
export const useWriters = (world: World): Readonly<Record<Writer, Record<string, string>>> => {
  const headers: Record<Writer, Record<string, string>> = { writer: {}, both: {}, contractWriter: {}, all: {} };
  beforeAll(async () => {
    for (const name of Object.keys(scopesOf) as Writer[])
      headers[name]['x-coupa-api-key'] = (await makeClient(world, scopesOf[name])).apiKey ?? '';
  });
  return headers;
};

/** The numbers of a webhook endpoint and of a delivery of it. */
const newWebhook = async ({ database }: World): Promise<{ endpoint: number; delivery: number }> => {
  const data = { url: 'https://example.com/', secret: 'whsec_x', ownerId: 1, ownerScopes: 'admin', place: 0, mark: '0' };
  const { id } = await database.prisma.webhookEndpoint.create({ data });
  const made = { endpointId: id, messageId: `evt_${id}`, subject: 'x', body: '{}' };
  return { endpoint: id, delivery: (await database.prisma.webhookDelivery.create({ data: made })).id };
};

/** The id of a new run, pending unless something else is given. */
export const newRun = async ({ database }: World, data: object = {}): Promise<number> =>
  (await database.prisma.integrationRun.create({ data: { integrationId: 1, ...data }, select: { id: true } })).id;

/** A new run of each status that the operations begin with. */
export const newRuns = async (world: World): Promise<Pick<Records, 'run' | 'running' | 'failed'>> => ({
  run: await newRun(world),
  running: await newRun(world, { status: 'RUNNING' }),
  failed: await newRun(world, { status: 'FAILED' }),
});

/** What the operations are about: new runs, a new client and webhook, and the first of the sample world for the others. */
export const newRecords = async (world: World): Promise<Records> => ({
  ...(await newRuns(world)),
  error: 1,
  historyRecord: 1,
  integration: 1,
  contract: 1,
  client: (await makeClient(world, ['core.contract.read'])).apiClient.id,
  ...(await newWebhook(world)),
});
