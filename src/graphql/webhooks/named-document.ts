// How a webhook's query is named in a request: by its text, and where only documents of the manifest are answered, by its id there.
import { createHash } from 'node:crypto';
import type { TrustedDocuments } from '../request/trusted-documents.js';

export const namedDocument = ({ mode }: Pick<TrustedDocuments, 'mode'>, query: string) =>
  mode === 'only' ? { query: undefined, documentId: createHash('sha256').update(query).digest('hex') } : { query };
