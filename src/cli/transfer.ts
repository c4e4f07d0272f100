// `integration-runs export` and `import`: all that clients have, from one database to another.
import { createReadStream, rmSync } from 'node:fs';
import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import type { Database } from '../db/database.js';
import { exportAll } from '../domain/transfer/export.js';
import { type OnProgress, TransferError } from '../domain/transfer/format.js';
import { importAll } from '../domain/transfer/import.js';
import { linesOf } from '../lib/lines.js';

const width = 30;

/** A bar on a terminal; nothing elsewhere. */
const progressOn = (terminal: NodeJS.WriteStream): { readonly show: OnProgress; readonly end: () => void } => {
  if (!terminal.isTTY) return { show: () => undefined, end: () => undefined };
  let shownAt = 0;
  return {
    show: (done, all, table) => {
      const now = performance.now();
      if (now - shownAt < 100 && done < all) return;
      shownAt = now;
      const filled = all === 0 ? width : Math.round((width * done) / all);
      terminal.write(`\r${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done} of ${all} rows, ${table}`.padEnd(90));
    },
    end: () => void terminal.write(`\r${' '.repeat(90)}\r`),
  };
};

/** Says which file it was, and what is wrong with it. */
const refusal = (name: string, failing: string, cause: unknown): TransferError => {
  const { message, code }: Error & { readonly code?: string } = cause instanceof Error ? cause : new Error(String(cause));
  const reason = code === 'EPIPE' ? 'whoever read it has gone' : message.replace(/\.$/, '');
  return new TransferError(`${name} can't be ${failing}: ${reason}.`, { cause });
};

/** @throws TransferError */
const writing = <Result>(name: string, work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => {
    throw refusal(name, 'written', error);
  });

const writeAll = async (database: Database, name: string, write: (text: string) => Promise<void>): Promise<number> => {
  const progress = progressOn(process.stderr);
  try {
    return await exportAll(database, (text) => writing(name, write(text)), progress.show);
  } finally {
    progress.end();
  }
};

/** What a stream fails with is told to who writes, and must not be told as an event that nobody listens to. */
const writeTo = async (database: Database, stream: NodeJS.WritableStream): Promise<number> => {
  stream.on('error', () => undefined);
  const write = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      stream.write(text, (error) => (error ? reject(error) : resolve()));
    });
  return writeAll(database, 'Standard output', write);
};

/** What is there and is no file, such as a pipe, is written to as it is: another in its place would reach nobody. */
const writeInto = async (database: Database, name: string): Promise<number> => {
  const opened = await writing(name, open(name, 'w'));
  try {
    return await writeAll(database, name, (text) => opened.writeFile(text));
  } finally {
    await opened.close().catch(() => undefined); // what was to be written has been, or it is known why not
  }
};

/**
 * Into a file for its user alone, which is there when it is whole; `-` is standard output. Gives how many rows there were.
 * @throws TransferError where it can't be written; nothing of it is left then, nor when a signal ends the process
 */
export const exportTo = async (database: Database, name: string, output: NodeJS.WritableStream = process.stdout): Promise<number> => {
  if (name === '-') return writeTo(database, output);
  const there = await stat(name).catch(() => null);
  if (there && !there.isFile()) return writeInto(database, name);
  const file = await realpath(name).catch(() => name); // where a link leads to
  const unfinished = `${file}.unfinished`;
  const opened = await writing(name, open(unfinished, 'w', 0o600));
  const onSignal = (signal: NodeJS.Signals): void => {
    rmSync(unfinished, { force: true });
    process.kill(process.pid, signal); // which nobody listens to any more
  };
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    const rows = await writeAll(database, name, (text) => opened.writeFile(text));
    await writing(name, opened.close());
    await writing(name, rename(unfinished, file));
    return rows;
  } catch (error) {
    await opened.close().catch(() => undefined); // what is wrong with it is known
    await rm(unfinished, { force: true });
    throw error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
};

/** The file is opened when its first line is asked for. @throws TransferError where it can't be read */
async function* linesIn(file: string): AsyncGenerator<string> {
  try {
    yield* linesOf(file === '-' ? process.stdin : createReadStream(file));
  } catch (error) {
    throw refusal(file === '-' ? 'Standard input' : file, 'read', error);
  }
}

/** From a file, or from standard input as `-`. Gives how many rows there were. @throws TransferError where it can't be read */
export const importFrom = async (database: Database, file: string): Promise<number> => {
  const progress = progressOn(process.stderr);
  try {
    return await importAll(database, linesIn(file), progress.show);
  } finally {
    progress.end();
  }
};
