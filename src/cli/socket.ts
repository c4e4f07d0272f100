// The way to a running gateway that has the embedded database open, which no other process can open: a socket in the database's folder, for the
// user that the gateway runs as. One line of JSON is asked, one is answered.
import { chmod, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { socketPath } from '../db/embedded/socket-path.js';
import { DomainError } from '../domain/rules/errors.js';
import type { Logger } from '../observability/logger.js';
import type { AdminRequest } from './operations.js';

/** A gateway that has the folder open, but answers nobody. */
export class AdminUnreachableError extends Error {}

/** What the gateway refused, in its words. */
export class AdminRefusedError extends Error {}

/** What a gateway answers: `url` is where it listens. */
export interface AdminAnswer {
  readonly result: unknown;
  readonly url: string;
}

type Reply = AdminAnswer | { readonly refusal: string };

const longestLine = 65_536;
/** Milliseconds. */
const answerTimeoutMs = 10_000;

const pathIn = (folder: string): string => socketPath(folder, 'admin.sock');

const readLine = (socket: Socket): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    socket.setTimeout(answerTimeoutMs, () => socket.destroy(new Error('no answer')));
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > longestLine) socket.destroy(new Error('too long'));
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
  });

/** Answers what is asked of the socket in the folder, until the returned function is called. `url`: where the gateway listens. */
export const serveAdmin = async (
  folder: string,
  url: string,
  run: (asked: unknown) => Promise<unknown>,
  logger: Logger,
): Promise<() => Promise<void>> => {
  const answer = async (asked: string): Promise<Reply> => {
    try {
      const request: unknown = JSON.parse(asked);
      const result = await run(request);
      logger.info({ request }, 'An operator has used the socket'); // what is asked has no secrets in it, what is answered has
      return { result, url };
    } catch (error) {
      if (error instanceof DomainError) return { refusal: error.message };
      logger.error({ err: error }, 'An operation of an operator failed');
      return { refusal: 'Something went wrong in the gateway; its log tells what.' };
    }
  };
  const server = createServer((socket) => {
    readLine(socket).then(
      async (line) => socket.end(`${JSON.stringify(await answer(line))}\n`),
      () => socket.destroy(),
    );
  }).unref();
  const path = pathIn(folder);
  await rm(path, { force: true }); // whoever left it is dead: the folder's lock is ours
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve); // nobody else gets into the folder
  });
  await chmod(path, 0o600);
  return () => new Promise((resolve) => server.close(() => resolve()));
};

/**
 * Asks the gateway that has the folder open.
 * @throws AdminUnreachableError when none answers
 * @throws AdminRefusedError with the gateway's own words
 */
export const askAdmin = async (folder: string, asked: AdminRequest): Promise<AdminAnswer> => {
  const socket = connect(pathIn(folder));
  let reply: Reply;
  try {
    const line = readLine(socket);
    socket.on('connect', () => socket.write(`${JSON.stringify(asked)}\n`));
    reply = JSON.parse(await line) as Reply; // the gateway's own, of the same version
  } catch (error) {
    throw new AdminUnreachableError(
      `The gateway that has the embedded database in ${folder} open does not answer. Wait until it has started, or stop it, and try again.`,
      { cause: error },
    );
  } finally {
    socket.destroy();
  }
  if ('refusal' in reply) throw new AdminRefusedError(reply.refusal);
  return reply;
};
