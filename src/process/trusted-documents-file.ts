// Reads the manifest of trusted documents at the start.
import { readFile } from 'node:fs/promises';
import { ManifestError, noTrustedDocuments, readManifest, type TrustedDocuments } from '../graphql/request/trusted-documents.js';
import { ConfigError } from './config.js';

/** @throws ConfigError naming the file, what is wrong with it, and what would be right */
export const readTrustedDocuments = async (mode: TrustedDocuments['mode'], path: string | undefined): Promise<TrustedDocuments> => {
  if (mode === 'off' || path === undefined) return noTrustedDocuments;
  try {
    return { mode, texts: readManifest(await readFile(path, 'utf8')) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const reason = error instanceof ManifestError ? error.message : `it can't be read: ${error.message}.`;
    throw new ConfigError(`TRUSTED_DOCUMENTS_FILE is "${path}", but ${reason}`);
  }
};
