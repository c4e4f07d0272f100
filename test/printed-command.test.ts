// The commands that a gateway prints are run by a shell as they stand, and lead to its own database and address.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../src/process/config.js';
import { addressOf, printedCommand } from '../src/process/printed-command.js';
import { greeting } from '../src/process/startup-banner.js';

const folder = mkdtempSync(join(tmpdir(), 'integration-runs-'));
const bin = join(folder, 'bin');
mkdirSync(bin);
writeFileSync(
  join(bin, 'npx'),
  `#!/bin/sh
for name in DATABASE_URL DATA_DIR HOST PORT; do eval "printf '%s|' \\"\\\${$name-unset}\\""; done
printf '%s|' "$PWD" "$@"
`,
);
chmodSync(join(bin, 'npx'), 0o755);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `npx` is given when a shell runs the command: the variables, the folder, the words. */
const runInShell = (command: string, environment: Record<string, string> = {}): string[] =>
  execFileSync('/bin/sh', ['-c', command], { env: { PATH: `${bin}:/usr/bin:/bin`, ...environment }, encoding: 'utf8' })
    .split('|')
    .slice(0, -1);

const root = process.cwd();
const words = ['integration-runs', 'client', 'list'];
const printed = (environment: Record<string, string>, port = 4000) => printedCommand({ ...readConfig(environment), port }, 'client list');

test.each<[Record<string, string>, number, string[]]>([
  [{}, 4000, ['unset', 'unset', 'unset', 'unset']],
  [{ PORT: '0' }, 4711, ['unset', 'unset', 'unset', '4711']],
  [{ DATA_DIR: 'own' }, 4000, ['unset', resolve('own'), 'unset', 'unset']],
  [{ DATA_DIR: '/a b/it\'s $HOME `x` "q" \\n' }, 4000, ['unset', '/a b/it\'s $HOME `x` "q" \\n', 'unset', 'unset']],
  [{ HOST: '0.0.0.0' }, 4000, ['unset', 'unset', 'unset', 'unset']],
  [{ HOST: '10.1.2.3' }, 80, ['unset', 'unset', '10.1.2.3', '80']],
  [
    { DATABASE_URL: 'postgresql://gateway@db:5433/runs?sslmode=verify-full&x=a' },
    4000,
    ['postgresql://gateway@db:5433/runs?sslmode=verify-full&x=a', 'unset', 'unset', 'unset'],
  ],
  [{ DATABASE_URL: 'postgresql://db/runs', DATA_DIR: 'ignored' }, 4000, ['postgresql://db/runs', 'unset', 'unset', 'unset']],
])('for %j on port %i, it has what leads to the same', (environment, port, expected) => {
  expect(runInShell(printed(environment, port))).toEqual([...expected, root, ...words]);
});

test.each(['postgresql://gateway:secret@db/runs', 'postgresql://db/runs?user=gateway&password=secret'])(
  'has no password in it, and goes nowhere without: %s',
  (url) => {
    const command = printed({ DATABASE_URL: url });
    expect(command).not.toContain('secret');
    expect(runInShell(command, { DATABASE_URL: url })[0]).toBe(url);
    expect(() => runInShell(`${command} 2>&1`)).toThrow(
      expect.objectContaining({ stdout: expect.stringContaining('DATABASE_URL: must be the address that the gateway has') }),
    );
  },
);

test('goes to the folder of the gateway where it is printed elsewhere', () => {
  const away = join(folder, 'away');
  mkdirSync(away);
  const code = `import { printedCommand } from ${JSON.stringify(`${root}/src/process/printed-command.ts`)};
    process.stdout.write(printedCommand({ databaseUrl: undefined, dataDir: '.data', host: '127.0.0.1', port: 4000 }, 'client list'));`;
  const file = join(away, 'print.mts');
  writeFileSync(file, code);
  const command = execFileSync(process.execPath, ['--import', `file://${root}/node_modules/tsx/dist/esm/index.mjs`, file], {
    cwd: away,
    encoding: 'utf8',
  });
  expect(runInShell(command)).toEqual(['unset', join(away, '.data'), 'unset', 'unset', root, ...words]);
});

test('is what the start prints where there is no client yet', () => {
  const config = readConfig({ HOST: '0.0.0.0', PORT: '0', DATA_DIR: '/srv/data of runs' });
  const text = greeting({ url: 'http://0.0.0.0:4711', config, isSampled: false, hasClients: false });
  const [, command = ''] = /Make the first one:\n *(.*)\n/.exec(text) ?? [];
  expect(runInShell(command).slice(0, 8)).toEqual([
    'unset',
    '/srv/data of runs',
    'unset',
    '4711',
    root,
    'integration-runs',
    'client',
    'create',
  ]);
});

test.each([
  ['127.0.0.1', 4000, 'http://127.0.0.1:4000'],
  ['0.0.0.0', 80, 'http://127.0.0.1:80'],
  ['::', 4000, 'http://127.0.0.1:4000'],
  ['::1', 4000, 'http://[::1]:4000'],
  ['gateway.example.com', 443, 'http://gateway.example.com:443'],
])('a gateway on %s and %i is asked at %s', (host, port, address) => {
  expect(addressOf({ host, port })).toBe(address);
});
