// Sends one request by POST, to addresses that `targets.ts` lets through, and reads no more of the answer than is of interest. No redirect is followed, no
// proxy of the environment is asked, and no connection is kept: each is looked at when it is made.
import { type LookupAddress, lookup } from 'node:dns';
import { Agent as HttpAgent, request as plainRequest } from 'node:http';
import { Agent as HttpsAgent, request as tlsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type AllowedNetworks, addressProblem, hostOf } from './targets.js';

export interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface OutgoingAnswer {
  readonly statusCode: number;
  readonly retryAfter: string | null;
  /** The beginning of the body. */
  readonly excerpt: string;
}

/** Milliseconds that all of it may take. */
const usualPatience = 15_000;
/** Bytes of an answer that are read. */
const mostBytes = 1_024;

class RefusedTargetError extends Error {}
class TooSlowError extends Error {}

const refuse = (address: string, protocol: string, isAllowed: AllowedNetworks): RefusedTargetError | null => {
  const problem = addressProblem(address, protocol, isAllowed);
  return problem === null ? null : new RefusedTargetError(`The address ${address} ${problem}.`);
};

/** Every address of the name has to be let through: which of them is taken is decided later. */
const guarded =
  (protocol: string, isAllowed: AllowedNetworks, find: typeof lookup): LookupFunction =>
  (name, options, callback) => {
    find(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, []);
      for (const { address } of addresses) {
        const refused = refuse(address, protocol, isAllowed);
        if (refused) return callback(refused, []);
      }
      const [first] = addresses;
      if (options.all || !first) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };

/** What Node says of a failed connection is for programs. */
const inWords = (error: Error & { readonly code?: string }, patience: number): string => {
  if (error instanceof RefusedTargetError) return error.message;
  if (error instanceof TooSlowError) return `The receiver did not answer within ${patience / 1000} s.`;
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return 'The receiver closed the connection without an answer.';
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return 'The name of the receiver leads to no address.';
  return `The receiver can't be reached: ${error.message || error.code || error.name}.`;
};

/** Sends to addresses that are public, or allowed. @throws Error with a message for people, where no answer comes */
export const createSend = (
  isAllowed: AllowedNetworks,
  { patience = usualPatience, find = lookup }: { readonly patience?: number; readonly find?: typeof lookup } = {},
): ((sent: OutgoingRequest, signal: AbortSignal) => Promise<OutgoingAnswer>) => {
  const agents = { 'http:': new HttpAgent({ keepAlive: false }), 'https:': new HttpsAgent({ keepAlive: false }) }; // those of Node may ask proxies
  return ({ url: address, headers, body }, signal) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const protocol = url.protocol === 'http:' ? 'http:' : 'https:';
      const host = hostOf(url);
      const refused = isIP(host) === 0 ? null : refuse(host, protocol, isAllowed); // no lookup is made for what is an address already
      if (refused) return reject(refused);
      const request = (protocol === 'http:' ? plainRequest : tlsRequest)(url, {
        method: 'POST',
        agent: agents[protocol],
        lookup: guarded(protocol, isAllowed, find),
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      });
      const stop = () => request.destroy();
      const timer = setTimeout(() => request.destroy(new TooSlowError()), patience);
      signal.addEventListener('abort', stop, { once: true });
      let answer: (() => void) | null = null;
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer = () => {
          const excerpt = Buffer.concat(chunks).subarray(0, mostBytes).toString();
          resolve({ statusCode: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null, excerpt });
          request.destroy();
        };
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          bytes += chunk.byteLength;
          if (bytes >= mostBytes) answer?.();
        });
        response.on('end', answer);
        response.on('error', answer); // its status is there already
      });
      const fail = (error: Error) => reject(new Error(inWords(error, patience), { cause: error }));
      request.on('error', (error) => (answer ? answer() : fail(error)));
      request.on('close', () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
        if (answer) answer();
        else fail(Object.assign(new Error('closed'), { code: 'ECONNRESET' })); // as after an answer that changes the protocol
      });
      request.end(body);
    });
};
