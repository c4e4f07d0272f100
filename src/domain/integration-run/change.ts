// The one statement that changes a run: its attributes, and with a move its status. It locks the row, decides by what it then finds, and
// writes the run, its history and its errors together, so that of two racing moves exactly one is made and the other is told what it met.
// A move is first tried without the lock.
import type { SqlStatement, Texts } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { IntegrationRunStatus } from '../../generated/prisma/enums.js';
import { explainViolations } from '../constraints.js';
import { insertErrors } from '../integration-error/insert.js';
import { columnOf, type Rows } from '../read/entities.js';
import { columnsOf } from '../read/statement.js';
import type { DomainContext } from '../viewer.js';
import { asJson, keepStatements, named, now, reviver, valueNamed, written } from '../write.js';
import { type RunAttributes, runColumns } from './attributes.js';
import { type IntegrationRunAction, transitionOf } from './status.js';

const { sql, raw, join, empty } = Prisma;

export interface Move {
  readonly action: IntegrationRunAction;
  readonly note: string | null;
}

/** The row as it was locked, and the moment of the change, which no change before it comes after. */
const target = (field: string): Prisma.Sql => raw(`target.${columnOf('integrationRun', field).sql}`);
const moment = raw('target.moment');

const statuses = (values: readonly IntegrationRunStatus[]): Prisma.Sql =>
  raw(values.map((value) => `'${value}'::${columnOf('integrationRun', 'status').type}`).join()); // from the table of moves

type Values = Readonly<Partial<Record<string, Prisma.Sql>>>;

/** The columns that are given, with what they are to hold. */
const givenValues = (given: readonly string[]): Values =>
  Object.fromEntries(given.map((field) => [field, written('integrationRun', field, valueNamed(field))]));

/** What the times that a move sets and clears are to hold. Neither is ever put on the wrong side of the other. */
const movedTimes = (values: Values, action: IntegrationRunAction): Values => {
  const { sets, reopens } = transitionOf(action);
  const [startTime, endTime] = [values['startTime'] ?? target('startTime'), values['endTime'] ?? target('endTime')];
  if (sets === 'startTime') return { startTime: sql`coalesce(${startTime}, least(${moment}, ${endTime}))` };
  if (sets === 'endTime') return { endTime: sql`coalesce(${endTime}, greatest(${moment}, ${startTime}))` };
  if (reopens && !values['endTime']) return { endTime: sql`CASE WHEN ${target('status')} = 'FAILED' THEN NULL ELSE ${endTime} END` };
  return {};
};

/** The columns that the change touches, each with the value that it gets; `moving` is whether the run makes the move. */
const touchedValues = (given: readonly string[], action: IntegrationRunAction | null, moving: Prisma.Sql): Values => {
  const values = givenValues(given);
  if (!action) return values;
  // a repeated move with the time as null, as a client sends it that has read it so, must not take away what the move has set
  const times = Object.entries(movedTimes(values, action)).map(([field, value]) => {
    const repeated = values[field] ? sql`coalesce(${values[field]}, ${target(field)})` : target(field);
    return [field, sql`CASE WHEN ${moving} THEN ${value} ELSE ${repeated} END`];
  });
  const next = statuses([transitionOf(action).to]);
  return { status: sql`CASE WHEN ${moving} THEN ${next} ELSE ${target('status')} END`, ...values, ...Object.fromEntries(times) };
};

const entriesOf = (values: Values) => Object.entries(values) as [string, Prisma.Sql][]; // none is undefined

/** The update that counts as one change of the run. */
const update = (values: Values): Prisma.Sql => {
  const assignments = entriesOf(values).map(([field, value]) => sql`${named('integrationRun', field)} = ${value}, `);
  return sql`
      UPDATE integration_runs AS run
      SET ${join(assignments, '')}version = run.version + 1, updated_at = ${moment}, updated_by_id = ${valueNamed('actorId')}::int`;
};

/** What is answered of a run that has changed. */
const changedRun = sql`SELECT previous_status AS "previousStatus", ${columnsOf('integrationRun', raw('changed'))} FROM changed`;

/** JSON has no equality of its own. */
const comparable = (field: string, value: Prisma.Sql): Prisma.Sql =>
  columnOf('integrationRun', field).kind === 'json' ? sql`(${value})::text` : value;

/** The expression that records the change of a status. */
const history = sql`,
    history AS (
      INSERT INTO integration_run_transitions (integration_run_id, from_status, to_status, at, actor_id, source, note)
      SELECT id, previous_status, status, updated_at, ${valueNamed('actorId')}::int, ${valueNamed('source')}::transition_source, ${valueNamed('note')}::text
      FROM changed WHERE status <> previous_status
    )`;

const makeStatement = (given: readonly string[], action: IntegrationRunAction | null, hasErrors: boolean): Prisma.Sql => {
  const transition = action && transitionOf(action);
  const moving = transition ? sql`${target('status')} IN (${statuses(transition.from)})` : sql`FALSE`;
  const allowed = transition ? sql`${target('status')} IN (${statuses([...transition.from, transition.to])})` : sql`TRUE`;

  const touched = touchedValues(given, action, moving);
  // PostgreSQL checks the row that it has found, and only then sees that it isn't the one that is locked: what is checked together must be of one row
  const times = { startTime: target('startTime'), endTime: target('endTime') };
  const differences = entriesOf(touched).map(
    ([field, value]) => sql`${comparable(field, value)} IS DISTINCT FROM ${comparable(field, target(field))}`,
  );
  const differs = differences.length === 0 ? sql`FALSE` : sql`(${join(differences, ' OR ')})`;
  const owner = sql`SELECT id, integration_id, moment FROM target ${action ? sql`WHERE ${moving}` : empty}`;
  return sql`
    WITH target AS MATERIALIZED (
      SELECT locked.*, greatest(${now}, locked.updated_at) AS moment
      FROM (SELECT * FROM integration_runs WHERE id = ${valueNamed('id')}::bigint FOR UPDATE) AS locked
    ),
    changed AS (${update({ ...times, ...touched })}
      FROM target
      WHERE run.id = target.id AND ${allowed} AND ${differs}
      RETURNING run.*, target.status AS previous_status
    )
    ${action ? history : empty}
    ${hasErrors ? sql`, ${insertErrors(owner)}` : empty}
    ${asJson(sql`
      ${changedRun}
      UNION ALL
      SELECT target.status, ${columnsOf('integrationRun', raw('target'))} FROM target WHERE NOT EXISTS (SELECT FROM changed)`)}`;
};

/**
 * The same for a run that can make the move and that nobody else changes meanwhile, as most moves go. It takes no lock beforehand, which spares a
 * tenth of the work; in all other cases it changes nothing and gives no row.
 */
const makeUsualStatement = (given: readonly string[], action: IntegrationRunAction, hasErrors: boolean): Prisma.Sql => {
  const { from, to } = transitionOf(action);
  const values = givenValues(given);
  const set = { status: statuses([to]), ...values, ...movedTimes(values, action) };
  return sql`
    WITH changed AS (${update(set)}
      FROM (SELECT *, greatest(${now}, updated_at) AS moment FROM integration_runs WHERE id = ${valueNamed('id')}::bigint) AS target
      WHERE run.id = target.id AND run.version = target.version AND ${target('status')} IN (${statuses(from)})
      RETURNING run.*, target.status AS previous_status
    )
    ${history}
    ${hasErrors ? sql`, ${insertErrors(raw('SELECT id, integration_id, updated_at AS moment FROM changed'))}` : empty}
    ${asJson(changedRun)}`;
};

const keep = keepStatements();
const revive = reviver('integrationRun');

export interface ChangedRun {
  /** The status that the run had when it was locked. */
  readonly previousStatus: IntegrationRunStatus;
  /** The run as it is now: changed, or untouched where the move is not allowed or nothing differs. */
  readonly run: Rows['integrationRun'];
}

/**
 * Applies attributes and, if one is given, a move to a run, in one statement; a move that turns out not to be the usual one takes two, of which the
 * first has then changed nothing. A move that the run's status does not allow changes nothing. A move to the status that it has applies the
 * attributes, but neither errors nor times nor history. `version` grows by one when a column changed. Null where there is no such run.
 * @throws ValidationError when the end time would come before the start time
 */
export const changeRun = async (
  context: DomainContext,
  id: number,
  attributes: RunAttributes,
  move: Move | null,
): Promise<ChangedRun | null> => {
  const action = move?.action ?? null;
  const given = runColumns.filter((field) => attributes[field] !== undefined);
  const errors = attributes.integrationErrors ?? [];
  const values = { ...attributes, id, errors, note: move?.note ?? null, actorId: context.viewer.actorId, source: context.source };
  const kind = `${action} ${given} ${errors.length > 0}`;
  const write = async (statement: (slots: typeof values) => SqlStatement): Promise<Texts | undefined> =>
    (await explainViolations(context.database.writeTexts(statement(values))))[0];
  const usual = action && keep(`usual ${kind}`, () => makeUsualStatement(given, action, errors.length > 0));
  const answer = (usual && (await write(usual))) ?? (await write(keep(kind, () => makeStatement(given, action, errors.length > 0))));
  if (!answer) return null;
  const { previousStatus, ...run } = revive<{ previousStatus: IntegrationRunStatus }>(answer);
  return { previousStatus, run };
};
