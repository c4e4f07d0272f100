// The folder of the embedded database is for its user alone: its files hold the keys that sign tokens, and its sockets do what administrators may do.
import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A folder that can't be made private. The message says why, and what would mend it. */
export class ForeignFolderError extends Error {
  constructor(folder: string, why: string) {
    super(`DATA_DIR leads to ${folder}, which ${why}. Name a folder that is this user's own, such as ${join(folder, 'gateway')}.`);
  }
}

const sticky = 0o1000;

const refuseForeign = async (folder: string): Promise<void> => {
  const { uid, mode } = await stat(folder);
  const user = process.getuid?.() ?? uid; // Windows has none
  if (uid !== user)
    throw new ForeignFolderError(
      folder,
      `belongs to another user (uid ${uid}, and this one is ${user}): run as that user, as files of another would lock it out`,
    );
  if (mode & sticky) throw new ForeignFolderError(folder, 'is shared by all users of the machine');
};

/** With those above it, one by one: where nothing can be made, as in /proc, Node's own `recursive` goes on for ever. */
const make = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // as the system gives it
    if (code === 'EEXIST' && (await stat(folder)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    await make(dirname(folder));
    await mkdir(folder, { mode: 0o700 });
  }
};

/**
 * Makes the folder where there is none, and sees to it that nobody but its user gets into it, whatever the modes of the files in it are.
 * @throws ForeignFolderError when it belongs to another user, for root as well, or is a shared one such as `/tmp`
 */
export const makePrivate = async (folder: string): Promise<void> => {
  await make(folder);
  await refuseForeign(folder);
  await chmod(folder, 0o700);
};
