// What a failed start or command says: what is wrong and what would mend it where that is known, everything otherwise.
import { AdminRefusedError, AdminUnreachableError } from '../cli/socket.js';
import { FolderInUseError } from '../db/embedded/folder-lock.js';
import { ForeignFolderError } from '../db/embedded/private-folder.js';
import { LongFolderError } from '../db/embedded/socket-path.js';
import { DomainError } from '../domain/rules/errors.js';
import { WrappingKeyError } from '../domain/signing-key/key-wrapping.js';
import { TransferError } from '../domain/transfer/format.js';
import { own } from '../lib/own.js';
import { ConfigError } from './config.js';
import { explainDatabase } from './database-errors.js';

/** A refusal whose words are for whoever sits at the terminal. */
export class OperatorError extends Error {}

/** Errors whose messages are for people as they are. */
const plain = [
  OperatorError,
  TransferError,
  ConfigError,
  FolderInUseError,
  ForeignFolderError,
  LongFolderError,
  WrappingKeyError,
  DomainError,
  AdminRefusedError,
  AdminUnreachableError,
];

interface SystemError {
  readonly code?: string;
  readonly syscall?: string;
  readonly address?: string;
  readonly port?: number;
  readonly path?: string;
}

type Explanation = (error: SystemError) => string;

const folder: Explanation = ({ path }) => `DATA_DIR leads to ${path}, which can't be made or written. Name a folder that can.`;

/** What isn't the database's, by the code that the system gives; `EACCES` of a connection is. */
const explanations: Readonly<Record<string, Explanation>> = {
  EADDRINUSE: ({ address, port }) => `Something already listens on ${address}:${port}. Stop it, or choose another PORT.`,
  EADDRNOTAVAIL: ({ address }) => `HOST is ${address}, but must be an address of this machine, such as 127.0.0.1 or 0.0.0.0.`,
  EACCES: (error) =>
    error.syscall === 'listen' ? `PORT is ${error.port}, which this user may not listen on. Choose one from 1024.` : folder(error),
  EEXIST: folder,
  ENOTDIR: folder,
  EROFS: folder,
  EPERM: folder,
};

/** The message for the terminal. It never has a password in it. `place`: the database that was to be worked on, named where it is what is wrong. */
export const explainStart = (error: unknown, place?: string): string => {
  if (!(error instanceof Error)) return String(error);
  if (plain.some((kind) => error instanceof kind)) return error.message;
  const system: SystemError = error as Error & SystemError;
  const { code = '', syscall } = system;
  const explanation = syscall === 'connect' ? undefined : syscall === 'mkdir' ? folder : own(explanations, code);
  if (explanation) return explanation(system);
  const said = explainDatabase(error);
  if (said === null) return error.stack ?? error.message;
  return place === undefined ? said : `${said}\nDatabase: ${place}`;
};
