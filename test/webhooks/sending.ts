// A gateway that sends webhooks to receivers on this machine, on a database of its own; it looks when it is told to, so that nothing waits for a clock.
import { isIPv4 } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import type { Database } from '../../src/db/database.js';
import type { Send } from '../../src/domain/webhook/delivery/attempt.js';
import { startWebhooks, type WebhookWorker } from '../../src/domain/webhook/delivery/worker.js';
import type { WebhookDelivery, WebhookEndpoint } from '../../src/generated/prisma/client.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { createSend } from '../../src/http/outgoing/send.js';
import type { Template } from '../support/template.js';
import { useWorld, type World, type WorldOptions } from '../support/world.js';

const { sql } = Prisma;

const loopback = (address: string) => isIPv4(address) && address.startsWith('127.');

export interface Made {
  readonly id: number;
  readonly secret: string;
}

export const useSending = (kind?: Template['kind'], options: WorldOptions = {}) => {
  const world: World = useWorld({ webhookNetworks: loopback, ...options }, kind);
  const journal = { info: vi.fn(), warn: vi.fn() };
  let look: () => void = () => undefined;
  let workers: WebhookWorker[] = [];

  const start = (send: Send = createSend(loopback), database: Database = world.database): WebhookWorker => {
    const worker = startWebhooks({
      database,
      journal,
      feed: {
        onGrowth: (listener) => {
          look = listener;
          return () => undefined;
        },
      },
      queries: world.app.webhookQueries,
      send,
      wrapping: options.auth?.wrappingKeys ?? [],
    });
    workers.push(worker);
    return worker;
  };
  const stop = async (patience = 0): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.stop(patience)));
    workers = [];
  };
  beforeAll(() => void start());
  afterEach(async () => {
    await world.database.write(sql`DELETE FROM webhook_endpoints`);
    journal.warn.mockClear();
  });
  afterAll(() => stop());

  const deliveries = (): Promise<WebhookDelivery[]> => world.database.prisma.webhookDelivery.findMany({ orderBy: { id: 'asc' } });
  const endpoint = (id: number): Promise<WebhookEndpoint> => world.database.prisma.webhookEndpoint.findUniqueOrThrow({ where: { id } });

  return {
    world,
    journal,
    start,
    stop,
    deliveries,
    endpoint,
    /** Gives what was written its place in the feed, and has the gateway look. */
    go: async (): Promise<void> => {
      await world.database.write(sql`SELECT sequence_events()`);
      look();
    },
    /** Waits until the deliveries are as expected; it looks meanwhile. */
    until: async (holds: (all: WebhookDelivery[]) => unknown): Promise<WebhookDelivery[]> => {
      await vi.waitFor(
        async () => {
          look();
          await holds(await deliveries());
        },
        { timeout: 15_000, interval: 20 },
      );
      return deliveries();
    },
    /** What waits for its next attempt is due now; what is being sent would be for another 40 s. */
    due: async (): Promise<void> => {
      await world.database.write(
        sql`UPDATE webhook_deliveries SET next_attempt_at = now() WHERE next_attempt_at < now() + interval '20 s' OR next_attempt_at > now() + interval '41 s'`,
      );
      await world.database.write(sql`UPDATE webhook_endpoints SET paused_until = NULL`);
      look();
    },
    make: async (input: object, headers?: Record<string, string>): Promise<Made> => {
      const text = `mutation($input: CreateWebhookEndpointInput!) { made: createWebhookEndpoint(input: $input) {
        ... on CreateWebhookEndpointSuccess { secret webhookEndpoint { databaseId } } ... on Error { code message }
      } }`;
      const { data, errors } = await world.graphql<{ made: { secret: string; webhookEndpoint: { databaseId: number } } }, never>(
        text,
        { input },
        headers,
      );
      expect(errors).toBeUndefined();
      if (!data?.made.webhookEndpoint) throw new Error(JSON.stringify(data));
      return { id: data.made.webhookEndpoint.databaseId, secret: data.made.secret };
    },
  };
};
