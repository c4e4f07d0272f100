// Reads the body of a request in its format, into the plain objects that `wire/read-body.ts` understands.
import { RestError } from './errors.js';
import { bodyFormat, type Format } from './formats.js';
import { readXml, XmlError } from './wire/read-xml.js';

export interface SentBody {
  /** Null when nothing was sent. */
  readonly format: Format | null;
  readonly value: unknown;
}

/** Ends the sentence with where the mistake is, as far as Node tells: by its position, or that the text ends too early. */
const placeOf = (message: string, text: string): string => {
  const position = /end of JSON input/.test(message) ? text.length : Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(position)) return '';
  const lines = text.slice(0, position).split('\n');
  return `: there is a mistake at line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
};

const parseJson = (bytes: Uint8Array): unknown => {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RestError(400, 'The body is no JSON: it is not UTF-8.');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RestError(400, `The body is no JSON${placeOf(error instanceof Error ? error.message : '', text)}.`);
  }
};

const parseXml = (bytes: Uint8Array, contentType: string | null): unknown => {
  try {
    return readXml(bytes, contentType);
  } catch (error) {
    throw error instanceof XmlError ? new RestError(400, error.message) : error;
  }
};

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);

/**
 * The body; nothing for an empty one, whatever its content type.
 * @throws RestError 415 for a content type that can't be read, 400 for a body that isn't what it says, with line and column where known
 */
export const readSentBody = (contentType: string | null, bytes: Uint8Array): SentBody => {
  if (isBlank(bytes)) return { format: null, value: undefined };
  const format = bodyFormat(contentType, bytes);
  return { format, value: format === 'json' ? parseJson(bytes) : parseXml(bytes, contentType) };
};
