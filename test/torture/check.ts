// Holds what clients were told against the database, and the database against itself.
import type { Database } from '../../src/db/database.js';
import type { Ledger } from './clients.js';

interface Run {
  readonly id: number;
  readonly version: number;
  readonly status: string;
  readonly froms: readonly (string | null)[];
  readonly tos: readonly string[];
}

const runsWithHistory = `SELECT r.id, r.version, r.status::text AS status, array_agg(t.from_status::text ORDER BY t.id) AS froms, array_agg(t.to_status::text ORDER BY t.id) AS tos
  FROM integration_runs AS r JOIN integration_run_transitions AS t ON t.integration_run_id = r.id WHERE r.id = ANY ($1::int[]) GROUP BY r.id`;

/** What doesn't hold, in sentences; nothing where all does. */
export const findFaults = async (database: Database, ledger: Ledger, runsBefore: number): Promise<string[]> => {
  const faults: string[] = [];
  const ids = [...ledger.created.values()];
  if (new Set(ids).size !== ids.length) faults.push('Two keys were told of one run.');
  const runs = await database.read<Run>({ text: runsWithHistory, values: [ids] });
  const found = new Set(runs.map(({ id }) => id));
  for (const [key, id] of ledger.created) if (!found.has(id)) faults.push(`Run ${id}, acknowledged under ${key}, is not there.`);
  const [count] = await database.read<{ runs: number }>({ text: 'SELECT count(*)::int AS runs FROM integration_runs', values: [] });
  if (count?.runs !== runsBefore + ids.length)
    faults.push(
      `There are ${count?.runs} runs, but ${runsBefore} were there and ${ids.length} were made: something was done twice, or lost.`,
    );
  for (const { id, version, status, froms, tos } of runs) {
    if (version !== tos.length) faults.push(`Run ${id} has version ${version} after ${tos.length} entries of its history.`);
    if (tos.at(-1) !== status) faults.push(`Run ${id} is ${status}, but its history ends with ${tos.at(-1)}.`);
    for (const [index, from] of froms.entries())
      if (from !== (index === 0 ? null : tos[index - 1])) faults.push(`The history of run ${id} is broken at entry ${index}.`);
  }
  const noted = await database.read<{ note: string; count: number }>({
    text: 'SELECT note, count(*)::int AS count FROM integration_run_transitions WHERE note IS NOT NULL AND integration_run_id = ANY ($1::int[]) GROUP BY note',
    values: [ids],
  });
  const counts = new Map(noted.map(({ note, count }) => [note, count]));
  for (const [key, times] of counts) if (times > 1) faults.push(`The move under ${key} was made ${times} times.`);
  for (const key of ledger.moved)
    if (!counts.has(key)) faults.push(`The move under ${key}, which was acknowledged, is not in the history.`);
  return faults;
};
