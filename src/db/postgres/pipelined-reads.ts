// One connection that quick reads share. They are sent as they come, without waiting for the answers to those before (PostgreSQL's pipelining), so that
// many of them take one turn of this process and of the server's: on two cores that doubles the reads a second, at half of what each costs. The server
// answers them one after the other, so nothing may hold up the others: the shared connection takes as much as it is likely to have done in some milliseconds, judged
// by how long each statement usually takes. Everything else has a connection of its own for its time.
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import type { SqlStatement, Texts } from '../database.js';
import type { Lifetime } from '../lifetime.js';
import { isLostStatement } from '../session/lost-statement.js';
import type { Sessions } from '../session/sessions.js';
import type { StatementNames } from '../session/statement-names.js';
import { TextsQuery } from '../session/text-rows.js';
import { cancelUnlessQuick } from './cancel.js';
import { cancelled, isRefusal } from './prepared-query.js';
import { connectShared, type SharedConnection } from './shared-connection.js';

/** Milliseconds of work that the shared connection has before it at most. */
const budgetMs = 10;
/**
 * Milliseconds that its first statement may have been there: longer, and something unforeseen holds up the connection. Then no other one is let in, and those
 * behind it are read elsewhere.
 */
const slowAfterMs = 30;
/** Milliseconds that a statement takes at most for which the shared connection is the better way, and the runs after which that is judged. */
const [light, trial] = [2, 50];
/** A slow statement is kept off the shared connection for 5 times its duration; one that failed its trial, for 5 s. */
const [caution, memory] = [5, 5_000];
/** The weight of the latest run in what a statement usually takes. */
const weight = 1 / 16;

interface Place {
  /** When the statement was sent. */
  readonly sent: number;
  /** Milliseconds that it is likely to take. */
  readonly expected: number;
  /** Reads on a connection of its own instead. */
  leave: () => void;
}

interface Connection extends SharedConnection {
  /** The statements that are on the connection, in order. */
  readonly inside: Set<Place>;
  /** Milliseconds that all of them are likely to take. */
  load: number;
  /** Somebody's statement is being cancelled, which can hit a neighbour's. */
  isCancelling: boolean;
  /** The connection is lost: the statement that ran has failed, and those behind it had not begun. */
  isLost: boolean;
  /** When the last statement ended. */
  ended: number;
  isWatched: boolean;
}

interface Known {
  /** Milliseconds that it usually takes. */
  readonly usual: number;
  readonly runs: number;
  /** It isn't let in before. */
  readonly barredUntil: number;
}

const stay = (): void => undefined;

/** What is known of statements by their names. */
const createKnowledge = () => {
  const all = new LRUCache<string, Known>({ max: 1_000 });
  return {
    of: (name: string): Known | undefined => all.get(name),
    note: (name: string, took: number, now: number): void => {
      const known = all.get(name);
      const { usual: before, runs } = known && !known.barredUntil ? known : { usual: took, runs: 0 };
      const usual = before + (took - before) * weight;
      const bar = usual > budgetMs ? usual * caution : runs >= trial && usual > light ? memory : 0;
      all.set(name, { usual, runs: runs + 1, barredUntil: bar && now + bar });
    },
  };
};

export interface Lane {
  /**
   * Reads on the shared connection; null for a statement that isn't let in. The values are as they are sent. `again` reads on a connection of its own: for a
   * statement that was cancelled in the place of a neighbour's, that isn't prepared as it was taken to be, or that was lost with the connection before
   * its turn.
   * @throws what the lifetime's `failure` gives, when it is over before the statement is
   */
  read(statement: SqlStatement, name: string | undefined, again: () => Promise<Texts[]>, lifetime?: Lifetime): Promise<Texts[]> | null;
  close(): void;
}

/** Pipelined reads, whose connection is made by `open` when it is first needed, claimed, and made anew when it is lost, of which `onLost` is told. */
export const createPipelinedReads = (
  open: () => pg.Client,
  sessions: Sessions,
  names: StatementNames,
  onLost: (error: Error) => void,
): Lane => {
  const knowledge = createKnowledge();
  let current: Connection | null = null;

  const retire = (connection: Connection): void => {
    if (current === connection) current = null;
    if (connection.inside.size === 0 && !connection.isClosing) connection.client.end().catch(() => undefined); // it is gone already
    connection.isClosing = true;
  };

  const connect = (): Connection => {
    const connection = {
      client: open(),
      generation: names.generation,
      inside: new Set<Place>(),
      load: 0,
      isReady: false,
      isClosing: false,
      isCancelling: false,
      isLost: false,
      ended: 0,
      isWatched: false,
    };
    return connectShared(connection, sessions.claim, retire, onLost);
  };

  /** A place on the connection at that time. A statement of which nothing good is known is tried while it has the connection for itself. */
  const admit = (name: string, now: number): { readonly connection: Connection; readonly place: Place } | null => {
    if (current && current.generation !== names.generation) retire(current);
    current ??= connect();
    const { isReady, inside, load } = current;
    if (!isReady) return null;
    const known = knowledge.of(name);
    const [first] = inside;
    if (known && !known.barredUntil) {
      if (load + known.usual > budgetMs || (first && now - first.sent > slowAfterMs)) return null;
      return { connection: current, place: { sent: now, expected: known.usual, leave: stay } };
    }
    if (first || (known && now < known.barredUntil)) return null;
    return { connection: current, place: { sent: now, expected: budgetMs, leave: stay } };
  };

  /** Sends away those who wait behind a statement that takes long. */
  const watch = (connection: Connection): void => {
    if (connection.isWatched) return;
    connection.isWatched = true;
    const look = (): void => {
      connection.isWatched = false;
      const [first, ...behind] = connection.inside;
      if (!first) return;
      if (performance.now() - first.sent > slowAfterMs) for (const place of behind) place.leave();
      watch(connection);
    };
    setTimeout(() => setImmediate(look), slowAfterMs); // what has been answered meanwhile is read before
  };

  const send = (
    { connection, place }: { readonly connection: Connection; readonly place: Place },
    statement: SqlStatement,
    name: string,
    again: () => Promise<Texts[]>,
    lifetime?: Lifetime,
  ): Promise<Texts[]> =>
    new Promise((resolve, reject) => {
      let stopCancelling: (() => void) | undefined;
      let isElsewhere = false;
      const stopWaiting = lifetime?.whenOver(() => {
        reject(lifetime.failure());
        if (!sessions.areOurs) return;
        stopCancelling = cancelUnlessQuick(connection.client, () => {
          connection.isCancelling = true;
          retire(connection);
        });
      });
      const done = (failure: (Error & { readonly code?: string }) | null, rows: Texts[]): void => {
        stopWaiting?.();
        stopCancelling?.();
        const now = performance.now();
        place.leave = stay;
        knowledge.note(name, now - Math.max(place.sent, connection.ended), now);
        connection.ended = now;
        connection.inside.delete(place);
        connection.load = connection.inside.size === 0 ? 0 : connection.load - place.expected; // nothing is left of rounding
        if (connection.isClosing && connection.inside.size === 0) connection.client.end().catch(() => undefined); // likewise
        if (!failure) {
          if (!isElsewhere) resolve(rows); // of which some may have been dropped otherwise
          return;
        }
        const isUnprepared = isLostStatement(failure);
        const isOthers = isRefusal(failure) ? isUnprepared || (failure.code === cancelled && connection.isCancelling) : connection.isLost;
        if (!isRefusal(failure)) connection.isLost = true;
        if (isUnprepared || connection.isLost) retire(connection);
        if (isElsewhere) return;
        if (isOthers && !lifetime?.isOver) again().then(resolve, reject);
        else reject(failure);
      };
      /** What comes for those that are read elsewhere is dropped. */
      const isToKeep = (bytes: number): boolean => !isElsewhere && (lifetime?.isToKeep(bytes) ?? true);
      place.leave = () => {
        if (isElsewhere || lifetime?.isOver) return;
        isElsewhere = true;
        stopWaiting?.();
        again().then(resolve, reject);
      };
      connection.inside.add(place);
      connection.load += place.expected;
      connection.client.query(new TextsQuery(statement, name, done, { isToKeep }));
      watch(connection);
    });

  return {
    read: (statement, name, again, lifetime) => {
      const admitted = name === undefined || lifetime?.isOver ? null : admit(name, performance.now());
      return admitted && send(admitted, statement, String(name), again, lifetime);
    },
    close: () => {
      if (current) retire(current);
    },
  };
};
