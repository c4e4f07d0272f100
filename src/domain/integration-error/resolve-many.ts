// Declares many errors dealt with, or open again, at once: each that changes has its version as if it were changed alone.
import { Prisma } from '../../generated/prisma/client.js';
import type { DomainContext } from '../rules/viewer.js';
import { authorizeMany, changeMany, type Many, type Taken } from '../sql/select-many.js';
import { changedRows, differences } from '../sql/written-rows.js';

const { raw } = Prisma;

/** What became of one of the errors. */
export interface ErrorOutcome {
  readonly id: number;
  readonly isChanged: boolean;
}

const changed = (isResolved: boolean): readonly Prisma.Sql[] => {
  const set = { isResolved: raw(isResolved ? 'TRUE' : 'FALSE') };
  return changedRows('integrationError', {}, set, raw('target'), differences('integrationError', set));
};

/**
 * Declares all errors that are taken dealt with, or open again, in one statement: all of them or none. Those that already are stay as they are. In a dry run
 * the same is told and nothing written.
 * @throws ForbiddenError without `core.integration.write`, `core.integration.read`, or the scope of something that the selection looks at
 * @throws ValidationError for too many ids, or a limit out of bounds
 */
export const setIntegrationErrorsResolved = async (
  context: DomainContext,
  many: Many,
  isResolved: boolean,
): Promise<Taken<ErrorOutcome>> => {
  authorizeMany(context, 'integrationError', many, 'errors');
  const row = raw('json_build_array(target.id, target.is_resolved)');
  const taken = await changeMany<readonly [number, boolean]>(context, 'integrationError', many, {
    written: changed(isResolved),
    writes: 'changed',
    row,
  });
  return { ...taken, rows: taken.rows.map(([id, was]) => ({ id, isChanged: was !== isResolved })) };
};
