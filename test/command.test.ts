// The command as operators run it: a process of its own, on a database that nobody has open, beside a running gateway, and on PostgreSQL.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
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

const command = async (...words: string[]): Promise<Outcome> => {
  try {
    const { stdout, stderr } = await exec(process.execPath, ['--import', 'tsx', 'src/command.ts', ...words], { env: environment() });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
};

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
  test('makes, rotates, revokes and lists clients, as JSON and for people', { timeout: 120_000 }, async () => {
    expect((await command('client', 'list')).out).toBe(
      'There is no API client yet. Make one: integration-runs client create --name NAME --scope SCOPE…\n',
    );
    const { clientId } = await cycle('Alone');
    const { out } = await command('client', 'list');
    expect(out).toMatch(
      new RegExp(
        `^ID +NAME +CLIENT ID +STATE +LAST USED +HAS +SCOPES *\\n1 +Alone +${clientId} +revoked .* core.integration.read admin *\\n$`,
      ),
    );
    const { out: text } = await command('client', 'create', '--name', 'Shown', '--scope', 'admin');
    expect(text).toMatch(/^API client 2 \(Shown\), for admin\.\nKeep these now: nobody can read the secrets again\./);
    expect(text).toMatch(/client_secret {2}irs_[\w-]{43}\n/);
    expect(text).not.toContain('API key');
  });

  test('says what is wrong and what would be right', { timeout: 60_000 }, async () => {
    expect(await command('client', 'create', '--name', 'X', '--scope', 'everything')).toEqual({
      code: 1,
      out: '',
      err: 'Scope "everything" does not exist: each must be core.integration.read, core.integration.write, core.contract.read, core.contract.write or admin\n',
    });
    expect((await command('client', 'revoke', '99')).err).toBe('There is no API client with the id 99.\n');
    expect((await command('client', 'create', '--name', 'X')).err).toContain("required option '--scope <scope...>' not specified");
    expect((await command('client', 'create', '--name', 'X', '--scope', 'admin', '--expires', 'soon')).err).toContain(
      'is no point in time',
    );
  });
});

describe('beside a running gateway', () => {
  let gateway: ChildProcess;
  let output = '';
  let url: string;

  beforeAll(async () => {
    const env = { ...environment(), PORT: '0', AUTH: 'required', LOG_LEVEL: 'trace' };
    gateway = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
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
    expect((await command('client', 'revoke', '99')).err).toBe('There is no API client with the id 99.\n');
    expect((await command('client', 'create', '--name', ' ', '--scope', 'admin')).err).toBe("Name can't be blank\n");
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

const server = process.env['TEST_DATABASE_URL'];

describe.skipIf(server === undefined)('on PostgreSQL', () => {
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

  test('makes, rotates, revokes and lists clients', { timeout: 60_000 }, async () => {
    await cycle('On a server');
  });
});
