// Preconditions of a write, as RFC 9110 has them. One record's `ETag` begins with its version, which alone is compared: neither the format nor the
// elements of the answer that the tag came with matter.
import { currentVersion, expectVersion } from '../../domain/entities/version.js';
import { BadInputError, ValidationError } from '../../domain/rules/errors.js';
import type { DomainContext } from '../../domain/rules/viewer.js';
import type { HttpRequest } from '../../http/request.js';
import { RestError } from '../errors.js';
import type { Route } from '../route.js';

type Versions = readonly number[] | '*';

export interface Preconditions {
  /** `If-Match`: the record has one of these. */
  readonly among: Versions | null;
  /** `If-None-Match`: it has none of these. */
  readonly except: Versions | null;
}

/** The versions in a list of entity tags. A tag that isn't one of ours is of no version. */
const versionsIn = (list: string, areWeakTaken: boolean): Versions =>
  list.trim() === '*'
    ? '*'
    : [...list.matchAll(/(W\/)?"(?:(\d{1,10})-)?[^"]*"/g)].flatMap(([, weak, version]) =>
        version === undefined || (weak !== undefined && !areWeakTaken) ? [] : [Number(version)],
      );

/** What the request says. Weak tags never match in `If-Match`, and do in `If-None-Match`. */
export const readPreconditions = ({ headers }: HttpRequest): Preconditions => {
  const [match, noneMatch] = [headers.get('if-match'), headers.get('if-none-match')];
  return {
    among: match === null ? null : versionsIn(match, false),
    except: noneMatch === null ? null : versionsIn(noneMatch, true),
  };
};

/** The versions of which the record must have one, for the write's own statement; null where any will do. */
export const versionsOf = ({ among }: Preconditions): readonly number[] | null => (among === '*' ? null : among);

const preconditionFailed = (message: string): RestError => new RestError(412, message, {}, 'PRECONDITION_FAILED');

/**
 * Does the work of a route that writes, unless the record isn't as the client expects. The write's own statement compares the versions; whatever the body
 * is refused for is told only where they hold.
 * @throws RestError 412
 */
export const underPreconditions = async <Result>(
  context: DomainContext,
  { path, resource: { entity } }: Route,
  id: number,
  { among, except }: Preconditions,
  work: () => Promise<Result>,
): Promise<Result> => {
  if (!path.includes(':id')) {
    if (among !== null) throw preconditionFailed('What is created has no version yet that could match. Leave out If-Match.');
    return work();
  }
  if (except !== null) {
    const version = await currentVersion(context, entity, { id });
    if (version !== null && (except === '*' || except.includes(version)))
      throw preconditionFailed(
        `If-None-Match asks for the record not to be as it is: it is there, with version ${version}. Send If-Match to change it.`,
      );
  }
  try {
    return await work();
  } catch (error) {
    const isOfBody = error instanceof ValidationError || error instanceof BadInputError;
    if (isOfBody && among !== null && among !== '*') await expectVersion(context, entity, { id }, among);
    throw error;
  }
};
