// What is kept of documents is bounded by the bytes that it holds, the literals in statements among them. It takes a while, and runs where nothing else
// does: by `npm run test:timing`.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { isTimed } from '../support/processor-time.js';
import { useWorld } from '../support/world.js';
import { post } from './ask.js';

const world = useWorld();

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void; // what the flag brings

const megabyte = 1_000_000;

/** Megabytes that are held longer than the documents, each of them asked once, are answered. */
const heldAfter = async (count: number, document: (index: number) => string): Promise<number> => {
  for (let index = 0; index < 20; index += 1) await post(world.app, { query: document(-1 - index) }); // code that is compiled
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < count; index += 1) await post(world.app, { query: document(index) });
  collect();
  return (process.memoryUsage().heapUsed - before) / megabyte;
};

const named = (text: string) => `{ integrationRuns(first: 1, filter: { integration: { name: { eq: "${text}" } } }) { totalCount } }`;

test.runIf(isTimed).each<[title: string, count: number, most: number, document: (index: number) => string]>([
  ['a large literal', 1_000, 100, (index) => named(`${index}${'中'.repeat(90_000)}`)],
  ['a short literal in a long document', 1_000, 100, (index) => `${named(`a text of some length ${index}`)} # ${'中'.repeat(90_000)}`],
  [
    'many literals',
    300,
    100,
    (index) => `{ ${Array.from({ length: 40 }, (_, at) => `a${at}_${index}: ${named(`${index}`).slice(2, -2)}`).join(' ')} }`,
  ],
])('a thousand documents with %s are not all kept', async (_title, count, most, document) => {
  expect(await heldAfter(count, document)).toBeLessThan(most);
});
