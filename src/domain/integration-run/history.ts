// The history of a run: an entry for its creation and for each change of its status, in the statement that makes it.
import { Prisma } from '../../generated/prisma/client.js';
import { actorId, source, valueNamed } from '../sql/write.js';
import type { Belongings } from '../sql/written-rows.js';

const { sql, raw } = Prisma;

/** The placeholder `note`, which nobody has to give. */
const givenNote = sql`${valueNamed('note')}`;

/** Of rows that have moved, `previous_status` tells what their status was. */
export const historyOf: Belongings = ({ rows, how, note = givenNote }) => {
  if (how === 'updated') return [];
  const [from, condition] = how === 'moved' ? ['previous_status', 'WHERE status <> previous_status'] : ['NULL', ''];
  return [
    sql`
    history AS (
      INSERT INTO integration_run_transitions (integration_run_id, from_status, to_status, at, actor_id, source, note)
      SELECT id, ${raw(from)}, status, updated_at, ${actorId}, ${source}, ${note}::text FROM ${raw(rows)} ${raw(condition)}
    )`,
  ];
};
