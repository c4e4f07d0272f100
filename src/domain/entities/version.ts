// The version of a record as a condition: a client that has read it changes it only while it is as it was.
import { NotFoundError, VersionConflictError } from '../rules/errors.js';
import { alsoAllowed, authorize, type DomainContext } from '../rules/viewer.js';
import { joinWords } from '../rules/wording.js';
import { type ByOf, find, nameOf, notFoundMessage } from './by.js';
import { entityOf } from './entities.js';
import type { Rows } from './entity.js';
import { type RecordName, records } from './records.js';

const versionIn = <Name extends RecordName>(entity: Name, record: Rows[Name]): number =>
  (record as unknown as Readonly<Record<string, number>>)[records[entity].version] ?? 0; // each has its own

/** @throws VersionConflictError where the record has none of the versions */
export const refuseOtherVersion = <Name extends RecordName>(entity: Name, record: Rows[Name], versions: readonly number[]): void => {
  const version = versionIn(entity, record);
  if (versions.includes(version)) return;
  const expected = versions.length === 0 ? 'which none of the tags that were given is of' : `not ${joinWords(versions.map(String), 'or')}`;
  const message = `${nameOf(entity, record.id)} has version ${version}, ${expected}: it was changed meanwhile. Read it again, and decide by what it is now.`;
  throw new VersionConflictError(message, versions[0] ?? 0, version);
};

/** @throws ForbiddenError without the scope to write it */
const findToWrite = <Name extends RecordName>(context: DomainContext, entity: Name, by: ByOf[Name]): Promise<Rows[Name] | null> => {
  authorize(context, records[entity].writeScope);
  return find(alsoAllowed(context, entityOf(entity).scope), entity, by);
};

/**
 * The version that the record has, for those who may change it; null where there is none.
 * @throws ForbiddenError without the scope to write it
 */
export const currentVersion = async <Name extends RecordName>(
  context: DomainContext,
  entity: Name,
  by: ByOf[Name],
): Promise<number | null> => {
  const record = await findToWrite(context, entity, by);
  return record && versionIn(entity, record);
};

/**
 * Looks at the version before anything else is, for those who may change the record.
 * @throws ForbiddenError without the scope to write it
 * @throws NotFoundError when there is no such record
 * @throws VersionConflictError where it has none of the versions
 */
export const expectVersion = async <Name extends RecordName>(
  context: DomainContext,
  entity: Name,
  by: ByOf[Name],
  versions: readonly number[],
): Promise<void> => {
  const record = await findToWrite(context, entity, by);
  if (!record) throw new NotFoundError(notFoundMessage(entity, by));
  refuseOtherVersion(entity, record, versions);
};
