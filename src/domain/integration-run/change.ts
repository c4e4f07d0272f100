// What a change of a run does beside changing its columns: with a move its status, the times that go with it and its history, and errors that are added.
// Of two racing moves exactly one is made, and the other is told what it met. A move is first tried without a lock (`sql/change-record.ts`).
import { Prisma } from '../../generated/prisma/client.js';
import type { IntegrationRunStatus } from '../../generated/prisma/enums.js';
import { alertForErrors } from '../document-record/alert.js';
import { errorIds, insertDocumentRecords } from '../document-record/insert.js';
import { columnOf } from '../entities/entities.js';
import type { Rows } from '../entities/entity.js';
import type { Terms } from '../rules/terms.js';
import type { DomainContext } from '../rules/viewer.js';
import { changeRecord } from '../sql/change-record.js';
import type { Values } from '../sql/write.js';
import { moment, target as targetOf, uncountedRows, type Way } from '../sql/written-rows.js';
import { type RunAttributes, runColumns } from './attributes.js';
import { type IntegrationRunMove, transitionOf } from './status.js';

const { sql, raw } = Prisma;

export interface Move {
  readonly action: IntegrationRunMove;
  readonly note: string | null;
}

const target = (field: string): Prisma.Sql => targetOf('integrationRun', field);

const statuses = (values: readonly IntegrationRunStatus[]): Prisma.Sql =>
  raw(values.map((value) => `'${value}'::${columnOf('integrationRun', 'status').type}`).join()); // from the table of moves

/** What the times that a move sets and clears are to hold. Neither is ever put on the wrong side of the other. */
const movedTimes = (values: Values, action: IntegrationRunMove): Values => {
  const { sets, reopens } = transitionOf(action);
  const [startTime, endTime] = [values['startTime'] ?? target('startTime'), values['endTime'] ?? target('endTime')];
  if (sets === 'startTime') return { startTime: sql`coalesce(${startTime}, least(${moment}, ${endTime}))` };
  if (sets === 'endTime') return { endTime: sql`coalesce(${endTime}, greatest(${moment}, ${startTime}))` };
  if (reopens && !values['endTime']) return { endTime: sql`CASE WHEN ${target('status')} = 'FAILED' THEN NULL ELSE ${endTime} END` };
  return {};
};

/** The columns that a move touches, each with the value that it gets; `moving` is whether the run makes the move. */
const movedValues = (given: Values, action: IntegrationRunMove, moving: Prisma.Sql): Values => {
  // a repeated move with the time as null, as a client sends it that has read it so, must not take away what the move has set
  const times = Object.entries(movedTimes(given, action)).map(([field, value]) => {
    const repeated = given[field] ? sql`coalesce(${given[field]}, ${target(field)})` : target(field);
    return [field, sql`CASE WHEN ${moving} THEN ${value} ELSE ${repeated} END`];
  });
  const next = statuses([transitionOf(action).to]);
  return { status: sql`CASE WHEN ${moving} THEN ${next} ELSE ${target('status')} END`, ...given, ...Object.fromEntries(times) };
};

/** Whether the run, as it was found, is running. */
export const isRunning = sql`${target('status')} = 'RUNNING'`;

/** What an update of a running run writes as well: that it is alive. */
export const lifeSign = { lastHeartbeatAt: sql`CASE WHEN ${isRunning} THEN ${moment} ELSE ${target('lastHeartbeatAt')} END` };

const added = (owner: Prisma.Sql, hasErrors: boolean) => ({
  parts: hasErrors ? insertDocumentRecords('integrationError', owner) : [],
  ...(hasErrors && { adds: 'added_document', more: errorIds }),
});

/** The same of an update that adds errors alone, and changes nothing of the run itself. */
const lifeSignAlone = uncountedRows('integrationRun', 'alive', { lastHeartbeatAt: moment }, [
  raw('target.is_expected'),
  isRunning,
  raw('NOT EXISTS (SELECT FROM changed)'),
]);

const updating = (hasErrors: boolean): Way => {
  const adding = added(raw('SELECT id, integration_id, moment FROM target WHERE is_expected'), hasErrors);
  if (!hasErrors) return { ...adding, also: lifeSign };
  const more = sql`${errorIds}, (SELECT last_heartbeat_at FROM alive) AS "aliveAt"`;
  return { ...adding, parts: [...adding.parts, lifeSignAlone], more, also: lifeSign };
};

const moving = (action: IntegrationRunMove, hasErrors: boolean): Way => {
  const { from, to } = transitionOf(action);
  const isMoving = sql`${target('status')} IN (${statuses(from)})`;
  return {
    allowed: sql`${target('status')} IN (${statuses([...from, to])})`,
    values: (given) => movedValues(given, action, isMoving),
    isMove: true,
    ...added(sql`SELECT id, integration_id, moment FROM target WHERE is_expected AND ${isMoving}`, hasErrors),
  };
};

/** Of a run that can make the move. */
export const movingUsually = (action: IntegrationRunMove, hasErrors: boolean): Way => {
  const { from, to } = transitionOf(action);
  return {
    allowed: sql`${target('status')} IN (${statuses(from)})`,
    values: (given) => ({ status: statuses([to]), ...given, ...movedTimes(given, action) }),
    isMove: true,
    ...added(raw('SELECT id, integration_id, updated_at AS moment FROM changed'), hasErrors),
  };
};

export interface ChangedRun {
  /** Whether anything was written: a column, or an error that was added. */
  readonly isChanged: boolean;
  /** The run as it is now: changed, or untouched where the move is not allowed or nothing differs. */
  readonly run: Rows['integrationRun'];
}

/**
 * Applies attributes and, if one is given, a move to a run, in one statement; a move that turns out not to be the usual one takes two, of which the
 * first has then changed nothing. A move that the run's status does not allow changes nothing. A move to the status that it has applies the
 * attributes, but neither errors nor times nor history. `version` grows by one when a column changed. Null where there is no such run.
 * @throws VersionConflictError where the run has none of the versions of the terms, before its status is looked at
 * @throws ValidationError when the end time would come before the start time
 */
export const changeRun = async (
  context: DomainContext,
  id: number,
  attributes: RunAttributes,
  move: Move | null,
  terms: Terms,
): Promise<ChangedRun | null> => {
  const errors = attributes.integrationErrors ?? [];
  const hasErrors = errors.length > 0;
  const action = move?.action ?? null;
  const changed = await changeRecord<'integrationRun', { errorIds?: number[] | null; aliveAt?: string | null }>(context, 'integrationRun', {
    by: { id },
    fields: runColumns,
    values: { ...attributes, documents: errors, note: move?.note ?? null },
    key: `${action} ${hasErrors}`,
    way: () => (action ? moving(action, hasErrors) : updating(hasErrors)),
    usual: action && (() => movingUsually(action, hasErrors)),
    terms,
  });
  if (!changed) return null;
  const { isChanged, errorIds: ids, aliveAt, ...run } = changed;
  alertForErrors(context, run, errors, ids ?? []);
  return { isChanged, run: aliveAt == null ? run : { ...run, lastHeartbeatAt: new Date(aliveAt) } };
};
