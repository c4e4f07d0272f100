// Every route of the REST door, and the way from a request to one of them.
import { cut } from '../lib/shown.js';
import { RestError } from './errors.js';
import { contractRoutes } from './resources/contracts.js';
import { integrationErrorRoutes } from './resources/integration-errors.js';
import { integrationHistoryRecordRoutes } from './resources/integration-history-records.js';
import { integrationRunRoutes } from './resources/integration-runs.js';
import { integrationRoutes } from './resources/integrations.js';
import type { Route } from './route.js';

export const routes: readonly Route[] = [
  ...integrationRunRoutes,
  ...integrationErrorRoutes,
  ...integrationHistoryRecordRoutes,
  ...integrationRoutes,
  ...contractRoutes,
];

export interface Match {
  readonly route: Route;
  /** The segment in the place of `:id`; empty where the path has none. */
  readonly id: string;
}

type ByMethod = Map<string, Route>;

/** The routes of each path: those that are written out, and those with a number, by the path with its second segment left out. */
const written = new Map<string, ByMethod>();
const numbered = new Map<string, ByMethod>();

for (const route of routes) {
  const [table, key] = route.path.includes('/:id') ? [numbered, route.path.replace('/:id', '/')] : [written, route.path];
  const known = table.get(key) ?? new Map();
  table.set(key, known.set(route.method, route));
}

interface Found {
  readonly byMethod: ByMethod;
  readonly id: string;
}

const prefix = '/api/';

/** A path that is written out wins over one with a number in it. */
const routesOf = (path: string): Found | null => {
  const below = path.slice(prefix.length);
  const literal = written.get(below);
  if (literal) return { byMethod: literal, id: '' };
  const [, resource, id = '', rest = ''] = /^([^/]*\/)([^/]+)(\/[^/]+)?$/.exec(below) ?? [];
  const byMethod = resource === undefined ? undefined : numbered.get(resource + rest);
  return byMethod ? { byMethod, id } : null;
};

const allowOf = ({ byMethod }: Found): string => {
  const methods = new Set(byMethod.keys());
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods, 'OPTIONS'].join(', ');
};

const existing = (path: string): Found => {
  const found = routesOf(path);
  if (!found) throw new RestError(404, `There is no path ${cut(path)}. The paths are listed in /api/openapi.json.`);
  return found;
};

/** The methods that a path takes. @throws RestError 404 where there is no such path */
export const allowedMethods = (path: string): string => allowOf(existing(path));

/** @throws RestError when there is no such path (404), or not for the method (405) */
export const findRoute = (method: string, path: string): Match => {
  const found = existing(path);
  const route = found.byMethod.get(method === 'HEAD' ? 'GET' : method);
  if (route) return { route, id: found.id };
  const allow = allowOf(found);
  throw new RestError(405, `${method} is not for ${cut(path)}; ${allow} are.`, { allow });
};
