// Starts PGlite, PostgreSQL as WebAssembly: in memory, or on a folder, whose files are made first where it is new.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { messages, PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { dataDir } from '@electric-sql/pglite-prepopulatedfs';
import { parseTar } from 'nanotar';

/** PostgreSQL touches all of its buffers when it starts. The usual 128 MB would be most of what the process takes; the system caches files as well. */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=32MB'];

// the log tells errors by their class, whose name its minifier has made "U"
Object.defineProperty(messages.DatabaseError, 'name', { value: 'DatabaseError' });

/** The arrays that are read: of int4, text, varchar and int8, by the numbers of their types. */
const arrays = [1007, 1009, 1015, 1016];

const start = async (options: PGliteOptions): Promise<PGlite> => {
  const client = await PGlite.create({ startParams, extensions: { pg_trgm }, ...options });
  // PGlite copies this table for each statement: with the arrays of all system tables, it is two thirds of what a small statement takes. Those of single
  // values are found without it.
  client.parsers = Object.fromEntries(Object.entries(client.parsers).filter(([type]) => arrays.includes(Number(type))));
  return client;
};

/** In memory: empty, or with what an image of a folder holds. */
export const startInMemory = async (image?: Blob): Promise<PGlite> => start({ loadDataDir: image ?? (await dataDir()) });

/** Writes the files that `initdb` would make, from a package: `initdb` itself takes seconds and hundreds of megabytes. */
const unpackInto = async (folder: string): Promise<void> => {
  const archive = gunzipSync(await (await dataDir()).arrayBuffer());
  // one after the other: a thousand small files are written sooner than as many promises are kept
  for (const { name, type, data } of parseTar(archive)) {
    if (type === 'directory') mkdirSync(join(folder, name), { mode: 0o700 });
    else writeFileSync(join(folder, name), data ?? '', { mode: 0o600 });
  }
};

/**
 * Starts on the folder. The files of a new one are written beside it, and then renamed, so that a process that is killed meanwhile leaves nothing that
 * looks like a database.
 */
export const startInFolder = async (folder: string): Promise<PGlite> => {
  if (!existsSync(folder)) {
    const unfinished = `${folder}.new`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    await unpackInto(unfinished);
    await rename(unfinished, folder);
  }
  return start({ dataDir: folder });
};
