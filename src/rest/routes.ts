// Every route of the REST door, and the way from a request to one of them.
import { contractRoutes } from './contracts.js';
import { RestError } from './errors.js';
import { integrationErrorRoutes } from './integration-errors.js';
import { integrationRunRoutes } from './integration-runs.js';
import { integrationRoutes } from './integrations.js';
import type { Route } from './route.js';

export const routes: readonly Route[] = [...integrationRunRoutes, ...integrationErrorRoutes, ...integrationRoutes, ...contractRoutes];

export interface Match {
  readonly route: Route;
  /** The segment in the place of `:id`; empty where the path has none. */
  readonly id: string;
}

const matchPath = (pattern: string, segments: readonly string[]): string | null => {
  const parts = pattern.split('/');
  if (parts.length !== segments.length) return null;
  const position = parts.indexOf(':id');
  return parts.every((part, index) => (index === position ? segments[index] !== '' : part === segments[index]))
    ? (segments[position] ?? '')
    : null;
};

/** The routes of a path, by method. A path that is written out wins over one with a number in it. */
const matchesOf = (path: string): Match[] => {
  const segments = path.split('/').slice(2);
  const matches = routes.flatMap((route): Match[] => {
    const id = matchPath(route.path, segments);
    return id === null ? [] : [{ route, id }];
  });
  const literal = matches.filter(({ id }) => id === '');
  return literal.length > 0 ? literal : matches;
};

const allowOf = (matches: readonly Match[]): string => {
  const methods = new Set<string>(matches.map(({ route }) => route.method));
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods, 'OPTIONS'].join(', ');
};

/** The methods that a path takes. @throws RestError 404 where there is no such path */
export const allowedMethods = (path: string): string => {
  const matches = matchesOf(path);
  if (matches.length === 0) throw new RestError(404, `There is no path ${path}. The paths are listed in /api/openapi.json.`);
  return allowOf(matches);
};

/** @throws RestError when there is no such path (404), or not for the method (405) */
export const findRoute = (method: string, path: string): Match => {
  const matches = matchesOf(path);
  const match = matches.find(({ route }) => route.method === (method === 'HEAD' ? 'GET' : method));
  if (match) return match;
  const allow = allowedMethods(path);
  throw new RestError(405, `${method} is not for ${path}; ${allow} are.`, { allow });
};
