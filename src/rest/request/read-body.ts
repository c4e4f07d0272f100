// Reads the body of a request in its format, into the plain objects that `elements.ts` understands.
import { countValues, countValuesIn, JsonError, readJson } from '../../lib/json.js';
import { otherCharset } from '../../lib/utf8.js';
import { RestError } from '../errors.js';
import { bodyFormat, type Format } from './formats.js';
import { readXml, XmlError } from './read-xml.js';

export interface SentBody {
  /** Null when nothing was sent. */
  readonly format: Format | null;
  /** Undefined when nothing was sent, or nothing was said. */
  readonly value: unknown;
}

/** JSON is UTF-8 (RFC 8259); a client that says otherwise is not guessed at. */
const parseJson = (bytes: Uint8Array, contentType: string | null): unknown => {
  const charset = otherCharset(contentType);
  if (charset !== null) throw new RestError(415, `JSON in the charset ${charset} can't be read. Send it as UTF-8.`);
  try {
    return readJson(bytes);
  } catch (error) {
    throw error instanceof JsonError ? new RestError(400, error.message) : error;
  }
};

const parseXml = (bytes: Uint8Array, contentType: string | null, mostValues: number): unknown => {
  try {
    return readXml(bytes, contentType, mostValues);
  } catch (error) {
    throw error instanceof XmlError ? new RestError(400, error.message) : error;
  }
};

/** JSON of nothing: what HTTP libraries make of a call without a body. */
const isNothing = (value: unknown): boolean => value === null || value === '';

/** Whether there is nothing in a body. */
export const isBlank = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);

const refuseTooMany = (count: number, most: number): void => {
  if (count > most) throw new RestError(400, `The body has ${count} values, but at most ${most} are read. Send them in several requests.`);
};

/**
 * The body; nothing for an empty one, whatever its content type, and for JSON's `null` and `""`.
 * @throws RestError 415 for a content type that can't be read, 400 for a body that isn't what it says, with line and column where known, and for one
 * with more values than that
 */
export const readSentBody = (contentType: string | null, bytes: Uint8Array, mostValues: number): SentBody => {
  if (isBlank(bytes)) return { format: null, value: undefined };
  const format = bodyFormat(contentType, bytes);
  const isLong = bytes.byteLength > 2 * mostValues; // each value takes at least two bytes
  if (isLong && format === 'json') refuseTooMany(countValuesIn(bytes), mostValues);
  const value = format === 'json' ? parseJson(bytes, contentType) : parseXml(bytes, contentType, mostValues);
  if (isLong && format === 'xml') refuseTooMany(countValues(value), mostValues); // a flow may have more of them than elements
  return { format, value: isNothing(value) ? undefined : value };
};
