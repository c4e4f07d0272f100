// The one statement that changes a run: its attributes, and with a move its status. It locks the row, decides by what it then finds, and
// writes the run, its history and its errors together, so that of two racing moves exactly one is made and the other is told what it met.
import { Prisma } from '../../generated/prisma/client.js';
import type { IntegrationRunStatus } from '../../generated/prisma/enums.js';
import { explainViolations } from '../constraints.js';
import { insertErrors } from '../integration-error/insert.js';
import { parameter } from '../read/conditions.js';
import { columnOf, type Rows } from '../read/entities.js';
import { columnsOf } from '../read/statement.js';
import type { DomainContext } from '../viewer.js';
import { named, now, written } from '../write.js';
import { type RunAttributes, runColumns } from './attributes.js';
import { type IntegrationRunAction, transitionOf } from './status.js';

const { sql, raw, join } = Prisma;

export interface Move {
  readonly action: IntegrationRunAction;
  readonly note: string | null;
}

type Values = Record<(typeof runColumns)[number], Prisma.Sql>;

/** What each column is to hold: the value given, or the one that it has. */
const valuesOf = (attributes: RunAttributes): Values => {
  const nextValue = (field: (typeof runColumns)[number]) =>
    attributes[field] === undefined ? sql`target.${named('integrationRun', field)}` : written('integrationRun', field, attributes[field]);
  return Object.fromEntries(runColumns.map((field) => [field, nextValue(field)])) as Values; // a key for every column
};

/** The times that a move sets, where the client has not set them, and clears. Neither is ever put on the wrong side of the other. */
const moveTimes = (values: Values, action: IntegrationRunAction, attributes: RunAttributes): Partial<Values> => {
  const { sets, reopens } = transitionOf(action);
  if (sets === 'startTime') return { startTime: sql`coalesce(${values.startTime}, least(at.moment, ${values.endTime}))` };
  if (sets === 'endTime') return { endTime: sql`coalesce(${values.endTime}, greatest(at.moment, ${values.startTime}))` };
  if (reopens && attributes.endTime === undefined)
    return { endTime: sql`CASE WHEN target.status = 'FAILED' THEN NULL ELSE ${values.endTime} END` };
  return {};
};

const status = (value: IntegrationRunStatus) => parameter(columnOf('integrationRun', 'status'), value);

export interface ChangedRun {
  /** The status that the run had when it was locked. */
  readonly previousStatus: IntegrationRunStatus;
  /** The run as it is now: changed, or untouched where the move is not allowed or nothing differs. */
  readonly run: Rows['integrationRun'];
}

/**
 * Applies attributes and, if one is given, a move to a run, in one statement. A move that the run's status does not allow changes nothing. A
 * move to the status that it has applies the attributes, but neither errors nor times nor history. `version` grows by one when a column
 * changed. Null where there is no such run.
 * @throws ValidationError when the end time would come before the start time
 */
export const changeRun = async (
  context: DomainContext,
  id: number,
  attributes: RunAttributes,
  move: Move | null,
): Promise<ChangedRun | null> => {
  const { actorId } = context.viewer;
  const values = valuesOf(attributes);
  const transition = move && transitionOf(move.action);
  const moving = transition ? sql`target.status IN (${join(transition.from.map(status))})` : sql`FALSE`;
  const allowed = transition ? sql`(${moving} OR target.status = ${status(transition.to)})` : sql`TRUE`;
  const moved = move ? moveTimes(values, move.action, attributes) : {};
  const next = {
    status: transition ? sql`CASE WHEN ${moving} THEN ${status(transition.to)} ELSE target.status END` : sql`target.status`,
    ...values,
  };
  for (const [field, value] of Object.entries(moved)) {
    // a repeated move with the time as null, as a client sends it that has read it so, must not take away what the move has set
    const repeated = sql`coalesce(${values[field as keyof Values]}, target.${named('integrationRun', field)})`;
    Object.assign(next, { [field]: sql`CASE WHEN ${moving} THEN ${value} ELSE ${repeated} END` });
  }

  const fields = Object.entries(next).map(([field, value]) => ({
    column: named('integrationRun', field),
    value,
    json: columnOf('integrationRun', field).kind === 'json',
  }));
  const comparable = (row: string) => join(fields.map(({ column, json }) => sql`${raw(row)}.${column}${raw(json ? '::text' : '')}`)); // JSON has no equality of its own

  const [row] = await explainViolations(
    context.database.query<Rows['integrationRun'] & { previousStatus: IntegrationRunStatus }>(sql`
      WITH target AS MATERIALIZED (SELECT * FROM integration_runs WHERE id = ${id}::bigint FOR UPDATE),
      at AS MATERIALIZED (SELECT greatest(${now}, target.updated_at) AS moment FROM target),
      next AS MATERIALIZED (SELECT target.id, ${join(fields.map(({ column, value }) => sql`${value} AS ${column}`))} FROM target, at WHERE ${allowed}),
      changed AS (
        UPDATE integration_runs AS run
        SET ${join(fields.map(({ column }) => sql`${column} = next.${column}`))}, version = run.version + 1, updated_at = at.moment, updated_by_id = ${actorId}::int
        FROM next, target, at
        WHERE run.id = next.id AND (${comparable('next')}) IS DISTINCT FROM (${comparable('target')})
        RETURNING run.*
      ),
      history AS (
        INSERT INTO integration_run_transitions (integration_run_id, from_status, to_status, at, actor_id, source, note)
        SELECT changed.id, target.status, changed.status, at.moment, ${actorId}::int, ${context.source}::transition_source, ${move?.note ?? null}::text
        FROM changed, target, at WHERE changed.status <> target.status
      ),
      ${insertErrors(sql`SELECT target.id, target.integration_id, at.moment FROM target, at WHERE ${move ? moving : sql`TRUE`}`, attributes.integrationErrors ?? [], actorId)}
      SELECT target.status AS "previousStatus", ${columnsOf('integrationRun', raw('changed'))} FROM changed, target
      UNION ALL
      SELECT target.status, ${columnsOf('integrationRun', raw('target'))} FROM target WHERE NOT EXISTS (SELECT FROM changed)`),
  );
  if (!row) return null;
  const { previousStatus, ...run } = row;
  return { previousStatus, run };
};
