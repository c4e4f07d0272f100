// Reads the feed: what comes after a position, in its order. One statement, and with it the ends of the feed, so that nobody is given changes behind a gap.
import type { Database } from '../../db/database.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { ChangeType, TransitionSource } from '../../generated/prisma/enums.js';
import { FeedDivergedError, FeedPositionExpiredError } from '../rules/errors.js';
import { encodePosition, type FeedPosition, markOf } from './position.js';

const { sql, raw, empty } = Prisma;

/** One change, as its event tells it. */
export interface Change extends FeedPosition {
  readonly type: ChangeType;
  readonly at: Date;
  readonly actorId: number | null;
  readonly source: TransitionSource;
  readonly integrationRunId: number | null;
  readonly integrationErrorId: number | null;
  readonly integrationId: number | null;
  readonly contractId: number | null;
  readonly version: number;
}

/** A change with what it was made of. */
export interface ImagedChange extends Change {
  /** The columns that were written, as they were before; null for a creation. */
  readonly before: Readonly<Record<string, unknown>> | null;
  /** All columns as they were then, but for JSON that clients keep. Times are texts. */
  readonly after: Readonly<Record<string, unknown>>;
}

export interface ChangesRead<Read extends Change = Change> {
  readonly changes: readonly Read[];
  /** Where to go on: at the last of the changes, behind others that are not of the types, or where it began if none were asked for. */
  readonly end: FeedPosition;
  readonly hasMore: boolean;
}

const noBeginning = 'The feed has no beginning: the migration makes one, and it is never taken away.';

/** Changes that are looked through at most for those of the types. */
const mostLookedThrough = 10_000;

type Row<Read extends Change> = Omit<Read, 'at'> & { readonly at: string };

interface Answer<Read extends Change> {
  readonly head: number;
  readonly headMark: string;
  readonly oldest: number;
  readonly oldestMark: string;
  /** Of the place that was asked for. */
  readonly mark: string | null;
  /** Of the place up to which was looked. */
  readonly endMark: string | null;
  readonly rows: readonly Row<Read>[];
}

/** The position that it is read from: the oldest that is kept, where none is given. @throws where nothing could be told after it without a gap */
const startOf = (after: FeedPosition | null, { head, oldest, oldestMark, mark }: Answer<Change>): FeedPosition => {
  const first = { place: oldest, mark: oldestMark };
  if (after === null) return first;
  if (after.place < oldest || (after.place === oldest && after.mark !== oldestMark))
    throw new FeedPositionExpiredError(encodePosition(first));
  if (after.place > head || after.mark !== mark) throw new FeedDivergedError();
  return after;
};

/** The end of the feed. */
export const readHead = async (database: Pick<Database, 'read'>): Promise<FeedPosition> => {
  const [head] = await database.read<FeedPosition>(
    sql`SELECT tick.last_position::float8 AS place, ${raw(markOf('tick'))} AS mark FROM event_ticks AS tick ORDER BY tick.last_position DESC LIMIT 1`,
  );
  if (!head) throw new Error(noBeginning);
  return head;
};

interface Asked {
  /** Null for the oldest that are kept. */
  readonly after: FeedPosition | null;
  readonly limit: number;
  /** Null for all. */
  readonly types?: readonly ChangeType[] | null;
}

const read = async <Read extends Change>(
  database: Pick<Database, 'read'>,
  { after, limit, types = null }: Asked,
  more: Prisma.Sql,
): Promise<ChangesRead<Read>> => {
  const start = sql`coalesce(${after?.place ?? null}::bigint, (SELECT last_position - cardinality(event_ids) FROM event_ticks ORDER BY last_position LIMIT 1))`;
  const ofTypes = types ? sql`AND event.type = ANY (${types}::text[]::change_type[])` : empty;
  const mark = raw(markOf('tick'));
  const markAt = (place: Prisma.Sql) =>
    sql`(SELECT ${mark} FROM event_ticks AS tick WHERE tick.last_position >= ${place} ORDER BY tick.last_position LIMIT 1)`;
  const [answer] = await database.read<Answer<Read>>(sql`
    SELECT head.last_position::float8 AS head, ${raw(markOf('head'))} AS "headMark",
      (oldest.last_position - cardinality(oldest.event_ids))::float8 AS oldest, ${raw(markOf('oldest'))} AS "oldestMark",
      ${markAt(sql`start.place`)} AS mark, ${markAt(sql`start.place + ${mostLookedThrough}::int`)} AS "endMark",
      (SELECT coalesce(json_agg(found ORDER BY found.place), '[]') FROM (
        SELECT told.* FROM event_ticks AS tick CROSS JOIN LATERAL (
          SELECT tick.last_position - cardinality(tick.event_ids) + placed.n AS place, ${mark} AS mark, event.type, event.at, event.actor_id AS "actorId", event.source,
            event.integration_run_id AS "integrationRunId", event.integration_error_id AS "integrationErrorId",
            event.integration_id AS "integrationId", event.contract_id AS "contractId", event.version${more}
          FROM unnest(tick.event_ids) WITH ORDINALITY AS placed (id, n) JOIN events AS event ON event.id = placed.id
          WHERE tick.last_position - cardinality(tick.event_ids) + placed.n > start.place
            AND tick.last_position - cardinality(tick.event_ids) + placed.n <= start.place + ${mostLookedThrough}::int ${ofTypes}
        ) AS told
        WHERE tick.last_position > start.place AND tick.last_position - cardinality(tick.event_ids) < start.place + ${mostLookedThrough}::int
        ORDER BY tick.last_position, told.place LIMIT ${limit + 1}::int
      ) AS found) AS rows
    FROM (SELECT ${start} AS place) AS start
      CROSS JOIN LATERAL (SELECT * FROM event_ticks ORDER BY last_position DESC LIMIT 1) AS head
      CROSS JOIN LATERAL (SELECT * FROM event_ticks ORDER BY last_position LIMIT 1) AS oldest`);
  if (!answer) throw new Error(noBeginning);
  const from = startOf(after, answer);
  const rows = answer.rows.slice(0, limit);
  const changes = rows.map((row) => ({ ...row, at: new Date(row.at) }) as unknown as Read); // the rest is as it was read
  const last = changes.at(-1);
  const isFull = answer.rows.length > limit;
  const lookedTo = Math.min(answer.head, from.place + mostLookedThrough);
  const end = isFull
    ? { place: (last ?? from).place, mark: (last ?? from).mark }
    : { place: lookedTo, mark: lookedTo === answer.head ? answer.headMark : (answer.endMark ?? answer.headMark) };
  return { changes, end, hasMore: isFull || lookedTo < answer.head };
};

/**
 * The changes after the position, of those types. It reads for nobody: whoever tells them checks what may be told.
 * @throws FeedPositionExpiredError for a position of which what comes next may be gone
 * @throws FeedDivergedError for one that this database never gave
 */
export const readChanges = (database: Pick<Database, 'read'>, asked: Asked): Promise<ChangesRead> => read<Change>(database, asked, empty);

/** The same with what each change was made of. */
export const readImagedChanges = (database: Pick<Database, 'read'>, asked: Asked): Promise<ChangesRead<ImagedChange>> =>
  read<ImagedChange>(database, asked, sql`, event.before, event.after`);
