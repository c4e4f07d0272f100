// Documents that are known beforehand, named by the SHA-256 of their text: `{"documentId":"sha256:…"}`, as GraphQL over HTTP has it, or Apollo's
// `extensions.persistedQuery.sha256Hash`. The manifest is what @graphql-codegen's client preset writes, or any JSON object of id → text.
import { createHash } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { shown } from '../../lib/shown.js';

export const trustedDocumentModes = ['off', 'prefer', 'only'] as const;

export interface TrustedDocuments {
  /** `off`: there are none. `prefer`: ids are known, and texts are taken. `only`: nothing but ids. */
  readonly mode: (typeof trustedDocumentModes)[number];
  /** Texts by their ids, without the prefix. */
  readonly texts: ReadonlyMap<string, string>;
}

export const noTrustedDocuments: TrustedDocuments = { mode: 'off', texts: new Map() };

export class ManifestError extends Error {}

const prefix = 'sha256:';

const bare = (id: string): string => (id.startsWith(prefix) ? id.slice(prefix.length) : id).toLowerCase();

/**
 * The texts of a manifest by their ids.
 * @throws ManifestError saying which entry is wrong, and what would be right
 */
export const readManifest = (json: string): ReadonlyMap<string, string> => {
  let manifest: unknown;
  try {
    manifest = JSON.parse(json);
  } catch (error) {
    throw new ManifestError(`it is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest))
    throw new ManifestError('it must be an object of id and text, such as {"sha256:…": "query Runs { … }"}.');
  return new Map(
    Object.entries(manifest).map(([id, text]) => {
      if (typeof text !== 'string') throw new ManifestError(`the entry "${id}" must be the text of a document.`);
      const hash = createHash('sha256').update(text).digest('hex');
      if (bare(id) !== hash)
        throw new ManifestError(
          `the entry "${id}" must be named by the SHA-256 of its text, "${hash}". With the client preset, set persistedDocuments: { hashAlgorithm: 'sha256' }.`,
        );
      return [hash, text];
    }),
  );
};

/** What a request says that it wants to have executed. */
export interface Named {
  readonly query: string | undefined;
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

const persistedQueryOf = (extensions: unknown): unknown =>
  (extensions as { readonly persistedQuery?: { readonly sha256Hash?: unknown } | null } | null | undefined)?.persistedQuery?.sha256Hash;

const refusal = (code: string, message: string): GraphQLError => new GraphQLError(message, { extensions: { code } });

/** The text that is meant, or why there is none; undefined where the request names nothing at all, which is not for us to refuse. */
export const documentOf = (
  { mode, texts }: TrustedDocuments,
  { query, documentId, extensions }: Named,
): string | GraphQLError | undefined => {
  const id = documentId ?? persistedQueryOf(extensions);
  if (id == null) {
    if (mode !== 'only' || query === undefined) return query;
    return refusal(
      'TRUSTED_DOCUMENTS_ONLY',
      'Only documents of the manifest are answered here. Send `documentId` instead of `query`; the operator of this gateway adds new documents.',
    );
  }
  if (typeof id !== 'string') return refusal('BAD_REQUEST', 'The id of a document must be a text, such as "sha256:…".');
  const text = mode === 'off' ? undefined : texts.get(bare(id));
  if (text !== undefined) return text;
  if (mode !== 'only' && query !== undefined) return query;
  return mode === 'off'
    ? refusal('PERSISTED_QUERY_NOT_SUPPORTED', 'Documents are not known by ids here. Send the text in `query`.')
    : refusal('PERSISTED_QUERY_NOT_FOUND', `There is no document with the id ${shown(id)} in the manifest.`);
};
