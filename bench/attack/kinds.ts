// The attacks, each one way to make a gateway spend what it should not: processor time, connections of the database, memory, or its log. Each is asked for
// some seconds by callers of its own, and is bounded: in requests at once, in requests a second, and in bytes.
import { connect } from 'node:net';

/** What an attacker has: the address, and the authorization of callers with few scopes. */
export interface Target {
  readonly port: number;
  /** Values of the header `authorization`. */
  readonly reader: string;
  readonly writer: string;
}

/** One request as it is sent. */
export interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Kind {
  readonly name: string;
  /** Requests that are under way at once, and that are begun in a second at most. */
  readonly atOnce: number;
  readonly perSecond: number;
  readonly shot: (target: Target, index: number) => Shot;
}

const json = { 'content-type': 'application/json' };

const graphql = (authorization: string, query: string, variables?: object): Shot => ({
  method: 'POST',
  path: '/graphql',
  headers: { ...json, authorization },
  body: JSON.stringify({ query, variables }),
});

const put = (authorization: string, path: string, body: string): Shot => ({
  method: 'PUT',
  path,
  headers: { ...json, authorization },
  body,
});

const times = (count: number, piece: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join(' ');

const manyKeys = Object.fromEntries(Array.from({ length: 8_000 }, (_, index) => [`k${index}`, 1]));
const manyWrong = Array.from({ length: 19_000 }, () => 'x');
const suggestions = 'Did you mean '.repeat(8_000);
const foreignNames = ['constructor', 'toString', 'hasOwnProperty', '__proto__', 'valueOf'];
const emptyRecords = (key: string): string => `{"${key}":[${Array.from({ length: 347_000 }, () => '{}').join()}]}`;
const unknownKeys = JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`unknown-${index}`, 1])));
const deepFilter = (depth: number): object =>
  depth === 0 ? {} : { integrationErrors: { every: { integrationRun: deepFilter(depth - 1) } } };
const manyTexts = { or: Array.from({ length: 1_990 }, (_, index) => ({ integrationFilename: { contains: `zz${index}` } })) };

export const kinds: readonly Kind[] = [
  {
    name: 'variables with 8,000 unknown keys',
    atOnce: 4,
    perSecond: 50,
    shot: ({ reader }) => graphql(reader, 'query($s:IntegrationRunFilter){integrationRuns(filter:$s){totalCount}}', { s: manyKeys }),
  },
  {
    name: 'variables with 19,000 wrong values',
    atOnce: 4,
    perSecond: 50,
    shot: ({ reader }) => graphql(reader, 'query($s:[Int!]){integrationRuns(filter:{databaseId:{in:$s}}){totalCount}}', { s: manyWrong }),
  },
  {
    name: 'variables named as what every object has',
    atOnce: 4,
    perSecond: 20,
    shot: ({ reader }, index) => {
      const name = foreignNames[index % foreignNames.length];
      const inner = `integration{integrationRuns(first:$${name}){nodes{integration{integrationRuns(first:$${name}){nodes{databaseId}}}}}}`;
      return graphql(reader, `query($${name}:Int){integrationRuns(first:$${name}){nodes{${inner}}}}`);
    },
  },
  {
    name: 'counts of what no index finds, on 20 connections',
    atOnce: 20,
    perSecond: 100,
    shot: ({ reader }, index) =>
      graphql(
        reader,
        `{${times(10, (n) => `a${n}:integrationErrors(filter:{integrationFilename:{contains:"zz${index}_${n}"}}){totalCount}`)}}`,
      ),
  },
  {
    name: 'conditions of REST that no index finds',
    atOnce: 20,
    perSecond: 100,
    shot: ({ reader }, index) => ({
      method: 'GET',
      path: `/api/integration_errors.json?${times(90, (n) => `integration_filename[contains]=zz${index}_${n}`).replaceAll(' ', '&')}`,
      headers: { authorization: reader },
    }),
  },
  {
    name: 'a filter of 1,990 texts',
    atOnce: 4,
    perSecond: 20,
    shot: ({ reader }) => graphql(reader, 'query($f:IntegrationErrorFilter){integrationErrors(filter:$f){totalCount}}', { f: manyTexts }),
  },
  {
    name: 'a filter nested 12 deep',
    atOnce: 4,
    perSecond: 20,
    shot: ({ reader }) => graphql(reader, 'query($f:IntegrationRunFilter){integrationRuns(filter:$f){totalCount}}', { f: deepFilter(12) }),
  },
  {
    name: 'suggestions within a message',
    atOnce: 4,
    perSecond: 50,
    shot: ({ reader }) => graphql(reader, 'query($x:Int){integrationRuns(first:$x){totalCount}}', { x: suggestions }),
  },
  {
    name: 'documents with a long literal each',
    atOnce: 4,
    perSecond: 100,
    shot: ({ reader }, index) =>
      graphql(reader, `{integrationRuns(first:1,filter:{integration:{name:{eq:"${index}${'x'.repeat(90_000)}"}}}){totalCount}}`),
  },
  {
    name: 'one long text under 190 aliases',
    atOnce: 4,
    perSecond: 10,
    shot: ({ reader }) => graphql(reader, `{integrationRun(by:{databaseId:2}){${times(190, (n) => `a${n}:flow`)}}}`),
  },
  {
    name: 'bodies of 347,000 empty errors',
    atOnce: 2,
    perSecond: 10,
    shot: ({ writer }) => put(writer, '/api/integration_runs/3.json', emptyRecords('integration-errors')),
  },
  {
    name: 'bodies of 50,000 unknown keys',
    atOnce: 2,
    perSecond: 10,
    shot: ({ writer }) => put(writer, '/api/integration_runs/3.json', unknownKeys),
  },
  {
    name: 'runs with thousands of responses, written',
    atOnce: 1,
    perSecond: 1,
    shot: ({ writer }) =>
      put(
        writer,
        '/api/integration_runs/4.json',
        JSON.stringify({ 'integration-errors': Array.from({ length: 900 }, () => ({ 'document-type': 'Invoice', 'document-id': 1 })) }),
      ),
  },
  {
    name: 'runs with thousands of errors, read',
    atOnce: 4,
    perSecond: 25,
    shot: ({ reader }) => ({ method: 'GET', path: '/api/integration_runs/4.json', headers: { authorization: reader } }),
  },
  {
    name: '400 operations in a document',
    atOnce: 4,
    perSecond: 50,
    shot: ({ reader }, index) =>
      graphql(
        reader,
        times(400, (n) => `query q${index}_${n}{__typename}`),
      ),
  },
  {
    name: 'long paths that nobody has',
    atOnce: 16,
    perSecond: 500,
    shot: (_, index) => ({ method: 'GET', path: `/${index}${'a'.repeat(15_000)}`, headers: {} }),
  },
  {
    name: 'preflights and health',
    atOnce: 16,
    perSecond: 500,
    shot: (_, index) => ({
      method: index % 2 ? 'GET' : 'OPTIONS',
      path: index % 2 ? '/health/ready' : '/graphql',
      headers: { origin: 'http://other.example', 'access-control-request-method': 'POST' },
    }),
  },
  { name: 'guesses of credentials', atOnce: 8, perSecond: 100, shot: (_, index) => graphql(`Bearer ${index}.guess.guess`, '{__typename}') },
  {
    name: 'names of programs, each another',
    atOnce: 4,
    perSecond: 100,
    shot: ({ reader }, index) => ({
      method: 'GET',
      path: '/api/integration_runs/5.json',
      headers: { authorization: reader, 'user-agent': `program ${index} \u00e9` },
    }),
  },
];

/** An attack of its own way with connections; ends by itself. */
export type Siege = (target: Target, milliseconds: number) => Promise<ReadonlyMap<number, number>>;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const wire = ({ method, path, headers, body = '' }: Shot): string =>
  [
    `${method} ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');

/** Opens so many connections, sends the text on each, and keeps them for that long. What they are answered isn't looked at. */
const hold = async (
  port: number,
  connections: number,
  text: string,
  milliseconds: number,
  isRead: boolean,
): Promise<ReadonlyMap<number, number>> => {
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('error', () => undefined); // the gateway may end it
    if (isRead) socket.resume();
    else socket.pause();
    return socket;
  });
  await pause(milliseconds);
  for (const socket of sockets) socket.destroy();
  return new Map();
};

/** Twenty runs, of which each has a megabyte. */
const megabytesOfRuns = `{${times(20, (n) => `a${n}:integrationRun(by:{databaseId:${n + 2}}){flow}`)}}`;

export const sieges: Readonly<Record<string, Siege>> = {
  'answers of megabytes that nobody reads': ({ port, reader }, milliseconds) =>
    hold(port, 25, wire(graphql(reader, `{integrationRun(by:{databaseId:2}){${times(20, (n) => `a${n}:flow`)}}}`)), milliseconds, false),
  'megabytes of many runs that nobody reads': ({ port, reader }, milliseconds) =>
    hold(port, 25, wire(graphql(reader, megabytesOfRuns)), milliseconds, false),
  'megabytes that everybody reads': ({ port, reader }, milliseconds) =>
    hold(port, 25, wire(graphql(reader, megabytesOfRuns)), milliseconds, true),
  '20,000 requests in one write': ({ port }, milliseconds) =>
    hold(port, 1, 'GET /health/ready HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n'.repeat(20_000), milliseconds, true),
  'headers that never end': ({ port }, milliseconds) =>
    hold(port, 200, 'GET /health/live HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a: ', milliseconds, true),
};
