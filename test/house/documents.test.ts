// What the documents say of files: each path that stands in one leads to something.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'bench/README.md', 'prisma/README.md'],
  ...readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => join('src', path)),
];

/** Paths in backticks, with a folder or the ending of a file of ours; and links. */
const mentioned = /`((?:[\w.-]+\/)+[\w-]+\.(?:ts|md|sql|json|prisma)|[\w-]+\.(?:ts|md|prisma))`|\]\(([\w./-]+)(?:#[\w-]+)?\)/g;

test.each(documents)('%s names files that are there', (document) => {
  const paths = [...readFileSync(document, 'utf8').matchAll(mentioned)].map(([, path, link]) => path ?? link ?? '');
  const places = ['.', 'src', dirname(document)];
  expect(paths.filter((path) => !places.some((place) => existsSync(join(place, path))))).toEqual([]);
});

test('each decision has a number of its own', () => {
  const texts = readdirSync('src/decisions').map((file) => readFileSync(join('src/decisions', file), 'utf8'));
  const numbers = texts.flatMap((text) => [...text.matchAll(/^\*\*(\d+)\. /gm)].map(([, number]) => number));
  expect(numbers.length).toBeGreaterThan(80);
  expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([]);
});
