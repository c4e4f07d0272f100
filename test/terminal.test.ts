// Names that would do something to the terminal of an operator are not taken, and those that are there are shown and not done.
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { clientsText, revokedText, secretsText } from '../src/cli/format.js';
import { runOperation, type ShownSecrets } from '../src/cli/operations.js';
import { printAnswer, printTo } from '../src/cli/terminal.js';
import { createLogger } from '../src/observability/logger.js';
import { useWorld } from './support/world.js';

const world = useWorld();
const logger = createLogger('silent');

const bad: [string, string][] = [
  ['an escape', 'x\u001b[31mRED\u001b[0m'],
  ['a line break', 'x\n99  root  deadbeef  active'],
  ['a carriage return', 'x\rroot'],
  ['a bell', 'x\u0007'],
  ['a delete', 'x\u007f'],
  ['a control of eight bits', 'x\u009b31m'],
  ['a separator of lines', 'x\u2028root'],
  ['a change of direction', 'x\u202etoor'],
];
const message = "Name can't contain line breaks or other control characters";

test.each(bad)('a client whose name has %s is not made, through GraphQL or for an operator', async (_what, name) => {
  const before = await world.database.prisma.apiClient.count();
  const { data } = await world.graphql<{ createApiClient: unknown }, { name: string }>(
    'mutation($name: String!) { createApiClient(input: { name: $name, scopes: [ADMIN] }) { ... on ValidationError { fieldErrors { path message } } } }',
    { name },
  );
  expect(data?.createApiClient).toEqual({ fieldErrors: [{ path: ['name'], message }] });
  const asked = { operation: 'createClient' as const, name, scopes: ['admin'], withApiKey: false, expiresAt: null };
  await expect(runOperation(world.database, logger, asked)).rejects.toThrow(message);
  expect(await world.database.prisma.apiClient.count()).toBe(before);
});

test('a name of other letters is taken as it is', async () => {
  const name = 'Überweisung – 会社 🙂 “ERP”';
  expect(
    await runOperation(world.database, logger, { operation: 'createClient', name, scopes: ['admin'], withApiKey: false, expiresAt: null }),
  ).toMatchObject({ name });
});

test('whatever is printed of a client that was there before keeps to its line', () => {
  for (const [, name] of bad) {
    const times = { createdAt: '', rotatedAt: null, lastUsedAt: null, expiresAt: null, revokedAt: null };
    const client: ShownSecrets = {
      id: 1,
      clientId: 'c',
      name,
      scopes: ['admin'],
      hasApiKey: false,
      ...times,
      clientSecret: 's',
      apiKey: null,
    };
    const harmless = { ...client, name: 'x' };
    for (const textOf of [
      (one: ShownSecrets) => clientsText([one], new Date(), ''),
      (one: ShownSecrets) => secretsText(one, 'http://a'),
      revokedText,
    ]) {
      expect(textOf(client)).not.toMatch(/(?!\n)[\p{Cc}\p{Zl}\u202e]/u);
      expect(textOf(client).split('\n')).toHaveLength(textOf(harmless).split('\n').length);
    }
  }
});

test('nothing that goes to a terminal is done by it but to begin lines, and JSON stays JSON', () => {
  const texts: string[] = [];
  const stream = { write: (text: string) => texts.push(text) };
  printTo(stream, 'one\ntwo\u001b[2J\u009b1m\r');
  printTo(stream, JSON.stringify({ name: '\u009b31m\u001b\u202e' }));
  expect(texts[0]).toBe('one\ntwo\\u001b[2J\\u009b1m\\u000d\n');
  expect(JSON.parse(texts[1] ?? '')).toEqual({ name: '\u009b31m\u001b\u202e' });
});

test('an answer that can’t be written is a failure, which says what is to be done then', async () => {
  const texts: string[] = [];
  const output = (failure: Error | null) =>
    new Writable({
      write: (chunk, _encoding, done) => {
        texts.push(String(chunk));
        setImmediate(done, failure);
      },
    });
  await printAnswer(output(null), 'a secret', 'Rotate it.');
  expect(texts).toEqual(['a secret\n']);
  const message = 'The answer could not be written (write ENOSPC). Rotate it.';
  await expect(printAnswer(output(new Error('write ENOSPC')), 'a secret', 'Rotate it.')).rejects.toThrow(message);
});
