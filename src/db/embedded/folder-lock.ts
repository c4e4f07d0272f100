// Keeps two processes out of one folder. The lock is a socket that its owner listens on, so that a lock left behind by a killed process
// answers nobody and is known to be stale at once; a file with a process id would not tell after a reboot.
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { makePrivate } from './private-folder.js';
import { socketPath } from './socket-path.js';

export class FolderInUseError extends Error {
  constructor(folder: string, owner: string) {
    super(
      `Another gateway (process ${owner}) has the embedded database in ${folder} open, and only one can. Stop it, or give this one a folder of its own with DATA_DIR, or give both a PostgreSQL with DATABASE_URL.`,
    );
  }
}

/** Why a socket isn't reached that nobody listens on, or that this user can't have in use: `makePrivate` tells what is wrong with such a folder. */
const unheard: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR', 'EACCES']);

/** What the listener on `path` says of itself, or null where nobody listens. */
const askOwner = (path: string): Promise<string | null> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(path);
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(unheard.has(error.code) ? null : answer || '?'));
  });

const listen = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });

/**
 * Takes the folder for this process, and for this user alone, until the returned function is called or the process ends; makes it where there is none.
 * @throws FolderInUseError when a living process has it
 * @throws ForeignFolderError when it can't be this user's alone
 * @throws LongFolderError when its name is too long
 */
export const lockFolder = async (folder: string): Promise<() => Promise<void>> => {
  const path = socketPath(folder, 'gateway.sock');
  const identity = `${process.pid} ${randomUUID()}`;
  const refuse = (owner: string) => new FolderInUseError(folder, owner.split(' ')[0] ?? '?');

  const owner = await askOwner(path);
  if (owner !== null) throw refuse(owner);
  await makePrivate(folder); // not before: root may ask a running gateway of another user
  await rm(path, { force: true });
  const server = createServer((socket) => socket.end(identity)).unref();
  try {
    await listen(server, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw refuse((await askOwner(path)) ?? '?');
  }
  // two that found the same stale lock may both have come this far: the last to listen has the path
  await sleep(25);
  const winner = await askOwner(path);
  if (winner !== identity) {
    server.close();
    throw refuse(winner ?? '?');
  }
  return () => new Promise((resolve) => server.close(() => resolve()));
};
