import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { moves, transitionOf } from '../src/domain/integration-run/status.js';
import { variables } from '../src/process/config-variables.js';
import { useWorld } from './support/world.js';

const world = useWorld();
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

interface Example {
  readonly language: string;
  readonly question: string;
  readonly answer: unknown;
}

/** Each question in the README with the JSON block that follows it. */
const examples = [...readme.matchAll(/```(graphql|sh)\n([\s\S]*?)```[\s\S]*?```json\n([\s\S]*?)```/g)].map(
  ([, language = '', question = '', answer = '']): Example => ({ language, question: question.trim(), answer: JSON.parse(answer) }),
);

const curl = /^curl(?: -X (\w+))? http:\/\/127\.0\.0\.1:4000(\S+)$/;

test('answers every example of the README as the README says, in its order', async () => {
  expect(examples.map(({ language }) => language)).toEqual(['graphql', 'graphql', 'sh', 'sh']);
  for (const { language, question, answer } of examples) {
    if (language === 'graphql') {
      const { data, errors } = await world.graphql(question);
      expect({ data, errors }, question).toEqual({ ...(answer as object), errors: undefined });
      continue;
    }
    const [, method = 'GET', path = ''] = curl.exec(question) ?? [];
    expect(path, question).not.toBe('');
    expect((await world.rest(method, path, undefined, { accept: '*/*' })).json, question).toMatchObject(answer as object);
  }
});

test('shows the transition table as it is', () => {
  const rows = [...readme.matchAll(/^\| `(\w+)IntegrationRun` \| `PUT …\/(\w+)` \| ([^|]+) \| (\w+) \|/gm)].map(
    ([, verb = '', , from = '', to = '']) => ({
      action: verb.toUpperCase(),
      from: from.split(', ').map((status) => status.trim().toUpperCase()),
      to: to.toUpperCase(),
    }),
  );
  expect(rows).toEqual(moves.map((action) => ({ action, from: transitionOf(action).from, to: transitionOf(action).to })));
});

test('tells of every variable that the gateway reads, and of no other', () => {
  const cells = [...readme.matchAll(/^\| (`[A-Z][^|]*) \|/gm)].map(([, cell = '']) => cell);
  const told = cells.flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
  expect(told.sort()).toEqual(Object.keys(variables).sort());
});

test('stays under 130 lines beside the rows of its tables', () => {
  expect(readme.split('\n').filter((line) => !line.startsWith('|')).length).toBeLessThan(130);
});
