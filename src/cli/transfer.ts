// `integration-runs export` and `import`: all that clients have, from one database to another.
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
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

/**
 * Into a file for its user alone, which is there when it is whole; `-` is standard output. Gives how many rows there were.
 * @throws TransferError where it can't be written; nothing of it is left then
 */
export const exportTo = async (database: Database, file: string, output: NodeJS.WritableStream = process.stdout): Promise<number> => {
  if (file === '-') return writeTo(database, output);
  const unfinished = `${file}.unfinished`;
  const opened = await writing(file, open(unfinished, 'w', 0o600));
  try {
    const rows = await writeAll(database, file, (text) => opened.writeFile(text));
    await writing(file, opened.close());
    await writing(file, rename(unfinished, file));
    return rows;
  } catch (error) {
    await opened.close().catch(() => undefined); // what is wrong with it is known
    await rm(unfinished, { force: true });
    throw error;
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
