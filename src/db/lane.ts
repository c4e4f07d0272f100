// One connection that quick reads share. They are sent as they come, without waiting for the answers to those before (PostgreSQL's pipelining), so that
// many of them take one turn of this process and of the server's: on two cores that doubles the reads a second, at half of what each costs. The server
// answers them one after the other, so nothing may hold up the others: the lane takes as much as it is likely to have done in some milliseconds, judged
// by how long each statement usually takes. Everything else has a connection of its own for its time.
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { cancelUnlessQuick } from './cancel.js';
import type { SqlStatement, Texts } from './database.js';
import { type Lifetime, NobodyWaitsError } from './lifetime.js';
import { isRefusal } from './prepared-query.js';
import { connectShared, type SharedConnection } from './shared-connection.js';
import type { StatementNames } from './statement-names.js';
import { TextsQuery } from './texts-query.js';

/** Milliseconds of work that the lane has before it at most. */
const budget = 10;
/** Milliseconds that its first statement may have been there when another one is let in: longer, and something unforeseen holds up the lane. */
const patience = 30;
/** Milliseconds that a statement takes at most for which the lane is the better way, and the runs after which that is judged. */
const [light, trial] = [2, 50];
/** A statement that isn't let in is tried again after that many times what it took, as it may have been a bad moment; after a trial, in milliseconds. */
const [caution, memory] = [5, 5_000];
/** The weight of the latest run in what a statement usually takes. */
const weight = 1 / 16;

/** What PostgreSQL calls a statement that was cancelled, whoever has asked for it. */
const cancelled = '57014';

interface Place {
  /** When the statement was sent. */
  readonly sent: number;
  /** Milliseconds that it is likely to take. */
  readonly expected: number;
}

interface Connection extends SharedConnection {
  /** The statements that are in the lane, in order. */
  readonly inside: Set<Place>;
  /** Milliseconds that all of them are likely to take. */
  load: number;
  /** Somebody's statement is being cancelled, which can hit a neighbour's. */
  isCancelling: boolean;
  /** It is gone, and whose statement ran has been told; the others had not begun. */
  isLost: boolean;
  /** When the last statement ended. */
  ended: number;
}

interface Known {
  /** Milliseconds that it usually takes. */
  readonly usual: number;
  readonly runs: number;
  /** It isn't let in before. */
  readonly barredUntil: number;
}

/** What is known of statements by their names. */
const createKnowledge = () => {
  const all = new LRUCache<string, Known>({ max: 1_000 });
  return {
    of: (name: string): Known | undefined => all.get(name),
    note: (name: string, took: number, now: number): void => {
      const known = all.get(name);
      const { usual: before, runs } = known && !known.barredUntil ? known : { usual: took, runs: 0 };
      const usual = before + (took - before) * weight;
      const bar = usual > budget ? usual * caution : runs >= trial && usual > light ? memory : 0;
      all.set(name, { usual, runs: runs + 1, barredUntil: bar && now + bar });
    },
  };
};

export interface Lane {
  /**
   * Reads in the lane; null for a statement that isn't let in. The values are as they are sent. `again` reads on a connection of its own: for a
   * statement that was cancelled in the place of a neighbour's, or that was lost with the connection before its turn.
   * @throws NobodyWaitsError when the lifetime is over before the statement is
   */
  read(statement: SqlStatement, name: string | undefined, again: () => Promise<Texts[]>, lifetime?: Lifetime): Promise<Texts[]> | null;
  close(): void;
}

/** A lane whose connection is made by `open` when it is first needed, and anew when it is lost, of which `onLost` is told. */
export const createLane = (open: () => pg.Client, names: StatementNames, onLost: (error: Error) => void): Lane => {
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
    };
    return connectShared(connection, retire, onLost);
  };

  /** A place in the lane at that time. A statement of which nothing good is known is tried while it has the lane for itself. */
  const admit = (name: string, now: number): { readonly connection: Connection; readonly place: Place } | null => {
    if (current && current.generation !== names.generation) retire(current);
    current ??= connect();
    const { isReady, inside, load } = current;
    if (!isReady) return null;
    const known = knowledge.of(name);
    const [first] = inside;
    if (known && !known.barredUntil) {
      if (load + known.usual > budget || (first && now - first.sent > patience)) return null;
      return { connection: current, place: { sent: now, expected: known.usual } };
    }
    if (first || (known && now < known.barredUntil)) return null;
    return { connection: current, place: { sent: now, expected: budget } };
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
      const stopWaiting = lifetime?.whenOver(() => {
        reject(new NobodyWaitsError());
        stopCancelling = cancelUnlessQuick(connection.client, () => {
          connection.isCancelling = true;
          retire(connection);
        });
      });
      const done = (failure: (Error & { readonly code?: string }) | null, rows: Texts[]): void => {
        stopWaiting?.();
        stopCancelling?.();
        const now = performance.now();
        knowledge.note(name, now - Math.max(place.sent, connection.ended), now);
        connection.ended = now;
        connection.inside.delete(place);
        connection.load = connection.inside.size === 0 ? 0 : connection.load - place.expected; // nothing is left of rounding
        if (connection.isClosing && connection.inside.size === 0) connection.client.end().catch(() => undefined); // likewise
        if (!failure) {
          resolve(rows);
          return;
        }
        const isOthers = isRefusal(failure) ? failure.code === cancelled && connection.isCancelling : connection.isLost;
        if (!isRefusal(failure)) {
          connection.isLost = true;
          retire(connection);
        }
        if (isOthers && !lifetime?.isOver) again().then(resolve, reject);
        else reject(failure);
      };
      connection.inside.add(place);
      connection.load += place.expected;
      connection.client.query(new TextsQuery(statement, name, done));
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
