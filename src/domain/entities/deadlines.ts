// When a run is overdue, as SQL: the one form of these rules, for the fields, the filter and the sweep alike. The clock is the database's.

/** Runs that the expectation looks at, and how few of them tell nothing yet. */
const latest = 50;
const fewest = 10;

/** Of the expected duration, where an integration sets no deadline; seconds at least, as short runs vary more. */
const factor = 3;
const leastSeconds = 60;

/** A run that gave a sign of life isn't overdue before so much time has passed since then. */
const graceAfterHeartbeat = '5 minutes';

/** The last that is a time at both doors. */
const lastMoment = '9999-12-31T23:59:59.999Z';

const expectedDuration = (integrationId: string): string =>
  `(SELECT CASE WHEN count(*) >= ${fewest} THEN percentile_cont(0.95) WITHIN GROUP (ORDER BY ended.seconds) END FROM (
      SELECT extract(epoch FROM past.end_time - past.start_time)::float8 AS seconds FROM integration_runs AS past
      WHERE past.integration_id = ${integrationId} AND past.status = 'SUCCESSFUL' AND past.start_time IS NOT NULL AND past.end_time IS NOT NULL
      ORDER BY past.created_at DESC, past.id DESC LIMIT ${latest}
    ) AS ended)`;

/** Seconds that the integration under the alias usually takes: the 95th percentile of its last 50 successful runs; null under ten. */
export const expectedDurationOf = (integration: string): string => expectedDuration(`${integration}.id`);

/**
 * By when the running run under the alias is expected to end: its start and the deadline of its integration, or else three times what is expected, but at
 * least a minute; not before five minutes after its last sign of life. Null for other runs, and where nothing is known.
 */
export const deadlineOf = (run: string): string =>
  `(SELECT CASE WHEN term.seconds IS NOT NULL AND ${run}.start_time IS NOT NULL
      THEN least(greatest(${run}.start_time + make_interval(secs => term.seconds), ${run}.last_heartbeat_at + interval '${graceAfterHeartbeat}'), '${lastMoment}') END
    FROM (SELECT coalesce(owner.deadline_seconds, CASE WHEN usual.seconds IS NOT NULL THEN greatest(${leastSeconds}, ${factor} * usual.seconds) END) AS seconds
      FROM integrations AS owner CROSS JOIN LATERAL (SELECT CASE WHEN owner.deadline_seconds IS NULL THEN ${expectedDuration('owner.id')} END AS seconds) AS usual
      WHERE owner.id = ${run}.integration_id AND ${run}.status = 'RUNNING') AS term)`;

/** Whether the deadline of the run under the alias has passed. */
export const isOverdue = (run: string): string => `(${run}.status = 'RUNNING' AND coalesce(${deadlineOf(run)} < now(), FALSE))`;
