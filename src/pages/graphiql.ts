// GraphiQL at /graphql, for a browser that asks for a page. Its files come from this process alone: nothing is loaded from anywhere else.
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import { tabs } from './graphiql-tabs.js';
import { contentTypes, createStaticAssets, pageResponse, type StaticFile } from './static-assets.js';

const folder = '/graphql/assets/';

/** What the paths of the page and its files begin with. */
export const playgroundPrefixes: readonly string[] = ['/graphql'];

// the editor's workers are asked for by name; with the version of this very script they are kept as long as the page's other files
const boot = `{
  const { search } = new URL(document.currentScript.src);
  self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => '${folder}' + label + '.worker.js' + search };
}`;
// where a credential is asked for, its header is there to be filled in; it is kept nowhere, so that a closed tab has forgotten it
const headerToFill = JSON.stringify({ Authorization: 'Bearer <token>' }, null, 2);

const start = (asksForCredential: boolean): string => {
  const credential = { defaultHeaders: headerToFill, defaultEditorToolsVisibility: 'headers' };
  const options = {
    title: 'Integration runs',
    defaultTabs: asksForCredential ? tabs.map((tab) => ({ ...tab, headers: headerToFill })) : tabs,
    shouldPersistHeaders: false,
    ...(asksForCredential && credential),
  };
  return `YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), ${JSON.stringify(options)});`;
};

const notice = `
    <p id="notice">This gateway asks for a credential: put a token in the place of <code>&lt;token&gt;</code> under <b>Headers</b>, then fetch the schema again
      (the button at the lower left). Tokens come from <code>POST /oauth2/token</code>.</p>`;

const page = (version: string, asksForCredential: boolean) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Integration runs · GraphiQL</title>
    <link rel="icon" href="${folder}favicon.svg?v=${version}">
    <link rel="stylesheet" href="${folder}graphiql.css?v=${version}">
  </head>
  <body id="body" class="no-focus-outline">
    <noscript>The playground needs JavaScript. The API itself does not: POST your query to this address.</noscript>${asksForCredential ? notice : ''}
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

const noticeStyle = `
body:has(#notice) { display: flex; flex-direction: column; height: 100vh; margin: 0 }
#notice { margin: 0; padding: 8px 16px; font: 14px/1.4 system-ui, sans-serif; background: #fff4d6; color: #3b2f0b }
#notice + #root { flex: 1; min-height: 0 }
#notice + #root .graphiql-container { height: 100% }
`;

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

const loadFiles = async (asksForCredential: boolean): Promise<readonly StaticFile[]> => {
  const { js, css, editorWorkerService, jsonWorker, graphqlWorker } = await import('@graphql-yoga/render-graphiql/graphiql');
  const { script, style, svg } = contentTypes;
  return [
    { name: 'boot.js', type: script, content: boot },
    { name: 'graphiql.js', type: script, content: js },
    { name: 'start.js', type: script, content: start(asksForCredential) },
    { name: 'graphiql.css', type: style, content: css + steadyTabs + noticeStyle },
    { name: 'favicon.svg', type: svg, content: favicon },
    { name: 'editorWorkerService.worker.js', type: script, content: editorWorkerService },
    { name: 'json.worker.js', type: script, content: jsonWorker },
    { name: 'graphql.worker.js', type: script, content: graphqlWorker },
  ];
};

/** Answers for the page and its files, or null for a request that is for neither. */
export const createPlayground = (asksForCredential: boolean): ((request: HttpRequest, url: URL) => Promise<HttpAnswer | null>) => {
  const assets = createStaticAssets(folder, () => loadFiles(asksForCredential));
  return async (request, url) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return null;
    // with a ?query= too: GraphiQL keeps what one types in the address, and it must survive a reload
    if (url.pathname === '/graphql' && wantsPage(request)) return pageResponse(page(await assets.version(), asksForCredential), widened);
    return assets.answer(request, url);
  };
};
