// Pages for browsers, and the files that they load. All of it comes from this process: the pages forbid the browser any other host, and
// inline scripts.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import Negotiator from 'negotiator';
import type { HttpAnswer, HttpRequest } from '../http/request.js';

const compress = promisify(gzip);

export interface StaticFile {
  readonly name: string;
  readonly type: string;
  readonly content: string | Uint8Array;
}

export const contentTypes = {
  script: 'text/javascript; charset=utf-8',
  style: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
} as const;

export interface StaticAssets {
  /** Changes with any of the files; pages name their files by it. */
  version(): Promise<string>;
  /** One of the files, or null for a request that is for none. Named with the version it may be kept for ever. */
  answer(request: HttpRequest, url: URL): Promise<HttpAnswer | null>;
}

/** Files below a folder (`/…/`), which are loaded when somebody first wants one. */
export const createStaticAssets = (folder: string, load: () => Promise<readonly StaticFile[]>): StaticAssets => {
  const prepare = async () => {
    const files = await load();
    const version = createHash('sha256');
    for (const { content } of files) version.update(content);
    const compressed = files.map(async ({ name, type, content }) => {
      const body = new Uint8Array(Buffer.from(content));
      return [name, { type, body, gzipped: new Uint8Array(await compress(body)) }] as const;
    });
    return { version: version.digest('hex').slice(0, 12), assets: new Map(await Promise.all(compressed)) };
  };
  let preparing: ReturnType<typeof prepare> | undefined;
  const prepared = () => {
    preparing ??= prepare();
    return preparing;
  };
  return {
    version: async () => (await prepared()).version,
    answer: async (request, url) => {
      if (!url.pathname.startsWith(folder)) return null;
      const { assets } = await prepared();
      const asset = assets.get(url.pathname.slice(folder.length));
      if (!asset) return null;
      const accepted = request.headers.get('accept-encoding') ?? '';
      const gzipped = new Negotiator({ headers: { 'accept-encoding': accepted } }).encodings(['gzip', 'identity'])[0] === 'gzip';
      return {
        status: 200,
        headers: {
          'content-type': asset.type,
          'cache-control': url.searchParams.has('v') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
          vary: 'accept-encoding',
          ...(gzipped && { 'content-encoding': 'gzip' }),
        },
        body: gzipped ? asset.gzipped : asset.body,
      };
    },
  };
};

const ownOrigin = {
  'default-src': "'none'",
  'script-src': "'self'",
  'connect-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** A page that may load and do nothing but what its own origin gives it; directives of a content security policy widen that. */
export const pageResponse = (html: string, widened: Readonly<Record<string, string>> = {}): HttpAnswer => ({
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': Object.entries({ ...ownOrigin, ...widened })
      .map((directive) => directive.join(' '))
      .join('; '),
    'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'cache-control': 'no-cache',
    vary: 'accept',
  },
  body: html,
});
