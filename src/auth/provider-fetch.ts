// Fetches what an identity provider publishes, bounded in time and size. After a failure nothing is fetched for a while, however many tokens come, and
// the log has one line for the outage.
import type { Logger } from '../observability/logger.js';

/** Milliseconds. */
const timeoutMs = 5_000;
const pause = 5_000;
const mostBytes = 512 * 1024;

/** The provider can't be reached, or doesn't answer as it should: nobody can tell whether a token is good. */
export class ProviderUnavailableError extends Error {}

const fetchText = async (url: string): Promise<string> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw new Error(`${url} answers with more than ${mostBytes} bytes`); // which cancels the rest
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

/** Does something with a provider's document, unless that has failed in the last seconds. @throws ProviderUnavailableError */
export type FromProvider = <Result>(url: string, read: (document: unknown) => Result) => Promise<Result>;

export const createProviderFetch = (issuer: string, logger: Logger): FromProvider => {
  let outage: { readonly error: ProviderUnavailableError; readonly failedAt: number } | null = null;
  return async (url, read) => {
    if (outage && performance.now() - outage.failedAt < pause) throw outage.error;
    try {
      const result = read(JSON.parse(await fetchText(url)));
      if (outage) logger.info({ issuer }, 'The identity provider answers again');
      outage = null;
      return result;
    } catch (error) {
      const unavailable = new ProviderUnavailableError(`The identity provider ${issuer} could not be asked for its keys`, { cause: error });
      if (!outage) logger.error({ err: unavailable }, 'The identity provider is unavailable, and its tokens are refused with 503');
      outage = { error: unavailable, failedAt: performance.now() };
      throw unavailable;
    }
  };
};
