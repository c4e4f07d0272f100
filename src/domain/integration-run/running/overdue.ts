// Fails the runs that are overdue, where operators have chosen that (`OVERDUE_RUNS=fail`): background work, done by one of all replicas.
import type { Database } from '../../../db/database.js';
import { Prisma } from '../../../generated/prisma/client.js';
import { deadlineOf } from '../../entities/deadlines.js';
import { type DomainContext, type Journal, scopes } from '../../rules/viewer.js';
import { changeMany, type Many } from '../../sql/select-many.js';
import { movedRows } from '../move-many.js';

const { sql, raw } = Prisma;

/** Runs of a batch: some milliseconds of work. */
const batchSize = 200;

const many: Many = { selection: { where: { field: 'isOverdue', operator: 'equals', value: true } }, limit: batchSize, isDryRun: false };

/** What stands in the history: nobody has said anything, but the deadline has. */
const note = sql`'Overdue: it was to end by ' || to_char(deadline AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '.'`;

/**
 * Fails a batch of them, in one statement, each with its version and its history, and gives whether there may be more. Whether a run is overdue is looked at
 * again once it is locked: one that has given a sign of life or ended meanwhile stays as it is. `fence`: what has to hold for anything to be changed.
 */
export const failOverdueRuns = async (database: Database, logger: Journal, fence: Prisma.Sql): Promise<boolean> => {
  const viewer = { credential: 'system', actorId: null, scopes: new Set(scopes) };
  const context: DomainContext = { database, viewer, source: 'SYSTEM', logger, requestId: null };
  const { rows, hasMore } = await changeMany<number>(context, 'integrationRun', many, {
    written: movedRows('FAIL', { condition: fence, note, returning: raw(`${deadlineOf('target')} AS deadline`) }),
    writes: 'changed',
    row: raw('changed.id'),
    joined: raw('JOIN changed ON changed.id = target.id'),
  });
  if (rows.length > 0) logger.warn({ integrationRunIds: rows }, 'Overdue runs have failed');
  return hasMore;
};
