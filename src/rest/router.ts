// The REST door: finds the route, reads the body, and writes the answer or the refusal in the format that the client wants.
import type { Database } from '../db/database.js';
import { NotFoundError } from '../domain/errors.js';
import type { DomainContext, Viewer } from '../domain/viewer.js';
import type { HttpAnswer, HttpRequest } from '../http.js';
import type { Logger } from '../logger.js';
import { deprecationHeaders, type RestDeprecation } from './deprecation.js';
import { equivalentHeaders } from './equivalent/headers.js';
import { failureOf, RestError } from './errors.js';
import { type AnswerFormat, announcedFormat, answerFormat, splitSuffix } from './formats.js';
import { readProjection } from './projection.js';
import { readSentBody } from './read-body.js';
import { readShown } from './read-shown.js';
import { allowedMethods, findRoute, type Match } from './routes.js';
import type { RestUsage } from './usage.js';
import { layouts } from './wire/layout.js';
import { type Body, unwrap } from './wire/read-body.js';
import { pageHeaders, respond, respondFailure, writeRows } from './write-answer.js';

export interface RestOptions {
  /** The zone that times are written in. */
  readonly timeZone: string;
  /** Whether a query that nothing matches is 404 in XML, as the original has it, or an empty list. */
  readonly emptyXmlIsNotFound: boolean;
  readonly deprecation: RestDeprecation;
  readonly usage: RestUsage;
}

export interface RestRequestContext {
  readonly database: Database;
  readonly viewer: Viewer;
  readonly logger: Logger;
}

/** @throws NotFoundError for a segment that is no number, in the words of one that is */
const numberOf = ({ route, id }: Match): number => {
  if (id === '' || /^\d{1,15}$/.test(id)) return Number(id);
  throw new NotFoundError(`There is no ${route.resource.name.replaceAll('-', ' ')} with the id ${JSON.stringify(id)}.`);
};

/** The REST door. Errors that nobody foresaw are thrown on, for the app to hide. */
export const createRestDoor = ({ timeZone, emptyXmlIsNotFound, deprecation, usage }: RestOptions) => {
  const signals = deprecationHeaders(deprecation);
  return async (
    request: HttpRequest,
    url: URL,
    bytes: Uint8Array,
    { database, viewer, logger }: RestRequestContext,
  ): Promise<HttpAnswer> => {
    const context: DomainContext = { database, viewer, source: 'REST' };
    const { path, suffix } = splitSuffix(url.pathname);
    const accept = request.headers.get('accept');
    let resource = 'base';
    let format: AnswerFormat = { format: 'json', mediaType: 'application/json' }; // for a refusal before the client's format is known
    try {
      format = answerFormat(accept, suffix, announcedFormat(request.headers.get('content-type')));
      if (request.method === 'OPTIONS') return { status: 204, headers: { ...signals, allow: allowedMethods(path) }, body: null };
      const match = findRoute(request.method, path);
      const { route } = match;
      usage.count({ actorId: viewer.actorId, userAgent: request.headers.get('user-agent') }, `${request.method} /api/${route.path}`);
      resource = route.resource.name.replaceAll('-', '_');
      const sent = readSentBody(request.headers.get('content-type'), bytes);
      format = answerFormat(accept, suffix, sent.format);
      const projection = readProjection(url.searchParams, route.method === 'GET');
      const body: Body = unwrap(route.resource, sent.value, sent.format === 'xml');
      const { status, shows } = await route.handle({ context, logger, id: numberOf(match), search: url.searchParams, body });
      if (projection.isEmpty) return respond(request, status, format, [], signals);
      const layout = projection.cut(layouts[shows.entity]);
      const { rows, page } = await readShown(context, shows, layout);
      if (page?.total === 0 && format.format === 'xml' && emptyXmlIsNotFound) throw new RestError(404, 'Nothing matches the query.');
      const text = writeRows(format, route.resource, layout, rows, timeZone);
      const equivalent = await equivalentHeaders(request, context, shows, layout);
      return respond(request, status, format, text, { ...signals, ...(page ? pageHeaders(url, page) : {}), ...equivalent });
    } catch (error) {
      const failure = failureOf(error, resource);
      if (!failure) throw error;
      return respondFailure(format, { ...failure, headers: { ...signals, ...failure.headers } });
    }
  };
};
