// Whatever is wrong with a database is said in plain sentences, by each start and each command, with what would mend it.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { placeOf } from '../src/db/migrate/place.js';
import { prepareDatabase } from '../src/db/migrate/prepare.js';
import { openDatabase } from '../src/db/open.js';
import { type ServerFacts, unfitness } from '../src/db/postgres/check-server.js';
import { createLogger } from '../src/observability/logger.js';
import { readConfig } from '../src/process/config.js';
import { explainStart } from '../src/process/startup-errors.js';
import { server as onServer } from './db/on-server.js';
import { cloneDatabaseUrl } from './support/clone.js';
import { closing, refusing, startPretended, withCertificate, withoutTls, withPassword } from './support/pretended-postgres.js';
import { selfSignedCertificate, selfSignedKey } from './support/self-signed.js';

/** What a start says of a database that it can't work on. */
const wordsOf = async (url: string): Promise<string> => {
  const config = readConfig({ DATABASE_URL: url });
  try {
    const database = await openDatabase(config, createLogger('silent'));
    await prepareDatabase(database).finally(() => database.close());
    return 'Nothing is wrong.';
  } catch (error) {
    return explainStart(error, placeOf(config));
  }
};

const expectPlain = (words: string) => {
  expect(words).not.toMatch(/\n {4}at |\.rs:|\.rs\b|secret|undefined/);
  expect(words).toMatch(/\nDatabase: PostgreSQL, database "\w+" on \S+:\d+ as "\w+"$/);
};

describe('a server that does not let one in', () => {
  test.each<[string, (socket: Socket) => void, string, RegExp]>([
    ['speaks no TLS', withoutTls, '?sslmode=require', /^PostgreSQL speaks no TLS, which DATABASE_URL asks for\. .*take sslmode out/],
    [
      'has signed its certificate itself',
      withCertificate(selfSignedKey, selfSignedCertificate),
      '?sslmode=require',
      /^The certificate of PostgreSQL can't be trusted: self[- ]signed certificate\. .*sslrootcert=.*sslmode=no-verify/,
    ],
    [
      'wants TLS',
      refusing('28000', 'no pg_hba.conf entry for host "10.0.0.1", user "somebody", database "runs", no encryption'),
      '',
      /^PostgreSQL refuses the user of DATABASE_URL without TLS: .* Add sslmode=verify-full/,
    ],
    [
      'knows another password',
      refusing('28P01', 'password authentication failed for user "somebody"'),
      '',
      /^PostgreSQL refuses the user of DATABASE_URL: password .* Mend its user or password\./,
    ],
    ['wants a password', withPassword, '', /^PostgreSQL asks for a password, and DATABASE_URL has none\./],
    [
      'has no such database',
      refusing('3D000', 'database "runs" does not exist'),
      '',
      /^DATABASE_URL names a database that is not there: .* Create it/,
    ],
    [
      'takes no more',
      refusing('53300', 'sorry, too many clients already'),
      '',
      /^PostgreSQL takes no more connections: .* lower DATABASE_POOL_SIZE/,
    ],
    ['comes up', refusing('57P03', 'the database system is starting up'), '', /^PostgreSQL is not ready: .* Wait/],
    [
      'refuses for a reason that nobody foresaw',
      refusing('58000', 'the disk is on fire'),
      '',
      /^PostgreSQL refuses: the disk is on fire \(58000\)\./,
    ],
    ['closes', closing, '', /^The connection to PostgreSQL was closed\. .* whether it is PostgreSQL/],
    ['says nothing', () => undefined, '', /^PostgreSQL does not answer in time\. .* firewall/],
  ])('%s', async (_name, answer, parameters, words) => {
    const server = await startPretended(answer);
    const user = _name === 'wants a password' ? 'somebody' : 'somebody:secret';
    const said = await wordsOf(`postgresql://${user}@127.0.0.1:${server.port}/runs${parameters}`);
    await server.close();
    expect(said).toMatch(words);
    expectPlain(said);
  });

  test.each([
    [
      'no server there',
      'postgresql://somebody:secret@127.0.0.1:9/runs',
      /^No PostgreSQL answers at 127\.0\.0\.1:9\. Start it, or mend DATABASE_URL/,
    ],
    ['none at any address of the host', 'postgresql://somebody:secret@localhost:9/runs', /^No PostgreSQL answers at \S+:9\. /],
    [
      'no such host',
      'postgresql://somebody:secret@nowhere.invalid/runs',
      /^(There is no host nowhere\.invalid|The host nowhere\.invalid can't be looked up)/,
    ],
    [
      'no such socket',
      'postgresql://somebody:secret@ignored/runs?host=/nowhere',
      /^PostgreSQL can't be reached \(connect ENOENT \/nowhere/,
    ],
  ])('%s', async (_name, url, words) => {
    const said = await wordsOf(url);
    expect(said).toMatch(words);
    expectPlain(said);
  });

  test('a certificate that is not there', async () => {
    expect(await wordsOf('postgresql://a:secret@127.0.0.1:9/runs?sslmode=verify-full&sslrootcert=/nowhere/ca.pem')).toMatch(
      /^DATABASE_URL names a file that can't be read \(ENOENT.*\/nowhere\/ca\.pem'?\)\. Mend sslrootcert/,
    );
  });
});

const fit: ServerFacts = {
  version: 150_004,
  encoding: 'UTF8',
  isStandby: false,
  isReadOnly: false,
  schema: 'public',
  searchPath: '"$user", public',
  role: 'gateway',
};

test.each<[Partial<ServerFacts>, RegExp | null]>([
  [{}, null],
  [{ version: 140_000 }, null],
  [{ version: 130_014 }, /^PostgreSQL is of version 13, but must be of 14 or newer\./],
  [{ encoding: 'LATIN1' }, /^The database keeps its texts in LATIN1, but must keep them in UTF8\. Create another/],
  [{ isStandby: true, isReadOnly: true }, /^This PostgreSQL is a standby, which takes no changes\. Name the primary/],
  [{ isReadOnly: true }, /default_transaction_read_only/],
  [
    { schema: null },
    /^The tables are kept in the schema public, but the search path of the role gateway \("\$user", public\) leads to no schema/,
  ],
  [{ schema: 'gateway' }, /leads to the schema gateway\. .*ALTER ROLE "gateway" SET search_path TO public;/],
])('knows what a server must be: %j', (facts, words) => {
  const problem = unfitness({ ...fit, ...facts });
  if (words === null) expect(problem).toBeNull();
  else expect(problem).toMatch(words);
});

const exec = promisify(execFile);

const runCommand = async (url: string, file: string, ...words: string[]) => {
  const env = { PATH: process.env['PATH'], DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'fatal' };
  const { code, stdout, stderr } = await exec(process.execPath, [`dist/src/${file}.js`, ...words], { env }).then(
    (done) => ({ ...done, code: 0 }),
    (failed: { code: number; stdout: string; stderr: string }) => failed,
  );
  return { code, stdout, stderr };
};

describe.runIf(onServer !== undefined)('on PostgreSQL', { timeout: 60_000 }, () => {
  const server = onServer ?? '';
  const name = `integration_runs_explain_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  let migrated: Awaited<ReturnType<typeof cloneDatabaseUrl>>;
  const at = (url: string, role: string, database?: string): string => {
    const changed = new URL(url);
    changed.username = role;
    if (database !== undefined) changed.pathname = `/${database}`;
    return changed.href;
  };
  const empty = () => at(server, name, name);

  beforeAll(async () => {
    await admin.connect();
    await admin.query(`CREATE ROLE ${name} LOGIN`);
    await admin.query(`CREATE DATABASE ${name}`);
    migrated = await cloneDatabaseUrl();
  });

  afterAll(async () => {
    await migrated?.remove();
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.query(`DROP DATABASE IF EXISTS ${name}_latin WITH (FORCE)`);
    await admin.query(`DROP ROLE ${name}`);
    await admin.end();
  });

  const onDatabase = async (url: string, ...statements: string[]): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    for (const statement of statements) await client.query(statement);
    await client.end();
  };

  test('a role that may not create, at each start and each command, which end with 1', async () => {
    const words = await wordsOf(empty());
    expect(words).toMatch(/^PostgreSQL refuses the role of DATABASE_URL a right that it needs: permission denied for schema public\. /);
    expectPlain(words);
    for (const [file, ...command] of [['main'], ['cli/database', 'migrate'], ['cli/database', 'seed']] as const) {
      const { code, stdout, stderr } = await runCommand(empty(), file, ...command);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr.replace(/^The gateway did not start\.\n/, '')).toBe(`${words}\n`);
    }
  });

  test('a role that may not connect, and one that has too many connections', async () => {
    await admin.query(`REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`);
    expect(await wordsOf(empty())).toMatch(
      /^PostgreSQL refuses the role of DATABASE_URL a right that it needs: permission denied for database/,
    );
    await admin.query(`GRANT CONNECT ON DATABASE ${name} TO PUBLIC`);
    await admin.query(`ALTER ROLE ${name} CONNECTION LIMIT 0`);
    expect(await wordsOf(empty())).toMatch(/^PostgreSQL takes no more connections: too many connections for role/);
    await admin.query(`ALTER ROLE ${name} CONNECTION LIMIT -1`);
  });

  test('a search path that leads nowhere, or elsewhere', async () => {
    await admin.query(`ALTER ROLE ${name} SET search_path TO nowhere`);
    const nowhere = await wordsOf(empty());
    expect(nowhere).toMatch(
      /^The tables are kept in the schema public, but the search path of the role \w+ \(nowhere\) leads to no schema/,
    );
    expectPlain(nowhere);
    await admin.query(`ALTER ROLE ${name} RESET search_path`);
    await onDatabase(at(server, 'postgres', name), `CREATE SCHEMA ${name} AUTHORIZATION ${name}`);
    expect(await wordsOf(empty())).toContain(`leads to the schema ${name}.`);
    await onDatabase(at(server, 'postgres', name), `DROP SCHEMA ${name}`);
  });

  test('a role whose transactions are read-only, and a database in another encoding', async () => {
    await admin.query(`ALTER ROLE ${name} SET default_transaction_read_only TO on`);
    expect(await wordsOf(empty())).toMatch(/^This PostgreSQL takes no changes from the role/);
    await admin.query(`ALTER ROLE ${name} RESET default_transaction_read_only`);
    await admin.query(`CREATE DATABASE ${name}_latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`);
    expect(await wordsOf(at(server, name, `${name}_latin`))).toMatch(/^The database keeps its texts in LATIN1/);
  });

  test('a role that may not do all that the gateway does, on what another has migrated', async () => {
    expect(await wordsOf(at(migrated.url, name))).toMatch(
      /^PostgreSQL refuses the role .* permission denied for table _prisma_migrations\. .*GRANT|SELECT/,
    );
    await onDatabase(migrated.url, `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${name}`);
    const words = await wordsOf(at(migrated.url, name));
    expect(words).toMatch(
      /^The role \w+ lacks rights: \w+ on \w+, \w+ on \w+, \w+ on \w+ and \d+ more\. As the owner of the tables: GRANT SELECT, INSERT/,
    );
    expectPlain(words);
    const [, ...grants] = /As the owner of the tables: (.*?;) (.*?;)/.exec(words) ?? [];
    await onDatabase(migrated.url, ...grants);
    expect(grants).toHaveLength(2);
    expect(await wordsOf(at(migrated.url, name))).toBe('Nothing is wrong.'); // what is said mends it
  });

  test('a database with other tables in it, and one where a migration has failed', async () => {
    const owner = at(server, 'postgres', name);
    await onDatabase(owner, 'CREATE TABLE theirs (id int)');
    expect(await wordsOf(owner)).toMatch(/^The schema public has tables already, but not the gateway’s\./);
    await onDatabase(owner, 'DROP TABLE theirs', 'CREATE TYPE integration_direction AS ENUM ()');
    const first = await wordsOf(owner);
    expect(first).toMatch(/^PostgreSQL refuses: type "integration_direction" already exists \(42710\)\./);
    expectPlain(first);
    expect(await wordsOf(owner)).toMatch(/^A migration has failed here before, and nothing of it was kept\. /);
    await onDatabase(owner, 'DROP TYPE integration_direction', 'DELETE FROM _prisma_migrations WHERE finished_at IS NULL');
    expect(await wordsOf(owner)).toBe('Nothing is wrong.');
  });
});
