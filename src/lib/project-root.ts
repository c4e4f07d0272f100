// Finds the project's own files (migrations, schema) from wherever the compiled code lies.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const findRoot = (folder: string): string => {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('The gateway was moved away from its package.json, and cannot find its migrations.');
  return findRoot(parent);
};

const root = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Absolute path of a file of this project, given from the folder that holds `package.json`. */
export const projectFile = (...path: string[]): string => join(root, ...path);
