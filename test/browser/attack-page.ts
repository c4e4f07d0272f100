// A page that tries every way in which a page can send something to another site. Each way is told from the others by `?try=` in the address.

/** Runs in the page: `attack(url, body)` tries all of them. */
const script = `
const bytes = (text) => new TextEncoder().encode(text);
const noCors = (body, more = {}) => (url, text) => fetch(url, { method: 'POST', mode: 'no-cors', body: body(text), ...more });
const cors = (more) => (url, text) => fetch(url, { method: 'POST', body: text, ...more });
const form = (enctype) => (url, text) => {
  const frame = Object.assign(document.createElement('iframe'), { name: enctype + Math.random() });
  const form = Object.assign(document.createElement('form'), { method: 'POST', action: url, enctype, target: frame.name });
  // name=value: with text/plain, all of it is one JSON text whose last string has the sign in it
  form.append(Object.assign(document.createElement('input'), { name: text.slice(0, -1) + ',"x":"', value: '"}' }));
  document.body.append(frame, form);
  form.submit();
};
const element = (name, attribute) => (url) => {
  const added = Object.assign(document.createElement(name), { [attribute]: url });
  document.body.append(added);
};
const inFrame = (sandbox) => (url, text) => {
  const work = 'fetch(' + JSON.stringify(url) + ', { method: "POST", mode: "no-cors", body: new Blob([' + JSON.stringify(text) + ']) })';
  const frame = document.createElement('iframe');
  if (sandbox) frame.sandbox = 'allow-scripts';
  frame.srcdoc = '<script>' + work.replaceAll('<', '\\\\u003c') + '<\\/script>';
  document.body.append(frame);
};
const tries = {
  'no-cors, text': noCors((text) => text),
  'no-cors, Blob': noCors((text) => new Blob([text])),
  'no-cors, Blob of JSON': noCors((text) => new Blob([text], { type: 'application/json' })),
  'no-cors, Blob of XML': noCors((text) => new Blob([text], { type: 'text/xml' })),
  'no-cors, typed array': noCors(bytes),
  'no-cors, buffer': noCors((text) => bytes(text).buffer),
  'no-cors, form': noCors((text) => new URLSearchParams({ x: text })),
  'no-cors, form with parts': noCors((text) => { const data = new FormData(); data.set('x', text); return data; }),
  'no-cors, kept alive': noCors(bytes, { keepalive: true }),
  'no-cors, no referrer': noCors(bytes, { referrerPolicy: 'no-referrer' }),
  'no-cors, with cookies': noCors(bytes, { credentials: 'include' }),
  'no-cors, JSON by header': noCors((text) => text, { headers: { 'content-type': 'application/json' } }),
  'cors, text': cors({}),
  'cors, typed array': (url, text) => fetch(url, { method: 'POST', body: bytes(text) }),
  'cors, JSON': cors({ headers: { 'content-type': 'application/json' } }),
  'cors, XML': cors({ headers: { 'content-type': 'application/xml' } }),
  'cors, a header of ours': cors({ headers: { 'graphql-preflight': '1' } }),
  'cors, PUT': cors({ method: 'PUT' }),
  'cors, PATCH': cors({ method: 'PATCH' }),
  'same-origin': cors({ mode: 'same-origin' }),
  XMLHttpRequest: (url, text) => { const request = new XMLHttpRequest(); request.open('POST', url); request.send(text); },
  'XMLHttpRequest, Blob': (url, text) => { const request = new XMLHttpRequest(); request.open('POST', url); request.send(new Blob([text])); },
  'beacon, text': (url, text) => navigator.sendBeacon(url, text),
  'beacon, Blob': (url, text) => navigator.sendBeacon(url, new Blob([text])),
  'beacon, typed array': (url, text) => navigator.sendBeacon(url, bytes(text)),
  'beacon, form': (url, text) => navigator.sendBeacon(url, new URLSearchParams({ x: text })),
  'beacon, JSON': (url, text) => navigator.sendBeacon(url, new Blob([text], { type: 'application/json' })),
  'form': form('application/x-www-form-urlencoded'),
  'form with parts': form('multipart/form-data'),
  'form of plain text': form('text/plain'),
  'a worker': (url, text) => {
    const work = 'fetch(' + JSON.stringify(url) + ', { method: "POST", mode: "no-cors", body: new Blob([' + JSON.stringify(text) + ']) })';
    new Worker(URL.createObjectURL(new Blob([work])));
  },
  'a frame': inFrame(false),
  'a frame without an origin': inFrame(true),
  image: element('img', 'src'),
  script: element('script', 'src'),
  frame: element('iframe', 'src'),
  video: element('video', 'src'),
  'GET, no-cors': (url) => fetch(url, { mode: 'no-cors' }),
  'GET, JSON': (url) => fetch(url, { headers: { accept: 'application/json' } }),
  'events': (url) => { new EventSource(url); },
};
self.attack = async (url, body) => {
  await Promise.allSettled(Object.entries(tries).map(async ([name, attempt]) => attempt(url + (url.includes('?') ? '&' : '?') + 'try=' + encodeURIComponent(name), body)));
};
`;

/** The page's HTML. */
export const attackPage = `<!doctype html><meta charset="utf-8"><title>Free kittens</title><body><script>${script}</script></body>`;

/** Ways in which a browser sends a POST to another site without asking first. */
export const posts = [
  'no-cors, text',
  'no-cors, Blob',
  'no-cors, Blob of JSON',
  'no-cors, Blob of XML',
  'no-cors, typed array',
  'no-cors, buffer',
  'no-cors, form',
  'no-cors, form with parts',
  'no-cors, kept alive',
  'no-cors, no referrer',
  'no-cors, with cookies',
  'no-cors, JSON by header',
  'cors, text',
  'cors, typed array',
  'XMLHttpRequest',
  'XMLHttpRequest, Blob',
  'beacon, text',
  'beacon, Blob',
  'beacon, typed array',
  'beacon, form',
  'form',
  'form with parts',
  'form of plain text',
  'a worker',
  'a frame',
  'a frame without an origin',
] as const;

/** Ways for which it asks first. */
export const preflights = ['cors, JSON', 'cors, XML', 'cors, a header of ours', 'cors, PUT', 'cors, PATCH', 'beacon, JSON'] as const;

/** Ways that only read. */
export const gets = ['image', 'script', 'frame', 'video', 'GET, no-cors', 'GET, JSON', 'events'] as const;
