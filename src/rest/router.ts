// The REST door: finds the route, reads the body, and writes the answer or the refusal.
import type { Database } from '../db/database.js';
import { NotFoundError } from '../domain/errors.js';
import type { DomainContext, Viewer } from '../domain/viewer.js';
import { failureOf, RestError } from './errors.js';
import { integrationRunRoutes } from './integration-runs.js';
import type { Answer, Route } from './route.js';
import { writeJson } from './wire/json.js';
import { unwrap } from './wire/read-body.js';

const routes: readonly Route[] = [...integrationRunRoutes];

interface Match {
  readonly route: Route;
  /** The segment in the place of `:id`; empty where the path has none. */
  readonly id: string;
}

const matchPath = (path: string, segments: readonly string[]): string | null => {
  const pattern = path.split('/');
  if (pattern.length !== segments.length) return null;
  let id = '';
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part === ':id') id = segment;
    else if (part !== segment) return null;
  }
  return id;
};

/** @throws RestError when there is no such path (404), or not for the method (405) */
const findRoute = (method: string, pathname: string): Match => {
  const segments = pathname.split('/').slice(2);
  const matches = routes.flatMap((route): Match[] => {
    const id = matchPath(route.path, segments);
    return id === null ? [] : [{ route, id }];
  });
  const match = matches.find(({ route }) => route.method === method);
  if (match) return match;
  if (matches.length === 0) throw new RestError(404, `There is no path ${pathname}.`);
  const allow = [...new Set(matches.map(({ route }) => route.method))].join(', ');
  throw new RestError(405, `${method} is not for ${pathname}; ${allow} is.`, { allow });
};

/** @throws NotFoundError for a segment that is no number, in the words of one that is */
const numberOf = ({ route, id }: Match): number => {
  if (id === '' || /^\d{1,15}$/.test(id)) return Number(id);
  throw new NotFoundError(`There is no ${route.resource.name.replaceAll('-', ' ')} with the id ${JSON.stringify(id)}.`);
};

const readJson = async (request: Request): Promise<unknown> => {
  const text = await request.text();
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RestError(400, `The body is no JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`);
  }
};

const json = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(body, { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } });

/** The REST door. Errors that nobody foresaw are thrown on, for the app to hide. */
export const createRestDoor =
  (database: Database) =>
  async (request: Request, url: URL, { viewer }: { readonly viewer: Viewer }): Promise<Response> => {
    const context: DomainContext = { database, viewer, source: 'REST' };
    let resource = 'base';
    try {
      const match = findRoute(request.method, url.pathname);
      const { route } = match;
      resource = route.resource.name.replaceAll('-', '_');
      const body = unwrap(route.resource, await readJson(request));
      const { status, tree }: Answer = await route.handle({ context, id: numberOf(match), search: url.searchParams, body });
      return json(status, writeJson(tree));
    } catch (error) {
      const failure = failureOf(error, resource);
      if (!failure) throw error;
      return json(failure.status, JSON.stringify({ errors: { [failure.key]: failure.messages } }), failure.headers);
    }
  };
