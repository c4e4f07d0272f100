// GraphiQL at /graphql, for a browser that asks for a page. Its files come from this process alone: nothing is loaded from anywhere else.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { tabs } from './tabs.js';

const compress = promisify(gzip);
const folder = '/graphql/assets/';

interface Asset {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
}

// the editor's workers are asked for by name; with the version of this very script they are kept as long as the page's other files
const boot = `{
  const { search } = new URL(document.currentScript.src);
  self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => '${folder}' + label + '.worker.js' + search };
}`;
const start = `YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), ${JSON.stringify({ title: 'Integration runs', defaultTabs: tabs, shouldPersistHeaders: false })});`;

const page = (version: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Integration runs · GraphiQL</title>
    <link rel="icon" href="${folder}favicon.svg?v=${version}">
    <link rel="stylesheet" href="${folder}graphiql.css?v=${version}">
  </head>
  <body id="body" class="no-focus-outline">
    <noscript>The playground needs JavaScript. The API itself does not: POST your query to this address.</noscript>
    <div id="root"></div>
    <script src="${folder}boot.js?v=${version}"></script>
    <script src="${folder}graphiql.js?v=${version}"></script>
    <script src="${folder}start.js?v=${version}"></script>
  </body>
</html>
`;

// GraphiQL leaves its tabs in the middle of an animation after it has loaded: the first press on one moves it from under the pointer,
// and the click is lost. Tabs that stay where they are can still be reordered; they just don't follow the pointer.
const steadyTabs = '\n.graphiql-tab { transform: none !important }\n';

// the one that comes with GraphiQL is an .ico of 110 kB
const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="7" fill="#d60590"/>
  <path d="M7 11h15m-5-5 5 5-5 5M25 21H10m5-5-5 5 5 5" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>
</svg>
`;

// Monaco writes style elements as it goes, hence the one exception; fonts and cursors are data: URLs in the style sheet
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A browser asks for a page and names no JSON. Who names both wants an answer. */
const wantsPage = (request: Request): boolean => {
  const accept = request.headers.get('accept') ?? '';
  return accept.includes('text/html') && !accept.includes('json');
};

const encode = (text: string) => new TextEncoder().encode(text);

const loadAssets = async () => {
  const { js, css, editorWorkerService, jsonWorker, graphqlWorker } = await import('@graphql-yoga/render-graphiql/graphiql');
  const script = 'text/javascript; charset=utf-8';
  const sources: [string, string, string][] = [
    ['boot.js', script, boot],
    ['graphiql.js', script, js],
    ['start.js', script, start],
    ['graphiql.css', 'text/css; charset=utf-8', css + steadyTabs],
    ['favicon.svg', 'image/svg+xml', favicon],
    ['editorWorkerService.worker.js', script, editorWorkerService],
    ['json.worker.js', script, jsonWorker],
    ['graphql.worker.js', script, graphqlWorker],
  ];
  const version = createHash('sha256')
    .update(sources.map(([, , text]) => text).join(''))
    .digest('hex')
    .slice(0, 12);
  const asset = async ([name, type, text]: [string, string, string]): Promise<[string, Asset]> => {
    const body = encode(text);
    return [name, { type, body, gzipped: new Uint8Array(await compress(body)) }];
  };
  return { version, assets: new Map(await Promise.all(sources.map(asset))) };
};

/** Answers for the page and its files, or null for a request that is for neither. The files are read when somebody first wants the page. */
export const createPlayground = (): ((request: Request, url: URL) => Promise<Response | null>) => {
  let loading: ReturnType<typeof loadAssets> | undefined;
  const load = () => {
    loading ??= loadAssets();
    return loading;
  };
  return async (request, url) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return null;
    // with a ?query= too: GraphiQL keeps what one types in the address, and it must survive a reload
    if (url.pathname === '/graphql' && wantsPage(request)) {
      const { version } = await load();
      return new Response(page(version), {
        headers: {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': contentSecurityPolicy,
          'cache-control': 'no-cache',
          vary: 'accept',
        },
      });
    }
    if (!url.pathname.startsWith(folder)) return null;
    const { assets } = await load();
    const asset = assets.get(url.pathname.slice(folder.length));
    if (!asset) return null;
    const gzipped = request.headers.get('accept-encoding')?.includes('gzip') ?? false;
    return new Response(gzipped ? asset.gzipped : asset.body, {
      headers: {
        'content-type': asset.type,
        'cache-control': url.searchParams.has('v') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
        vary: 'accept-encoding',
        ...(gzipped && { 'content-encoding': 'gzip' }),
      },
    });
  };
};
