// GraphiQL at /graphql, for a browser that asks for a page. Its files come from this process alone: nothing is loaded from anywhere else.
import type { HttpAnswer, HttpRequest } from '../http.js';
import { contentTypes, createStaticAssets, pageResponse, type StaticFile } from '../static-assets.js';
import { tabs } from './tabs.js';

const folder = '/graphql/assets/';

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
const widened = { 'worker-src': "'self'", 'style-src': "'self' 'unsafe-inline'", 'font-src': "'self' data:" };

/** A browser asks for a page and names no JSON. Who names both wants an answer. */
const wantsPage = (request: HttpRequest): boolean => {
  const accept = request.headers.get('accept') ?? '';
  return accept.includes('text/html') && !accept.includes('json');
};

const loadFiles = async (): Promise<readonly StaticFile[]> => {
  const { js, css, editorWorkerService, jsonWorker, graphqlWorker } = await import('@graphql-yoga/render-graphiql/graphiql');
  const { script, style, svg } = contentTypes;
  return [
    { name: 'boot.js', type: script, content: boot },
    { name: 'graphiql.js', type: script, content: js },
    { name: 'start.js', type: script, content: start },
    { name: 'graphiql.css', type: style, content: css + steadyTabs },
    { name: 'favicon.svg', type: svg, content: favicon },
    { name: 'editorWorkerService.worker.js', type: script, content: editorWorkerService },
    { name: 'json.worker.js', type: script, content: jsonWorker },
    { name: 'graphql.worker.js', type: script, content: graphqlWorker },
  ];
};

/** Answers for the page and its files, or null for a request that is for neither. */
export const createPlayground = (): ((request: HttpRequest, url: URL) => Promise<HttpAnswer | null>) => {
  const assets = createStaticAssets(folder, loadFiles);
  return async (request, url) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return null;
    // with a ?query= too: GraphiQL keeps what one types in the address, and it must survive a reload
    if (url.pathname === '/graphql' && wantsPage(request)) return pageResponse(page(await assets.version()), widened);
    return assets.answer(request, url);
  };
};
