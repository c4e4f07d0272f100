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

const boot = `self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => '${folder}' + label + '.worker.js' };`;
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

const encode = (text: string) => new TextEncoder().encode(text);

const faviconOf = (dataUrl: string): string => {
  const [, encoding, data = ''] = /^data:image\/svg\+xml(;base64)?[^,]*,(.*)$/s.exec(dataUrl) ?? [];
  return encoding ? Buffer.from(data, 'base64').toString() : decodeURIComponent(data);
};

const loadAssets = async () => {
  const { js, css, favicon, editorWorkerService, jsonWorker, graphqlWorker } = await import('@graphql-yoga/render-graphiql/graphiql');
  const script = 'text/javascript; charset=utf-8';
  const sources: [string, string, string][] = [
    ['boot.js', script, boot],
    ['graphiql.js', script, js],
    ['start.js', script, start],
    ['graphiql.css', 'text/css; charset=utf-8', css],
    ['favicon.svg', 'image/svg+xml', faviconOf(favicon)],
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
    if (url.pathname === '/graphql' && !url.searchParams.has('query') && request.headers.get('accept')?.includes('text/html')) {
      const { version } = await load();
      return new Response(page(version), { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' } });
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
