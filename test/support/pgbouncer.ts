// Debian's PgBouncer in front of the PostgreSQL of the tests: few sessions, lent to whoever asks.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOnServer, server } from '../db/on-server.js';
import { freePort } from './free-port.js';

const binary = ['/usr/sbin/pgbouncer', '/usr/local/bin/pgbouncer', '/usr/bin/pgbouncer'].find(existsSync);

/** Whether the tests behind a pooler can run. In CI they have to. */
export const hasPooler = isOnServer && binary !== undefined;
if (isOnServer && !binary) {
  const missing = 'There is no pgbouncer: the tests behind a pooler need it (apt-get install pgbouncer).';
  if (process.env['CI']) throw new Error(missing);
  console.warn(missing);
}

export interface PoolerOptions {
  readonly mode: 'session' | 'transaction';
  /** Sessions of PostgreSQL for each database. */
  readonly size: number;
}

export interface Pooler {
  readonly port: number;
  /** The address of a database behind it. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

/** Whoever connects is the user of the tests' address. */
const configuration = ({ mode, size }: PoolerOptions, port: number): string => {
  const { hostname, port: serverPort, username, password } = new URL(server ?? '');
  const known = password ? ` password=${decodeURIComponent(password)}` : '';
  return `[databases]
* = host=${hostname} port=${serverPort || '5432'} user=${decodeURIComponent(username)}${known}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = ${size}
max_client_conn = 300
`;
};

/** Starts one with the settings that it has unless told otherwise. */
export const startPooler = async (options: PoolerOptions): Promise<Pooler> => {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'pooler-'));
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, configuration(options, port));
  await chmod(folder, 0o755);
  const asUser = process.getuid?.() === 0 ? ['-u', 'postgres'] : []; // it refuses to be root
  const child = spawn(binary ?? '', [...asUser, file], { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  let log = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes('process up')) resolve();
    });
    exited.then(() => reject(new Error(`PgBouncer did not start:\n${log}`)), reject);
  });
  return {
    port,
    urlOf: (database) => `postgresql://gateway@127.0.0.1:${port}/${database}`,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      await rm(folder, { recursive: true });
    },
  };
};
