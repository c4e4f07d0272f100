// An export that can't be written and one that can't be read say which file it is and what is wrong with it, and nothing is left of them.
import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { exportTo, importFrom } from '../src/cli/transfer.js';
import type { Database } from '../src/db/database.js';
import { useEmbedded } from '../src/db/embedded/embedded.js';
import { startInMemory } from '../src/db/embedded/pglite.js';
import { migrate } from '../src/db/migrate/migrate.js';
import { TransferError } from '../src/domain/transfer/format.js';

let database: Database;
let folder: string;

beforeAll(async () => {
  database = useEmbedded(await startInMemory(), () => undefined);
  await migrate(database);
  folder = await mkdtemp(join(tmpdir(), 'integration-runs-'));
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true });
});

const failureOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => 'it was done',
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(TransferError);
  return (error as Error).message;
};

const lineCount = (text: string) => text.trimEnd().split('\n').length;

test('a pipe that has a name, which is written to and stays', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', pipe]);
  const [rows, text] = await Promise.all([exportTo(database, pipe), readFile(pipe, 'utf8')]);
  expect(lineCount(text)).toBe(rows + 2);
  expect(await readdir(folder)).toEqual(['pipe']);
  await rm(pipe);
});

test('a link, whose file is written', async () => {
  const [file, link] = [join(folder, 'file'), join(folder, 'link')];
  await writeFile(file, '');
  await symlink(file, link);
  const rows = await exportTo(database, link);
  expect(lineCount(await readFile(file, 'utf8'))).toBe(rows + 2);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  await Promise.all([rm(file), rm(link)]);
});

test.each(['SIGINT', 'SIGTERM'] as const)('an export that %s ends, of which nothing is left', async (signal) => {
  const kill = vi.spyOn(process, 'kill').mockReturnValue(true);
  let end: (error: Error) => void = () => undefined;
  const $transaction = () => new Promise((_resolve, reject) => (end = reject));
  const exporting = exportTo({ ...database, prisma: { $transaction } } as unknown as Database, join(folder, 'all'));
  await expect.poll(() => readdir(folder)).toEqual(['all.unfinished']);
  await expect.poll(() => process.listenerCount(signal)).toBe(1);
  process.emit(signal, signal);
  expect(await readdir(folder)).toEqual([]);
  expect(kill.mock.calls).toEqual([[process.pid, signal]]);
  expect(process.listenerCount(signal)).toBe(0); // so that the signal ends the process
  end(new Error('over'));
  await expect(exporting).rejects.toThrow('over');
  kill.mockRestore();
});

test('a file in no folder', async () => {
  const file = join(folder, 'nowhere', 'x');
  const reason = (path: string) => `ENOENT: no such file or directory, open '${path}'`;
  expect(await failureOf(exportTo(database, file))).toBe(`${file} can't be written: ${reason(`${file}.unfinished`)}.`);
  expect(await failureOf(importFrom(database, file))).toBe(`${file} can't be read: ${reason(file)}.`);
});

test('a full disk, of which nothing is left', async () => {
  const file = join(folder, 'full');
  await symlink('/dev/full', `${file}.unfinished`);
  expect(await failureOf(exportTo(database, file))).toBe(`${file} can't be written: ENOSPC: no space left on device, write.`);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder in the place of a file', async () => {
  const file = join(folder, 'taken');
  await mkdir(file);
  expect(await failureOf(exportTo(database, file))).toMatch(`${file} can't be written: EISDIR: `);
  expect(await readdir(folder)).toEqual(['taken']);
  expect(await failureOf(importFrom(database, file))).toBe(`${file} can't be read: EISDIR: illegal operation on a directory, read.`);
});

test('a file of something else', async () => {
  const file = join(folder, 'picture');
  await writeFile(file, Buffer.from([0xff, 0xd8, 0xff]));
  expect(await failureOf(importFrom(database, file))).toBe(`${file} can't be read: The encoded data was not valid for encoding utf-8.`);
});

test.each([
  ['EPIPE', 'whoever read it has gone'],
  ['ENOSPC', 'write ENOSPC'],
])('standard output that fails with %s', async (code, reason) => {
  const output = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })) });
  expect(await failureOf(exportTo(database, '-', output))).toBe(`Standard output can't be written: ${reason}.`);
});
