import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen, type RunningServer } from '../../src/http/server.js';
import { useWorld } from '../support/world.js';

const world = useWorld();
let server: RunningServer;

beforeAll(async () => {
  server = await listen(world.app.handle, '127.0.0.1', 0, 30_000);
});

afterAll(() => server.stop(1_000));

test('passes every point of the GraphQL-over-HTTP audit, with no warning', async () => {
  const results = await auditServer({ url: `${server.url}/graphql` });
  const failed = results.flatMap((result) =>
    result.status === 'ok' ? [] : [`${result.status} ${result.id}: ${result.name}: ${result.reason}`],
  );
  expect(failed).toEqual([]);
  expect(results).toHaveLength(61);
});
