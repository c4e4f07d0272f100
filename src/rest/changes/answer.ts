// `GET /api/changes`: the feed, a page at a time, as a JSON list or a line for each change; and a client may wait for the first.
import { listChanges } from '../../domain/feed/list-changes.js';
import type { Live } from '../../domain/feed/live.js';
import { decodePosition, encodePosition } from '../../domain/feed/position.js';
import type { ChangesRead } from '../../domain/feed/read-changes.js';
import { bytesOfObject } from '../../domain/read/cost.js';
import type { DomainContext } from '../../domain/rules/viewer.js';
import { joinWords } from '../../domain/rules/wording.js';
import { ChangeType } from '../../generated/prisma/enums.js';
import { createChoice } from '../../http/media-type.js';
import type { HttpAnswer, HttpRequest } from '../../http/request.js';
import { cut, shown } from '../../lib/shown.js';
import type { RequestContext } from '../../request/request-context.js';
import { RestError } from '../errors.js';
import { preferenceOf } from '../request/preferences.js';
import { keyOf, parameterOf, parseKey } from '../request/query/key.js';
import { unknownName } from '../request/query/vocabulary.js';
import { writeJson, writeLines } from '../response/json.js';
import { changeLayout, changeRows } from './rows.js';
import { createWaiting } from './waiting.js';

export const changesPath = '/api/changes';
const methods = 'GET, HEAD, OPTIONS';

/** Changes of an answer unless the client says how many, and at most; seconds that it may wait. */
export const [usualLimit, mostChanges, longestWait] = [100, 500, 300];

const types = new Map(Object.values(ChangeType).map((type) => [type.toLowerCase(), type]));
export const typeNames: readonly string[] = [...types.keys()];

const limitIn = (search: URLSearchParams): number => {
  const text = parameterOf(search, 'limit')?.trim() || String(usualLimit);
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1)
    throw new RestError(400, `limit is ${shown(text)}, but must be a whole number from 1 on.`);
  return Math.min(mostChanges, Number(text));
};

const typesIn = (search: URLSearchParams): ChangeType[] | null => {
  const text = parameterOf(search, 'types')?.trim();
  if (!text) return null;
  return text.split(',').map((name) => {
    const type = types.get(name.trim().replaceAll('-', '_'));
    if (!type) throw new RestError(400, `types has ${shown(name.trim())} in it, but there are only ${joinWords(typeNames, 'and')}.`);
    return type;
  });
};

/** Seconds of the preference `wait` (RFC 7240); 0 without. */
const waitIn = (prefer: string | null): number => {
  const text = preferenceOf(prefer, 'wait') ?? '';
  return /^\d+$/.test(text) ? Math.min(longestWait, Number(text)) : 0;
};

/** What it takes; of the rest, lists take for nothing what clients of the original send everywhere. */
const parameters = ['after', 'limit', 'types'];
const ignored = ['filter', 'exported'];

/** @throws BadInputError naming a parameter that there isn't, as lists do */
const refuseUnknown = (search: URLSearchParams): void => {
  for (const key of search.keys()) {
    const name = keyOf(parseKey(key));
    if (!parameters.includes(name) && !ignored.includes(name)) throw unknownName('parameter', name, parameters);
  }
};

const choose = createChoice(['application/json', 'application/x-ndjson']);

const mediaTypeFor = (accept: string | null, suffix: string | null): string => {
  const chosen = suffix === null ? choose(accept) : suffix === 'json' ? 'application/json' : null;
  if (chosen === null)
    throw new RestError(
      406,
      `The changes can't be had as ${cut(suffix ?? accept ?? '')}. Accept application/json or application/x-ndjson.`,
    );
  return chosen;
};

export interface ChangesOptions extends Pick<RequestContext, 'account' | 'lifetime' | 'stay' | 'takeTurn'> {
  readonly context: DomainContext;
  readonly live: Live | null;
  readonly timeZone: string;
}

/** Waits for the first change where there is none, if the client wants that. */
const readWaiting = async (
  read: () => Promise<ChangesRead>,
  seconds: number,
  asked: readonly ChangeType[] | null,
  { stay, live }: ChangesOptions,
) => {
  const found = await read();
  if (found.changes.length > 0 || found.hasMore || seconds === 0) return found;
  const waiting = createWaiting({
    stay,
    live,
    until: performance.now() + seconds * 1_000,
    concerns: ({ type }) => asked?.includes(type) ?? true,
  });
  try {
    let latest = found;
    while (latest.changes.length === 0 && (await waiting.next())) latest = await read();
    return latest;
  } finally {
    waiting.end();
  }
};

/**
 * @throws RestError 400 for parameters that make no sense, 406 for a format that can't be had, 429 for a caller who has too few points
 * @throws DomainError for a missing scope, and a position that can't be gone on from
 */
export const answerChanges = async (
  request: HttpRequest,
  search: URLSearchParams,
  suffix: string | null,
  options: ChangesOptions,
): Promise<HttpAnswer> => {
  const { context, account, timeZone, lifetime } = options;
  if (request.method === 'OPTIONS') return { status: 204, headers: { allow: methods }, body: null };
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new RestError(405, `${request.method} is not for ${changesPath}; ${methods} are.`, { allow: methods });
  const mediaType = mediaTypeFor(request.headers.get('accept'), suffix);
  refuseUnknown(search);
  const [limit, asked, after] = [limitIn(search), typesIn(search), parameterOf(search, 'after')?.trim()];
  const refusal = await account.charge(limit);
  if (refusal) throw new RestError(429, refusal.message, { 'retry-after': String(refusal.retryAfter) }, 'RATE_LIMITED');
  const position = after ? decodePosition(after) : null;
  const seconds = waitIn(request.headers.get('prefer'));
  const { changes, end } = await readWaiting(() => listChanges(context, position, limit, asked), seconds, asked, options);
  const rows = await changeRows(context, changes);
  await account.settle(limit + lifetime.bytes / bytesOfObject);
  await options.takeTurn();
  const isLines = mediaType === 'application/x-ndjson';
  const body = isLines
    ? writeLines(changeLayout, rows, timeZone, lifetime.mostBytes)
    : writeJson(changeLayout, rows, timeZone, lifetime.mostBytes);
  await account.settle(limit + body.reduce((sum, piece) => sum + piece.length, 0) / bytesOfObject); // a record is written for each of its changes
  const headers = {
    'content-type': isLines ? mediaType : `${mediaType}; charset=utf-8`,
    'x-feed-position': encodePosition(end),
    'cache-control': 'no-store',
    vary: 'Accept',
    ...(seconds > 0 && { 'preference-applied': `wait=${seconds}` }),
  };
  return { status: 200, headers, body };
};
