// `integration-runs export` and `import`: all that clients have, from one database to another.
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import type { Database } from '../db/database.js';
import { exportAll } from '../domain/transfer/export.js';
import type { OnProgress } from '../domain/transfer/format.js';
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

const writeTo = async (database: Database, stream: NodeJS.WritableStream): Promise<number> => {
  const progress = progressOn(process.stderr);
  try {
    return await exportAll(
      database,
      (text) =>
        new Promise((resolve, reject) => {
          stream.write(text, (error) => (error ? reject(error) : resolve()));
        }),
      progress.show,
    );
  } finally {
    progress.end();
  }
};

/** Into a file for its user alone, which is there when it is whole; `-` is standard output. Gives how many rows there were. */
export const exportTo = async (database: Database, file: string): Promise<number> => {
  if (file === '-') return writeTo(database, process.stdout);
  const unfinished = `${file}.unfinished`;
  const stream = createWriteStream(unfinished, { mode: 0o600 });
  try {
    const rows = await writeTo(database, stream);
    stream.end();
    await finished(stream);
    await rename(unfinished, file);
    return rows;
  } catch (error) {
    stream.destroy();
    await rm(unfinished, { force: true });
    throw error;
  }
};

/** From a file, or from standard input as `-`. Gives how many rows there were. */
export const importFrom = async (database: Database, file: string): Promise<number> => {
  const progress = progressOn(process.stderr);
  try {
    return await importAll(database, linesOf(file === '-' ? process.stdin : createReadStream(file)), progress.show);
  } finally {
    progress.end();
  }
};
