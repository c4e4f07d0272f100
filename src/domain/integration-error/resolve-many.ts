// Declares many errors dealt with, or open again, at once: each that changes has its version as if it were changed alone.
import { Prisma } from '../../generated/prisma/client.js';
import type { DomainContext } from '../rules/viewer.js';
import { authorizeMany, type Many, runMany, type Taken, target } from '../sql/select-many.js';
import { actorId } from '../sql/write.js';

const { sql, raw } = Prisma;

/** What became of one of the errors. */
export interface ErrorOutcome {
  readonly id: number;
  readonly isChanged: boolean;
}

const changed = (isResolved: boolean): Prisma.Sql => sql`,
    changed AS (
      UPDATE integration_errors AS record
      SET is_resolved = ${isResolved}, version = record.version + 1, updated_at = target.moment, updated_by_id = ${actorId}
      FROM target WHERE record.id = target.id AND target.is_resolved <> ${isResolved}
      RETURNING record.*
    )`;

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
  const expressions = sql`${target('integrationError', many)}${many.isDryRun ? raw('') : changed(isResolved)}`;
  const row = raw('json_build_array(target.id, target.is_resolved)');
  const taken = await runMany<readonly [number, boolean]>(context, 'integrationError', many, expressions, { row }, {});
  return { ...taken, rows: taken.rows.map(([id, was]) => ({ id, isChanged: was !== isResolved })) };
};
