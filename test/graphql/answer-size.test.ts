import { expect, test } from 'vitest';
import { within } from '../support/processor-time.js';
import { useWorld } from '../support/world.js';

const world = useWorld();

/** Lists within lists, each of so many rows. */
const nested = (first: string, levels: number): string =>
  levels === 0 ? 'id' : `id integrationErrors(first: ${first}) { nodes { integrationRun { ${nested(first, levels - 1)} } } }`;

const large =
  /^This query costs as much as an answer of \d+ objects, but may cost 300000 at most\. Ask for smaller pages, with fewer counts and conditions, or in several queries\.$/;

test.each([
  ['written out', `{ integrationRun(by: { databaseId: 4 }) { ${nested('300', 3)} } }`, {}],
  ['in a variable', `query Bomb($first: Int!) { integrationRun(by: { databaseId: 4 }) { ${nested('$first', 3)} } }`, { first: 300 }],
  [
    'in fragments',
    `{ integrations(first: 500) { edges { node { ...Runs } } } }
     fragment Runs on Integration { integrationRuns(last: 500) { nodes { integration { ...Errors } } } }
     fragment Errors on Integration { integrationErrors(first: 500) { nodes { id } } }`,
    {},
  ],
])('refuses, with 400 and without a statement, pages within pages that would fill the memory: %s', async (_how, query, variables) => {
  const statements = await world.statementsOf(async () => {
    const { status, data, errors } = await world.graphql(query, variables);
    expect([status, data, errors?.[0]?.extensions.code]).toEqual([400, undefined, 'QUERY_TOO_LARGE']);
    expect(errors?.[0]?.message).toMatch(large);
  });
  expect(statements).toEqual([]);
});

test('sizes a fragment that is spread over and over once, and at once', async () => {
  const levels = Array.from(
    { length: 40 },
    (_, level) => `fragment F${level} on IntegrationRun { ...F${level + 1} a: integration { name } ...F${level + 1} }`,
  );
  const query = `{ integrationRuns(first: 1) { nodes { ...F0 } } } ${levels.join('\n')} fragment F40 on IntegrationRun { id }`;
  const { status } = await within(2_000, () => world.graphql(query));
  expect(status).toBe(200);
});

test.each([
  ['the largest board', '{ integrationRuns(first: 500) { nodes { integrationErrors(first: 500) { nodes { id } } } } }'],
  ['three levels of default pages', '{ integrations { nodes { integrationRuns { nodes { integrationErrors { nodes { id } } } } } } }'],
  ['two large lists side by side', '{ a: integrationRuns(first: 500) { nodes { id } } b: integrationErrors(first: 500) { nodes { id } } }'],
])('lets %s through', async (_what, query) => {
  const { status, errors } = await world.graphql(query);
  expect([status, errors]).toEqual([200, undefined]);
});
