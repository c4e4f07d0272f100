// Where the sockets in the embedded database's folder are found: by the shorter of their two paths, as there is little room for one.
import { join, relative } from 'node:path';

/** Bytes that the path of a socket has room for; the system cuts off the rest without a word. */
const room = process.platform === 'linux' ? 107 : 103;

export class LongFolderError extends Error {}

/** @throws LongFolderError where no path to it is short enough */
export const socketPath = (folder: string, name: string): string => {
  const whole = join(folder, name);
  const near = relative(process.cwd(), whole);
  const [path, bytes] =
    Buffer.byteLength(near) < Buffer.byteLength(whole) ? [near, Buffer.byteLength(near)] : [whole, Buffer.byteLength(whole)];
  if (bytes > room)
    throw new LongFolderError(
      `DATA_DIR leads to ${folder}, whose name is ${bytes - room} bytes too long for the sockets in it. Name a folder with a shorter one, or start closer to it.`,
    );
  return path;
};
