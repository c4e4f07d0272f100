// Reads the body of a POST: what is asked, in the form that nearly all requests have.

type Values = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly query: unknown;
  readonly documentId: unknown;
  readonly extensions: unknown;
  readonly variables: Values;
  readonly operationName: string | undefined;
}

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What a body of the usual form asks; null for any other. */
export const readAsked = (body: Uint8Array): Asked | null => {
  let sent: unknown;
  try {
    sent = JSON.parse(utf8.decode(body));
  } catch {
    return null;
  }
  if (!isObject(sent)) return null;
  const { query, documentId, extensions, variables = {}, operationName, ...others } = sent;
  if (Object.keys(others).length > 0) return null;
  if (variables !== null && !isObject(variables)) return null;
  if (extensions != null && !isObject(extensions)) return null;
  if (operationName != null && typeof operationName !== 'string') return null;
  return { query, documentId, extensions, variables: variables ?? {}, operationName: operationName ?? undefined };
};

const whitespace = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Whether the body is a list, as a batch of requests is; told by its first character, so that a large one costs nothing. */
export const isBatch = (body: Uint8Array): boolean => body[body.findIndex((byte) => !whitespace.has(byte))] === 0x5b;
