// The REST door: finds the route, reads the body, and writes the answer or the refusal in the format that the client wants.
import { afterChange } from '../db/unavailable.js';
import type { Live } from '../domain/feed/live.js';
import { defaultMostCost } from '../domain/read/cost.js';
import { NotFoundError } from '../domain/rules/errors.js';
import type { DomainContext } from '../domain/rules/viewer.js';
import type { HttpAnswer, HttpRequest } from '../http/request.js';
import { shown } from '../lib/shown.js';
import type { RequestContext } from '../request/request-context.js';
import { noteOperation } from '../request/request-notes.js';
import { answerChanges, changesPath } from './changes/answer.js';
import { chargeFor } from './cost.js';
import { equivalentHeaders } from './equivalent/headers.js';
import { failureOf, RestError } from './errors.js';
import { type Body, unwrap } from './request/elements.js';
import { type AnswerFormat, announcedFormat, answerFormat, splitSuffix } from './request/formats.js';
import { readKey, replayedHeaders } from './request/idempotency-key.js';
import { readPreconditions, underPreconditions, versionsOf } from './request/preconditions.js';
import { isBlank, readSentBody } from './request/read-body.js';
import { deprecationHeaders, type RestDeprecation } from './response/deprecation.js';
import { layouts } from './response/layout.js';
import { loadRepresentation } from './response/load.js';
import { readProjection } from './response/projection.js';
import { pageHeaders, respond, respondFailure, writeRows } from './response/write.js';
import { allowedMethods, findRoute, type Match } from './routes.js';
import type { RestUsage } from './usage.js';

export interface RestOptions {
  /** The zone that times are written in. */
  readonly timeZone: string;
  /** What a request may cost, in objects. */
  readonly mostCost?: number;
  /** Whether a query that nothing matches is 404 in XML, as the original has it, or an empty list. */
  readonly emptyXmlIsNotFound: boolean;
  readonly deprecation: RestDeprecation;
  readonly usage: RestUsage;
  /** Values that a body may have: objects, lists and leaves. */
  readonly mostValues: number;
  /** Tells of changes as they come; unless it is given, nobody does. */
  readonly live?: Live | null;
}

/** @throws NotFoundError for a segment that is no number, in the words of one that is */
const numberOf = ({ route, id }: Match): number => {
  if (id === '' || /^\d{1,15}$/.test(id)) return Number(id);
  throw new NotFoundError(`There is no ${route.resource.name.replaceAll('-', ' ')} with the id ${shown(id)}.`);
};

/** The REST door. Errors that nobody foresaw are thrown on, for the app to hide. */
export const createRestDoor = ({
  timeZone,
  mostCost = defaultMostCost,
  emptyXmlIsNotFound,
  deprecation,
  usage,
  mostValues,
  live = null,
}: RestOptions) => {
  const signals = deprecationHeaders(deprecation);
  return async (request: HttpRequest, url: URL, bytes: Uint8Array, received: RequestContext): Promise<HttpAnswer> => {
    const { database, viewer, logger, requestId, notes, account, lifetime, stay, takeTurn } = received;
    const { path, suffix } = splitSuffix(url.pathname);
    const accept = request.headers.get('accept');
    let resource = 'base';
    let format: AnswerFormat = { format: 'json', mediaType: 'application/json' }; // for a refusal before the client's format is known
    const count = (operation: string): void => {
      noteOperation(notes, operation);
      usage.count({ actorId: viewer.actorId, userAgent: request.headers.get('user-agent') }, operation);
    };
    try {
      if (path === changesPath) {
        count(`${request.method} ${changesPath}`);
        const context: DomainContext = { database, viewer, source: 'REST', logger, requestId };
        const answer = await answerChanges(request, url.searchParams, suffix, { ...received, context, live, timeZone });
        return { ...answer, headers: { ...signals, ...answer.headers } };
      }
      format = answerFormat(accept, suffix, isBlank(bytes) ? null : announcedFormat(request.headers.get('content-type')));
      if (request.method === 'OPTIONS') return { status: 204, headers: { ...signals, allow: allowedMethods(path) }, body: null };
      const match = findRoute(request.method, path);
      const { route } = match;
      count(`${request.method} /api/${route.path}`);
      resource = route.resource.name.replaceAll('-', '_');
      const sent = readSentBody(request.headers.get('content-type'), bytes, mostValues);
      format = answerFormat(accept, suffix, sent.format);
      const whole = route.shows?.layout(url.searchParams) ?? layouts[route.resource.entity];
      const { isEmpty, layout } = readProjection(url.searchParams, route.method === 'GET', whole);
      const body: Body = unwrap(route.resource, sent.value, sent.format === 'xml');
      const id = numberOf(match);
      const idempotency = readKey(request, route, id);
      const context: DomainContext = { database, viewer, source: 'REST', precision: 'second', logger, requestId, idempotency };
      const preconditions = readPreconditions(request);
      const terms = { versions: versionsOf(preconditions) };
      const handle = () => route.handle({ context, id, search: url.searchParams, body, terms, stay, live });
      const { status, representation } = await (route.method === 'GET'
        ? handle()
        : underPreconditions(context, route, id, preconditions, handle));
      const replayed = idempotency?.isReplayed ? replayedHeaders : {};
      notes.isReplayed = idempotency?.isReplayed;
      if (isEmpty) return respond(request, status, format, [], { ...signals, ...replayed });
      const settle = await chargeFor(account, representation, mostCost);
      const show = async () => {
        const { rows, page, headers, version } = await loadRepresentation(context, representation, layout);
        await settle(lifetime.bytes);
        await takeTurn();
        if (page?.total === 0 && format.format === 'xml' && emptyXmlIsNotFound) throw new RestError(404, 'Nothing matches the query.');
        const text = writeRows(format, route.shows?.root ?? route.resource, layout, rows, timeZone, lifetime.mostBytes);
        return { text, version, headers: { ...headers, ...(page && pageHeaders(url, page)) } };
      };
      const { text, version, headers } = await ('isWritten' in representation ? afterChange(show()) : show());
      const equivalent = await equivalentHeaders(request, context, representation, layout);
      return respond(request, status, format, text, { ...signals, ...replayed, ...headers, ...equivalent }, version);
    } catch (error) {
      const failure = failureOf(error, resource);
      if (!failure) throw error;
      return respondFailure(format, { ...failure, headers: { ...signals, ...failure.headers } });
    }
  };
};
