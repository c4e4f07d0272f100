// The OpenAPI document at /api/openapi.json, and at /api/docs a page for people that shows it and lets them try it. The page's files come
// from this process alone.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import { openApiText } from '../rest/openapi/document.js';
import { refuseRest } from '../rest/refuse.js';
import { entityTag } from '../rest/response/entity-tag.js';
import { contentTypes, createStaticAssets, pageResponse, type StaticFile } from './static-assets.js';

const folder = '/api/docs/assets/';
const documentPath = '/api/openapi.json';
const pagePath = '/api/docs';

/** What the paths of the document, the page and its files begin with. */
export const apiDocsPrefixes: readonly string[] = [documentPath, pagePath];

const options = {
  dom_id: '#root',
  url: documentPath,
  validatorUrl: null, // it would be another host
  deepLinking: true,
  defaultModelsExpandDepth: 0, // the schemas stand with the operations
};

// until somebody chooses a format, the page would take any, and XML is what the door prefers
const start = `const options = ${JSON.stringify(options)};
options.requestInterceptor = (request) => {
  if (request.headers?.accept === '*/*') request.headers.accept = 'application/json';
  return request;
};
SwaggerUIBundle(options);
`;

const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="7" fill="#205493"/>
  <path d="M12 7c-4 0-1 8-5 9 4 1 1 9 5 9M20 7c4 0 1 8 5 9-4 1-1 9-5 9" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>
</svg>
`;

const page = (version: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Integration runs · REST</title>
    <link rel="icon" href="${folder}favicon.svg?v=${version}">
    <link rel="stylesheet" href="${folder}swagger-ui.css?v=${version}">
  </head>
  <body>
    <noscript>This page needs JavaScript. What it shows is in <a href="${documentPath}">${documentPath}</a>.</noscript>
    <div id="root"></div>
    <script src="${folder}swagger-ui-bundle.js?v=${version}"></script>
    <script src="${folder}start.js?v=${version}"></script>
  </body>
</html>
`;

const loadFiles = async (): Promise<readonly StaticFile[]> => {
  const { resolve } = createRequire(import.meta.url);
  const ofLibrary = (name: string) => readFile(resolve(`swagger-ui-dist/${name}`));
  const { script, style, svg } = contentTypes;
  return [
    { name: 'swagger-ui-bundle.js', type: script, content: await ofLibrary('swagger-ui-bundle.js') },
    { name: 'swagger-ui.css', type: style, content: await ofLibrary('swagger-ui.css') },
    { name: 'start.js', type: script, content: start },
    { name: 'favicon.svg', type: svg, content: favicon },
  ];
};

const createDocument = (): ((request: HttpRequest) => HttpAnswer) => {
  let made: { readonly text: string; readonly etag: string } | undefined;
  const make = () => {
    const text = openApiText();
    return { text, etag: entityTag(text) };
  };
  return (request) => {
    made ??= make();
    const { text, etag } = made;
    const isKnown = request.headers.get('if-none-match')?.includes(etag) ?? false;
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache', etag };
    return isKnown ? { status: 304, headers, body: null } : { status: 200, headers, body: text };
  };
};

/** Answers for the document, the page and its files, or null for a request that is for none of them. */
export const createApiDocs = (): ((request: HttpRequest, url: URL) => Promise<HttpAnswer | null>) => {
  const assets = createStaticAssets(folder, loadFiles);
  const document = createDocument();
  return async (request, url) => {
    const path = url.pathname.replace(/\/$/, '');
    const isOurs = path === documentPath || path === pagePath;
    if (isOurs && request.method === 'OPTIONS') return { status: 204, headers: { allow: 'GET, HEAD, OPTIONS' }, body: null };
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return isOurs
        ? refuseRest(request, path, 405, `${request.method} is not for ${path}; GET and HEAD are.`, { allow: 'GET, HEAD' })
        : null;
    }
    if (path === documentPath) return document(request);
    if (path === pagePath) return pageResponse(page(await assets.version()));
    return assets.answer(request, url);
  };
};
