// The database as one request has it: what it asks is measured, and its reads end with it.

import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { PrismaClient } from '../generated/prisma/client.js';
import type { Signal } from '../lib/signal.js';
import type { Database, Decoded, Listener, Listening } from './database.js';
import type { Lifetime } from './lifetime.js';
import { type Meter, metered, meteredPrisma } from './meter.js';

/** A class for the sake of its methods: those of a literal are made for each request, and its getter would give each a shape of its own. */
class RequestDatabase implements Database {
  readonly #lifetime: Lifetime;
  readonly #meter: Meter;
  readonly #database: Database;
  readonly #caller: string;
  #prisma: PrismaClient | undefined;

  constructor(lifetime: Lifetime, meter: Meter, database: Database, caller: string) {
    this.#lifetime = lifetime;
    this.#meter = meter;
    this.#database = database;
    this.#caller = caller;
  }

  /** Made when it is first needed, which is by few requests. */
  get prisma(): PrismaClient {
    this.#prisma ??= meteredPrisma(this.#meter, this.#database.prisma, (work) => this.inTurn(this.#caller, work));
    return this.#prisma;
  }

  get answerLimit(): number {
    return this.#lifetime.mostBytes;
  }

  inTurn<Result>(caller: string, work: () => Promise<Result>): Promise<Result> {
    return this.#database.inTurn(caller, work);
  }

  read<Row extends object>(statement: Decoded<Row>): Promise<Row[]> {
    return metered(this.#meter, this.#database.read(statement, this.#lifetime, this.#caller));
  }

  write<Row extends object>(statement: Decoded<Row>): Promise<Row[]> {
    return metered(this.#meter, this.#database.write(statement, this.#caller));
  }

  get changes(): Signal {
    return this.#database.changes;
  }

  listen(channel: string, listener: Listener): Listening {
    return this.#database.listen(channel, listener);
  }

  whileMigrating<Result>(work: (adapter: SqlMigrationAwareDriverAdapterFactory) => Promise<Result>): Promise<Result> {
    return this.#database.whileMigrating(work);
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

/** The same database for one request of the caller. What has begun to write goes on after its end: clients send a move and don't wait for the answer. */
export const during = (lifetime: Lifetime, meter: Meter, database: Database, caller: string): Database =>
  new RequestDatabase(lifetime, meter, database, caller);
