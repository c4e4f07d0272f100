// Deliveries as receivers get them, on both databases.
import { Webhook } from 'standardwebhooks';
import { describe, expect, inject, test } from 'vitest';
import { useReceiver } from './receiver.js';
import { useSending } from './sending.js';

const kinds = inject('template').server ? (['embedded', 'postgres'] as const) : (['embedded'] as const);

const move = (id: number, how: string) =>
  `mutation { ${how}IntegrationRun(input: { by: { databaseId: ${id} } }) { ... on Error { message } } }`;

describe.each(kinds)('on the database %s', (kind) => {
  const receiver = useReceiver();
  const sending = useSending(kind);
  const { world } = sending;
  const newRun = async (): Promise<number> => {
    const { data } = await world.graphql<{ made: { integrationRun: { databaseId: number } } }, never>(
      'mutation { made: createIntegrationRun(input: { integration: { databaseId: 1 } }) { ... on CreateIntegrationRunSuccess { integrationRun { databaseId } } } }',
    );
    return data?.made.integrationRun.databaseId ?? 0;
  };

  test('each change is sent once, signed as Standard Webhooks has it, in the order of its run', async () => {
    const { secret } = await sending.make({ url: receiver.url('/hook') });
    const run = await newRun();
    for (const how of ['start', 'pause', 'start', 'fail']) await world.graphql(move(run, how));
    await sending.go();
    const all = await receiver.has(5);
    const verified = all.map(({ text, headers }) => new Webhook(secret).verify(text, headers as Record<string, string>));
    expect(verified).toMatchObject([
      {
        type: 'integration_run.created',
        data: { change: 'RUN_CREATED', version: 1, integrationRun: { databaseId: run, status: 'PENDING' } },
      },
      { type: 'integration_run.running', data: { change: 'RUN_MOVED', previousStatus: 'PENDING', integrationRun: { version: 2 } } },
      { type: 'integration_run.paused' },
      { type: 'integration_run.running' },
      { type: 'integration_run.failed', data: { version: 5, integrationRun: { status: 'FAILED' }, integration: { databaseId: 1 } } },
    ]);
    expect(new Set(all.map(({ headers }) => headers['webhook-id'])).size).toBe(5);
    expect(all[0]?.path).toBe('/hook');
    await sending.until((deliveries) => expect(deliveries.map(({ state }) => state)).toEqual(Array(5).fill('DELIVERED')));
  });
});
