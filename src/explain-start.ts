// What a failed start says: the variable to mend where the cause is known, everything otherwise.
import { ConfigError } from './config.js';
import { FolderInUseError } from './db/folder-lock.js';

interface SystemError {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly path?: string;
}

type Explanation = (error: SystemError & Error) => string;

const folder: Explanation = ({ path }) => `DATA_DIR leads to ${path}, which can't be made or written. Name a folder that can.`;
const credential: Explanation = ({ message }) => `PostgreSQL refuses the user of DATABASE_URL: ${message}. Mend its user or password.`;

/** By the code that the system or PostgreSQL gives. */
const explanations: Readonly<Record<string, Explanation>> = {
  EADDRINUSE: ({ address, port }) => `Something already listens on ${address}:${port}. Stop it, or choose another PORT.`,
  EADDRNOTAVAIL: ({ address }) => `HOST is ${address}, but must be an address of this machine, such as 127.0.0.1 or 0.0.0.0.`,
  EACCES: (error) =>
    error.syscall === 'listen' ? `PORT is ${error.port}, which this user may not listen on. Choose one from 1024.` : folder(error),
  ECONNREFUSED: ({ address, port }) =>
    `No PostgreSQL answers at ${address}:${port}. Start it, or mend DATABASE_URL, or leave it unset for the embedded database.`,
  ENOTFOUND: ({ syscall, hostname }) =>
    syscall === 'getaddrinfo'
      ? `There is no host ${hostname}. Mend DATABASE_URL, or HOST if it was to listen there.`
      : 'A host was not found.',
  EEXIST: folder,
  ENOTDIR: folder,
  '3D000': ({ message }) => `DATABASE_URL names a database that is not there: ${message}. Create it, or mend the name.`,
  '28P01': credential,
  '28000': credential,
};

/** The message for the terminal. It never has a password in it. */
export const explainStart = (error: unknown): string => {
  if (error instanceof ConfigError || error instanceof FolderInUseError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as SystemError;
  const explanation = code !== undefined && Object.hasOwn(explanations, code) ? explanations[code] : undefined;
  return explanation?.(error) ?? error.stack ?? error.message;
};
