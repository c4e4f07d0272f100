import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../src/process/config.js';
import { readTrustedDocuments } from '../src/process/trusted-documents-file.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'integration-runs-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const id = '9c88d2ab43d2a8d2fd6e9b6ca3f7f3f0cf6b1e1c2f2f1b8b7f3b1d0c1a2b3c4d';

test('reads nothing when there are no trusted documents', async () => {
  expect(await readTrustedDocuments('off', join(folder, 'missing.json'))).toEqual({ mode: 'off', texts: new Map() });
});

test('names the file, what is wrong with it, and what would be right', async () => {
  const missing = join(folder, 'missing.json');
  await expect(readTrustedDocuments('only', missing)).rejects.toThrow(ConfigError);
  await expect(readTrustedDocuments('only', missing)).rejects.toThrow(
    `TRUSTED_DOCUMENTS_FILE is "${missing}", but it can't be read: ENOENT`,
  );
  const wrong = join(folder, 'wrong.json');
  await writeFile(wrong, JSON.stringify({ [id]: '{ __typename }' }));
  await expect(readTrustedDocuments('prefer', wrong)).rejects.toThrow(
    `TRUSTED_DOCUMENTS_FILE is "${wrong}", but the entry "${id}" must be named by the SHA-256 of its text`,
  );
});
