import { expect, test } from 'vitest';
import { useWorld } from '../support/world.js';

const world = useWorld();

const board = (first: number, more = '') => `{
  integrationRuns(first: ${first}) {
    nodes {
      integration { name }
      integrationErrors(first: 10) { nodes { contract { number } } totalCount }
      ${more}
    }
  }
}`;

test.each([1, 10, 50])('a board of %i runs with their errors and contracts costs five statements', async (first) => {
  const statements = await world.statementsOf(async () => {
    const { data, errors } = await world.graphql<{ integrationRuns: { nodes: unknown[] } }, never>(board(first));
    expect(errors).toBeUndefined();
    expect(data?.integrationRuns.nodes).toHaveLength(first);
  });
  expect(statements.length).toBeLessThanOrEqual(5);
});
