// Reads the body of a request whole, and unpacks it: for every door, so that none has to know how it came. The limit counts what comes out.
import { type BrotliOptions, brotliDecompress, gunzip, type InputType, inflate, inflateRaw, type ZlibOptions } from 'node:zlib';
import type { HttpRequest } from './request.js';

/** Why there is no body; the app has the shape for it. */
export interface BodyRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What Node's functions have in common; it works in its thread pool, and stops at the limit. */
type Decode = (bytes: InputType, options: ZlibOptions & BrotliOptions, done: (error: Error | null, result: unknown) => void) => void;

/** What Node gives with `info`, which its types don't know. */
interface Decoded {
  readonly buffer: Buffer;
  /** Counts what was read of the input: less than all of it where something follows. */
  readonly engine: { readonly bytesWritten: number };
}

/** By its two bytes of header; many clients send what is inside without it. */
const isZlib = ([first = 0, second = 0]: Uint8Array): boolean => (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;

const decoders: ReadonlyMap<string, (bytes: Uint8Array) => Decode> = new Map<string, (bytes: Uint8Array) => Decode>([
  ['gzip', () => gunzip],
  ['x-gzip', () => gunzip],
  ['deflate', (bytes) => (isZlib(bytes) ? inflate : inflateRaw)],
  ['br', () => brotliDecompress],
]);

const taken = 'gzip, deflate, br';

/** More than anybody uses; each costs the time of a whole body. */
const mostCodings = 3;

const tooLarge = (limit: number): BodyRefusal => ({
  status: 413,
  code: 'PAYLOAD_TOO_LARGE',
  message: `The body is larger than ${limit} bytes. Send less at once.`,
});

const refuseCoding = (message: string): BodyRefusal => ({
  status: 415,
  code: 'UNSUPPORTED_MEDIA_TYPE',
  message: `${message} Send ${taken}, or the body as it is.`,
  headers: { 'accept-encoding': taken },
});

const decode = (coding: string, bytes: Uint8Array, limit: number): Promise<Uint8Array | BodyRefusal> => {
  const damaged: BodyRefusal = {
    status: 400,
    code: 'BAD_REQUEST',
    message: `The body is no ${coding}: it is damaged, cut off, or followed by something else.`,
  };
  const decoder = decoders.get(coding)?.(bytes);
  if (!decoder) return Promise.resolve(refuseCoding(`The content coding ${JSON.stringify(coding.slice(0, 40))} can't be read.`));
  return new Promise((resolve) => {
    decoder(bytes, { maxOutputLength: limit, info: true }, (error, result) => {
      if (error) return resolve('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(limit) : damaged);
      const { buffer, engine } = result as Decoded;
      return resolve(engine.bytesWritten === bytes.byteLength ? buffer : damaged);
    });
  });
};

const unpack = async (bytes: Uint8Array, contentEncoding: string, limit: number): Promise<Uint8Array | BodyRefusal> => {
  const codings = contentEncoding.split(',').map((coding) => coding.trim().toLowerCase());
  const applied = codings.filter((coding) => coding !== '' && coding !== 'identity');
  if (applied.length > mostCodings) return refuseCoding(`A body can have at most ${mostCodings} content codings.`);
  let unpacked: Uint8Array | BodyRefusal = bytes;
  for (const coding of applied.reverse()) {
    unpacked = await decode(coding, unpacked, limit);
    if (!(unpacked instanceof Uint8Array)) return unpacked;
  }
  return unpacked.byteLength > limit ? tooLarge(limit) : unpacked;
};

/** The body, at most so many bytes of it; empty without one, whatever it is said to be packed in. */
export const readBody = async (request: HttpRequest, limit: number): Promise<Uint8Array | BodyRefusal> => {
  const contentEncoding = request.headers.get('content-encoding');
  // what can't be packed any further becomes a little longer
  const bytes = await request.read(contentEncoding === null ? limit : 2 * limit);
  if (bytes === null) return tooLarge(limit);
  return contentEncoding === null || bytes.byteLength === 0 ? bytes : unpack(bytes, contentEncoding, limit);
};
