// Asks an app's GraphQL door with a body and headers of any kind.
import type { App } from '../../src/app.js';

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any shape, which the assertion is about
  readonly json: any;
}

const answered = async (response: Response): Promise<Answered> => ({
  status: response.status,
  headers: response.headers,
  json: await response.json(),
});

/** By POST. A body that is no text is sent as JSON. */
export const post = async (app: App, body: unknown, headers: Record<string, string> = {}): Promise<Answered> =>
  answered(
    await app(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    ),
  );

/** By GET, as a program sends it that is no browser. */
export const get = async (app: App, search: Record<string, string>, headers: Record<string, string> = {}): Promise<Answered> =>
  answered(
    await app(
      new Request(`http://gateway.test/graphql?${new URLSearchParams(search)}`, {
        headers: { accept: 'application/graphql-response+json', ...headers },
      }),
    ),
  );

/** The code of an answer's first error. */
export const codeOf = ({ json }: Answered): string | undefined => json.errors?.[0].extensions.code;
