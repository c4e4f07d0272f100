// Tells whether PostgreSQL can't be reached, or went away with a statement, from everything else that can go wrong, in whichever way the system, the
// driver, Prisma or PostgreSQL itself reports it. Whatever asks the database is told so by one error.
import { AnswerTooLargeError } from './lifetime.js';

/** Seconds after which it is worth asking again. */
const retryAfter = 5;

/** What clients are told, each with what it means and what to do. */
const outages = {
  DATABASE_UNAVAILABLE: `The database does not answer at the moment. Try again in ${retryAfter} s.`,
  DATABASE_READ_ONLY: `The database takes no changes at the moment, and nothing was changed. Try again in ${retryAfter} s.`,
  OVERLOADED: `The database has no place for more at the moment, and nothing was changed. Try again in ${retryAfter} s.`,
  OUTCOME_UNKNOWN: `The database has stopped answering, and a change may have been made. Repeat the call in ${retryAfter} s with its idempotency key, or look first whether the change was made.`,
} as const;

type OutageCode = keyof typeof outages;

/** The database could not be asked, or was lost before it answered. The cause says how; it is for the log, not for clients. */
export class DatabaseUnavailableError extends Error {
  /** What clients are told. Not `code`: Prisma takes an error that has one for its own. */
  readonly errorCode: OutageCode;
  /** Seconds after which it is worth asking again. */
  readonly retryAfter: number = retryAfter;

  /** `mayHaveChanged`: a change was sent, and nobody knows what has become of it, or one has been made before. `errorCode`: what else it is where none was. */
  constructor(
    cause: unknown,
    readonly mayHaveChanged: boolean,
    errorCode: Exclude<OutageCode, 'OUTCOME_UNKNOWN'> = 'DATABASE_UNAVAILABLE',
  ) {
    const code = mayHaveChanged ? 'OUTCOME_UNKNOWN' : errorCode;
    super(outages[code], { cause });
    this.errorCode = code;
  }
}

/** The caller has so much running that this was not begun. The database answers others. */
export class OverloadedError extends DatabaseUnavailableError {
  override readonly message: string =
    `You have too much running at once, and this was not begun. Wait for those answers, and ask again in ${retryAfter} s.`;

  constructor() {
    super(null, false, 'OVERLOADED');
  }
}

/** Others hold what a statement needs for longer than statements wait, or come in its way again and again. Nothing was changed. */
export class LockedError extends DatabaseUnavailableError {
  override readonly retryAfter = 1;
  override readonly message: string = 'Others have held what this needs for too long, and nothing was changed. Try again in 1 s.';

  constructor(cause: unknown) {
    super(cause, false, 'OVERLOADED');
  }
}

/** What errors of the system, of the driver and of PostgreSQL have. */
interface Failure {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly severity?: unknown;
  readonly message?: unknown;
  readonly name?: unknown;
  /** Prisma's adapters put what the driver said here, and leave out most of it. */
  readonly cause?: { readonly kind?: unknown; readonly originalCode?: unknown };
}

/** Codes of the system that tell of a connection; those of TLS are many, and alike. */
const ofConnections = /^(E(CONN\w+|PIPE|TIMEDOUT|HOST\w+|NET\w+|AI_\w+|PROTO|ADDRNOTAVAIL)|ENOTFOUND)$/;
const ofCertificates = /^(ERR_(TLS|SSL)_|CERT_|CRL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE))/;

/**
 * PostgreSQL is going down (57P01 to 57P05), is coming up, takes no changes (25006: it has become a standby, say), or has no disk, memory or connections
 * left (class 53); class 08 is the connection itself.
 */
const ofServer = /^(08(?!P01)|57P0|53|25006|28|3D000)/;
/** The same where the statement was refused, or not looked at: nothing was done. */
const ofServerBefore = /^(57P03|53|25006|28|3D000)/;

/** It reads, but takes no changes: so it was told, or its disk is full. */
const ofReadOnly = /^(25006|53100)/;
/** Two that wait for each other, or that can't be told apart in time (class 40), and a lock that could not be had: nothing was done, and again is another matter. */
const ofContention = /^(40001|40P01|55P03)/;

const ofDriver =
  /^(Connection terminated|timeout (exceeded|expired)|Client (has encountered a connection error|was closed)|SASL: |There was an error establishing an SSL|The server does not support SSL)/;
/** The driver had no connection to send the statement on. */
const ofDriverBefore = /^(Connection terminated due to connection timeout|timeout |Client |SASL: |There was an error|The server does)/;

const ofPrisma: ReadonlySet<unknown> = new Set(['DatabaseNotReachable', 'TlsConnectionError', 'ConnectionClosed', 'SocketTimeout']);
const ofPrismaBefore: ReadonlySet<unknown> = new Set(['DatabaseNotReachable', 'TlsConnectionError']);

/** PGlite, when its process within this one has crashed, is closed or is about to be. */
const ofEmbedded = /^(PGlite is clos|Aborted\()/;

/** With these PostgreSQL ends the session: it goes down, a time limit of sessions or transactions is over, or the connection itself is at fault. */
const ofSessionEnd = /^(57P0|25P0[34]|08(?!P01))/;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const stateOf = ({ code, cause }: Failure): string => textOf(cause?.originalCode ?? code);

/**
 * Whether PostgreSQL, or a pooler, has ended the connection with the error that it sent. By its code, since servers say its severity in their own language;
 * poolers say FATAL, with codes that mean something else.
 */
export const endsSession = (error: unknown): boolean => {
  const failure = (error ?? {}) as Failure;
  return failure.severity === 'FATAL' || failure.severity === 'PANIC' || ofSessionEnd.test(stateOf(failure));
};

/** Whether an error that the database's driver gave means that the database can't be reached, or was lost. */
export const isUnavailable = (error: unknown): boolean => {
  const failure = (error ?? {}) as Failure;
  const [code, message, state] = [textOf(failure.code), textOf(failure.message), stateOf(failure)];
  return (
    (failure.severity !== undefined && endsSession(failure)) ||
    ofServer.test(state) ||
    ofConnections.test(code) ||
    ofCertificates.test(code) ||
    failure.syscall === 'connect' ||
    ofDriver.test(message) ||
    ofPrisma.has(failure.cause?.kind) ||
    ofEmbedded.test(message) ||
    failure.name === 'RuntimeError' // of WebAssembly
  );
};

/** Whether the same statement is worth sending again at once: PostgreSQL undid it because it and another were in each other's way. */
export const isConflict = (error: unknown): boolean => /^(40001|40P01)/.test(stateOf((error ?? {}) as Failure));

/** Whether PostgreSQL refused a change because it takes none: whoever is behind this connection may not be the primary any more. */
export const isReadOnly = (error: unknown): boolean => stateOf((error ?? {}) as Failure) === '25006';

/** Whether it failed before any statement was sent, so that nothing was changed. False where nobody knows. */
const isBeforeSending = (error: unknown): boolean => {
  const failure = (error ?? {}) as Failure;
  const [code, message] = [textOf(failure.code), textOf(failure.message)];
  return (
    ofServerBefore.test(stateOf(failure)) ||
    ['connect', 'getaddrinfo'].includes(textOf(failure.syscall)) ||
    /^(ECONNREFUSED|ENOTFOUND)$/.test(code) || // of several addresses at once, which name no call
    ofCertificates.test(code) ||
    ofDriverBefore.test(message) ||
    ofPrismaBefore.has(failure.cause?.kind) ||
    ofEmbedded.test(message)
  );
};

/** Waits for work of the database, and makes one error of all that tell that it is unavailable. `changes`: whether the work may change something. */
export type Guard = <Result>(work: Promise<Result>, changes: boolean) => Promise<Result>;

/** `onUnavailable` is told each time. */
export const createGuard =
  (onUnavailable: (error: DatabaseUnavailableError) => void): Guard =>
  (work, changes) =>
    work.catch((error: unknown) => {
      const state = stateOf((error ?? {}) as Failure);
      if (ofContention.test(state)) throw new LockedError(error);
      if (error instanceof DatabaseUnavailableError || !isUnavailable(error)) throw error;
      const code = ofReadOnly.test(state) ? 'DATABASE_READ_ONLY' : state.startsWith('53') ? 'OVERLOADED' : 'DATABASE_UNAVAILABLE';
      const unavailable = new DatabaseUnavailableError(error, changes && !isBeforeSending(error), code);
      onUnavailable(unavailable);
      throw unavailable;
    });

/** Waits for what follows a change that has been made: when the database is lost meanwhile, or it is too much for an answer, the error says so. */
export const afterChange = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    if (error instanceof AnswerTooLargeError) throw new AnswerTooLargeError(error.mostBytes, true);
    throw error instanceof DatabaseUnavailableError ? new DatabaseUnavailableError(error.cause, true) : error;
  });
