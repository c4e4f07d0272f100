// Lists of what one call has changed: as long as a call may change, and refused before anything is written where a length makes no sense.
import { expect, test } from 'vitest';
import { contentsOf } from '../domain/contents.js';
import { useWorld } from '../support/world.js';

const world = useWorld();

const given = (length: string): string => (length === '$n' ? '($n: Int)' : '');

const calls = (length: string): readonly (readonly [name: string, query: string])[] => [
  [
    'runs',
    `mutation${given(length)} { failIntegrationRuns(input: { runs: { databaseIds: [1] } }) { ... on FailIntegrationRunsSuccess { outcomes(first: ${length}) { outcome } } } }`,
  ],
  [
    'errors',
    `mutation${given(length)} { resolveIntegrationErrors(input: { errors: { databaseIds: [1] } }) { ... on ResolveIntegrationErrorsSuccess { integrationErrors(first: ${length}) { databaseId } } } }`,
  ],
];

const message = 'but must be a number from 0 to 10000';

test.each([
  ['10001', undefined],
  ['-1', undefined],
  ['$n', 10_001],
  ['$n', -1],
])('a length of %s (%s) is refused, and nothing is written', async (length, n) => {
  const before = await contentsOf(world);
  for (const [, query] of calls(length)) {
    for (const way of ['graphql', 'fieldByField'] as const) {
      const { errors } = await world[way](query, n === undefined ? {} : { n });
      expect(errors).toMatchObject([{ message: expect.stringContaining(message), extensions: { code: 'BAD_USER_INPUT' } }]);
    }
  }
  expect(await contentsOf(world)).toEqual(before);
});

test.each(calls('10000'))('a length of 10,000 %s is taken', async (_name, query) => {
  const { data, errors } = await world.graphql<Record<string, object>, object>(query, {});
  expect(errors).toBeUndefined();
  expect(JSON.stringify(data)).toMatch(/"(outcomes|integrationErrors)":\[\{/);
});
