// What other users of the machine get of the embedded database: nothing. Who isn't root can't look as somebody else, and these tests are left out then.
import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveAdmin } from '../../src/cli/socket.js';
import { openEmbedded } from '../../src/db/embedded/embedded.js';
import { lockFolder } from '../../src/db/embedded/folder-lock.js';
import { createLogger } from '../../src/observability/logger.js';
import { explainStart } from '../../src/process/startup-errors.js';

const exec = promisify(execFile);
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stdout.write('Only root can look at the folder of the database as another user: those tests are left out.\n');

let parent: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'integration-runs-'));
  await chmod(parent, 0o755);
});
afterAll(() => rm(parent, { recursive: true, force: true }));

const asNobody = async (script: string): Promise<string> => {
  const run = exec('/bin/sh', ['-c', script], { uid: nobody, gid: nobody, cwd: '/' });
  return (await run.catch(({ stdout }: { stdout: string }) => ({ stdout }))).stdout;
};
const permissionsOf = async (path: string) => (await stat(path)).mode & 0o7777;

test.runIf(isRoot)(
  'another user of the machine sees no file and no socket of it, nor when an older gateway has made it for all to read',
  {
    timeout: 60_000,
  },
  async () => {
    const folder = join(parent, 'above', 'data');
    const wal = join(folder, 'pgdata', 'pg_wal');
    const look = async () => {
      const database = await openEmbedded(folder, () => undefined);
      const close = await serveAdmin(folder, 'http://127.0.0.1:1', async () => 'all', createLogger('silent'));
      try {
        await chmod(join(folder, '..'), 0o755); // what stands above it need not be private
        expect(await permissionsOf(folder)).toBe(0o700);
        expect(await readdir(folder)).toEqual(expect.arrayContaining(['admin.sock', 'gateway.sock', 'pgdata']));
        const paths = [...(await readdir(wal)).map((name) => join(wal, name)), join(folder, 'admin.sock'), join(folder, 'gateway.sock')];
        return await asNobody(`find ${folder} 2>/dev/null; for path in ${paths.join(' ')}; do test -e $path && echo $path; done`);
      } finally {
        await close();
        await database.close();
      }
    };
    expect(await look()).toBe(`${folder}\n`);
    for (const path of [folder, join(folder, 'pgdata'), wal]) await chmod(path, 0o755);
    for (const name of await readdir(wal)) await chmod(join(wal, name), 0o644);
    expect(await asNobody(`head -c 1 ${wal}/0* | wc -c`)).toBe('1\n');
    expect(await look()).toBe(`${folder}\n`);
  },
);

describe('a folder that is not of this user alone', () => {
  test.runIf(isRoot)('is refused when it belongs to somebody else, by root as well, and stays as it is', async () => {
    const folder = join(parent, 'foreign');
    await mkdir(folder, { mode: 0o755 });
    await chown(folder, nobody, nobody);
    const error = await lockFolder(folder).catch((refusal: unknown) => refusal);
    expect(explainStart(error)).toBe(
      `DATA_DIR leads to ${folder}, which belongs to another user (uid ${nobody}, and this one is 0): run as that user, as files of another would lock it out. Name a folder that is this user's own, such as ${folder}/gateway.`,
    );
    expect([await permissionsOf(folder), await readdir(folder)]).toEqual([0o755, []]);
  });

  test('is refused when it is shared, such as /tmp, and stays as it is', async () => {
    const folder = join(parent, 'shared');
    await mkdir(folder);
    await chmod(folder, 0o1777);
    await writeFile(join(folder, 'of-another'), '');
    await expect(lockFolder(folder)).rejects.toThrow('is shared by all users of the machine');
    expect(await permissionsOf(folder)).toBe(0o1777);
  });
});

describe('a folder that can’t be made or used', () => {
  const refusalOf = async (folder: string) => explainStart(await lockFolder(folder).catch((refusal: unknown) => refusal));

  test('is told with its reason, and not as another gateway', async () => {
    const file = join(parent, 'file');
    await writeFile(file, '');
    const reason = (path: string) => `DATA_DIR leads to ${path}, which can't be made or written. Name a folder that can.`;
    expect(await refusalOf(join(file, 'below'))).toBe(reason(join(file, 'below')));
    expect(await refusalOf(file)).toBe(reason(file));
    if (process.platform === 'linux') expect(await refusalOf('/proc/nowhere/below')).toBe(reason('/proc/nowhere'));
  });

  test('is refused when its name is too long for a socket, and isn’t made', async () => {
    const folder = join(parent, 'x'.repeat(200));
    expect(await refusalOf(folder)).toMatch(
      /^DATA_DIR leads to .*, whose name is \d+ bytes too long for the sockets in it\. Name a folder with a shorter one/,
    );
    expect(await readdir(parent)).not.toContain('x'.repeat(200));
  });
});
