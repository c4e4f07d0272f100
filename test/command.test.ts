// The command as operators run it: a process of its own, on a database that nobody has open, beside a running gateway, and on PostgreSQL.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { scopes } from '../src/domain/rules/viewer.js';
import { isOnServer, server } from './db/on-server.js';
import { briefly } from './support/briefly.js';
import { basic } from './support/credentials.js';

const exec = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'integration-runs-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the processes get besides; changed by those who work on another database. */
let more: Record<string, string> = {};
const environment = () => ({ PATH: process.env['PATH'], DATA_DIR: folder, SAMPLE_DATA: 'off', ...more });

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const run = async (file: string, ...words: string[]): Promise<Outcome> => {
  try {
    const { stdout, stderr } = await exec(process.execPath, [...briefly, file, ...words], { env: environment() });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
};

const command = (...words: string[]) => run('dist/src/cli/integration-runs.js', ...words);
const databaseCommand = (...words: string[]) => run('dist/src/cli/database.js', ...words);

/** What each command says on standard error of where it worked. */
const place = () => `Database: embedded, in ${folder}\n`;

const json = async (...words: string[]) => JSON.parse((await command(...words, '--json')).out);

const cycle = async (name: string) => {
  const made = await json('client', 'create', '--name', name, '--scope', 'core.integration.read', 'admin', '--api-key');
  expect(made).toEqual({
    id: expect.any(Number),
    clientId: expect.stringMatching(/^[0-9a-f]{32}$/),
    name,
    scopes: ['core.integration.read', 'admin'],
    hasApiKey: true,
    createdAt: expect.any(String),
    rotatedAt: null,
    lastUsedAt: null,
    expiresAt: null,
    revokedAt: null,
    clientSecret: expect.stringMatching(/^irs_/),
    apiKey: expect.stringMatching(/^irk_/),
  });
  const rotated = await json('client', 'rotate', made.clientId);
  expect(rotated).toMatchObject({ id: made.id, rotatedAt: expect.any(String) });
  expect(rotated.clientSecret).not.toBe(made.clientSecret);
  const revoked = await json('client', 'revoke', String(made.id));
  expect(revoked).toMatchObject({ id: made.id, revokedAt: expect.any(String) });
  expect(Object.keys(revoked)).not.toContain('clientSecret');
  const list: { id: number }[] = await json('client', 'list');
  expect(list.find(({ id }) => id === made.id)).toEqual(revoked);
  return made;
};

describe('on a database that nobody has open', () => {
  test('makes none by accident', { timeout: 60_000 }, async () => {
    for (const words of [
      ['client', 'list'],
      ['client', 'create', '--name', 'X', '--scope', 'admin'],
      ['key', 'rotate'],
    ]) {
      const outcome = await command(...words);
      expect(outcome).toEqual({
        code: 1,
        out: '',
        err: `There is no database, and none was made. Start the gateway there first (npm start), or name its folder in DATA_DIR, or its PostgreSQL in DATABASE_URL.\n${place()}`,
      });
    }
    expect(await readdir(folder)).toEqual([]);
  });

  test('is made by db:migrate, which says where', { timeout: 60_000 }, async () => {
    const made = await databaseCommand('migrate');
    expect(made).toEqual({ code: 0, out: expect.stringMatching(/^Applied 2026\d+_init, /), err: place() });
    expect(await databaseCommand('migrate')).toEqual({ code: 0, out: 'Nothing to migrate.\n', err: place() });
    expect((await databaseCommand('nonsense')).err).toBe('There is no command "nonsense". There are migrate, seed, reset, drift.\n');
  });

  test('makes, rotates, revokes and lists clients, as JSON and for people', { timeout: 120_000 }, async () => {
    expect(await command('client', 'list')).toEqual({
      code: 0,
      out: `There is no API client yet. Make the first one:\n  DATA_DIR=${folder} npx integration-runs client create --name admin ${scopes.map((scope) => `--scope ${scope}`).join(' ')}\n`,
      err: place(),
    });
    const { clientId } = await cycle('Alone');
    const { out } = await command('client', 'list');
    expect(out).toMatch(
      new RegExp(
        `^ID +NAME +CLIENT ID +STATE +LAST USED +HAS +SCOPES *\\n1 +Alone +${clientId} +revoked .* core.integration.read admin *\\n$`,
      ),
    );
    const { out: text, err } = await command('client', 'create', '--name', 'Shown', '--scope', 'admin');
    const line = { level: 'info', source: 'SYSTEM', actor: null, scopes: 'admin', msg: 'An API client was created' };
    expect(JSON.parse(err.split('\n').find((each) => each.startsWith('{')) ?? '')).toMatchObject(line);
    expect(text).toMatch(/^API client 2 \(Shown\), for admin\.\nKeep these now: nobody can read the secrets again\./);
    expect(text).toMatch(/client_secret {2}irs_[\w-]{43}\n/);
    expect(text).not.toContain('API key');
  });

  test('moves house: export and import, into what has nothing yet', { timeout: 120_000 }, async () => {
    const other = await mkdtemp(join(tmpdir(), 'integration-runs-'));
    const file = join(other, 'all.ndjson');
    const clients = (await command('client', 'list', '--json')).out;
    expect(await command('export', file)).toEqual({ code: 0, out: '', err: `${place()}Exported 5 rows.\n` }); // two clients, with their actors and the developer's
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await command('export', '-')).out.split('\n')).toHaveLength(8);
    const full = await command('import', file);
    expect({ ...full, err: full.err.split('\n')[0] }).toEqual({
      code: 1,
      out: '',
      err: 'The database has 2 rows in actors already. Import into one that has nothing: npm run db:reset makes it so, with SAMPLE_DATA=off.',
    });
    more = { DATA_DIR: join(other, 'data') };
    try {
      await databaseCommand('migrate');
      expect((await command('import', file)).err).toBe(`Database: embedded, in ${join(other, 'data')}\nImported 5 rows.\n`);
      expect((await command('client', 'list', '--json')).out).toBe(clients);
    } finally {
      more = {};
      await rm(other, { recursive: true, force: true });
    }
  });

  test('says what is wrong and what would be right', { timeout: 60_000 }, async () => {
    expect(await command('client', 'create', '--name', 'X', '--scope', 'everything')).toEqual({
      code: 1,
      out: '',
      err: `Scope "everything" does not exist: each must be core.integration.read, core.integration.write, core.contract.read, core.contract.write or admin\n${place()}`,
    });
    expect((await command('client', 'revoke', '99')).err).toBe(`There is no API client with the id 99.\n${place()}`);
    expect((await command('client', 'create', '--name', 'X')).err).toContain("required option '--scope <scope...>' not specified");
    expect((await command('client', 'create', '--name', 'X', '--scope', 'admin', '--expires', 'soon')).err).toContain(
      'is not a valid date-time',
    );
  });
});

describe('beside a running gateway', () => {
  let gateway: ChildProcess;
  let output = '';
  let url: string;

  beforeAll(async () => {
    const env = { ...environment(), HOST: '127.0.0.2', PORT: '0', AUTH: 'required', LOG_LEVEL: 'trace' };
    gateway = spawn(process.execPath, [...briefly, 'dist/src/main.js'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [gateway.stdout, gateway.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    url = await vi.waitFor(
      () => {
        const [, found] = /listens on (http:\S+)/.exec(output) ?? [];
        if (found === undefined) throw new Error(`The gateway did not start:\n${output}`);
        return found;
      },
      { timeout: 50_000, interval: 100 },
    );
  });

  afterAll(async () => {
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
  });

  test('works through it, by a socket that is for its user alone', { timeout: 60_000 }, async () => {
    expect((await stat(join(folder, 'admin.sock'))).mode & 0o777).toBe(0o600);
    await cycle('Beside');
    expect((await command('client', 'revoke', '99')).err).toBe(`There is no API client with the id 99.\n${place()}`);
    expect((await command('client', 'create', '--name', ' ', '--scope', 'admin')).err).toBe(`Name can't be blank\n${place()}`);
    const told = await command('client', 'create', '--name', 'Told', '--scope', 'admin');
    const [, id = '', secret = '', address = ''] =
      /\n {2}curl -u (\w+):(\S+) -d grant_type=client_credentials (\S+)\n/.exec(told.out) ?? [];
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const token = await fetch(address, { method: 'POST', headers: { authorization: basic(id, secret) }, body }); // though it was told no HOST and no PORT
    expect(await token.json()).toMatchObject({ token_type: 'bearer', scope: 'admin' });
    expect((await command('key', 'rotate')).out).toMatch(/^The key [0-9a-f]{12} signs from now on;/);
  });

  test('gives a client that the gateway lets in, and neither has a secret in its log, even at trace', { timeout: 60_000 }, async () => {
    const made = await json('client', 'create', '--name', 'Logged', '--scope', 'core.integration.read', '--api-key');
    const token = await fetch(`${url}/oauth2/token?client_id=${made.clientId}`, {
      method: 'POST',
      headers: { authorization: basic(made.clientId, made.clientSecret) },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: accessToken } = (await token.json()) as { access_token: string };
    const secrets = [made.clientSecret, made.apiKey, accessToken];
    const ask = (path: string, headers: Record<string, string>) => fetch(`${url}${path}`, { headers }).then(({ status }) => status);
    expect(await ask('/api/integrations.json?limit=1', { authorization: `Bearer ${accessToken}` })).toBe(200);
    expect(await ask('/api/integrations.json', { 'x-coupa-api-key': made.apiKey })).toBe(200);
    expect(await ask(`/api/integrations.json?api_key=${made.apiKey}`, {})).toBe(401);
    expect(await ask(`/api/integrations.json`, { authorization: `Bearer ${accessToken}x` })).toBe(401);
    expect(output).toContain('"msg":"statement"');
    for (const secret of secrets) expect(output).not.toContain(secret);
    expect(output).not.toMatch(/irs_|irk_|eyJ/);
  });
});

describe.runIf(isOnServer)('on PostgreSQL', () => {
  const name = `integration_runs_command_${process.pid}`;
  const admin = new pg.Client({ connectionString: server });

  beforeAll(async () => {
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(server ?? '');
    url.pathname = `/${name}`;
    more = { DATABASE_URL: url.href };
  });

  afterAll(async () => {
    more = {};
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  });

  test('makes, rotates, revokes and lists clients, once it is migrated', { timeout: 60_000 }, async () => {
    const { host, username } = new URL(more['DATABASE_URL'] ?? '');
    const where = `Database: PostgreSQL, database "${name}" on ${host} as "${username}"\n`;
    const refused = await command('client', 'create', '--name', 'X', '--scope', 'admin');
    expect(refused).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/^The database lacks \d+ of the gateway's migrations, and nothing was done\. /),
    });
    expect(refused.err).toContain(where);
    expect((await admin.query(`SELECT 1 FROM pg_database WHERE datname = $1`, [name])).rowCount).toBe(1);
    expect(await databaseCommand('migrate')).toEqual({ code: 0, out: expect.stringContaining('Applied'), err: where });
    await cycle('On a server');
    const url = new URL(more['DATABASE_URL'] ?? '');
    url.password = 'secret'; // which a server that trusts everybody doesn't ask for
    more = { DATABASE_URL: url.href, PORT: '4711' };
    const { out, err } = await command('client', 'create', '--name', 'Told', '--scope', 'admin');
    expect(out).toContain('http://127.0.0.1:4711/oauth2/token');
    const [audit = '', ...rest] = err.split('\n');
    expect(JSON.parse(audit)).toMatchObject({ msg: 'An API client was created' });
    expect(rest.join('\n')).toBe(where);
  });
});
