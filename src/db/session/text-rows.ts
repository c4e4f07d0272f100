// A statement that gives texts, as the driver's `client.query` takes it: sent and read with nothing around it. The driver's own asks the server each
// time what the columns are, and makes an object of each row, which is a tenth of what a small query costs in this process.
import pg from 'pg';
import type { SqlStatement, Texts } from '../database.js';
import type { Lifetime } from '../lifetime.js';

/** What the driver's connection has for a query. */
interface Connection {
  readonly stream: { cork(): void; uncork(): void };
  /** Texts by the names under which they are prepared, and those that are about to be. */
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(statement: { name?: string; text: string }): void;
  bind(values: { statement?: string; values: readonly unknown[] }): void;
  execute(portal: object): void;
  sync(): void;
}

type Done = (failure: Error | null, rows: Texts[]) => void;

/** The driver sends nothing before the answers to what it has sent, unless all are queries of its own class. */
const DriverQuery = pg.Query as unknown as new (text: string) => { readonly text: string; name: string | undefined }; // its types have `submit` as a property

export class TextsQuery extends DriverQuery implements pg.Submittable {
  readonly #values: readonly unknown[];
  readonly #done: Done;
  readonly #rows: Texts[] = [];

  readonly #lifetime: Pick<Lifetime, 'isToKeep'> | undefined;

  /** The values are as they are sent. `name`: under which the statement is to be prepared; `done` is called once. Rows that nobody waits for are dropped. */
  constructor({ text, values }: SqlStatement, name: string | undefined, done: Done, lifetime?: Pick<Lifetime, 'isToKeep'>) {
    super(text);
    this.name = name;
    this.#values = values;
    this.#done = done;
    this.#lifetime = lifetime;
  }

  submit(wire: pg.Connection): void {
    const connection = wire as unknown as Connection; // its types are of an older version
    const { name, text } = this;
    connection.stream.cork();
    try {
      if (name === undefined) connection.parse({ text });
      else if (connection.parsedStatements[name] === undefined && connection.submittedNamedStatements[name] === undefined) {
        connection.parse({ name, text });
        connection.submittedNamedStatements[name] = text;
      }
      connection.bind({ ...(name !== undefined && { statement: name }), values: this.#values });
      connection.execute({});
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  handleDataRow({ fields, length }: { readonly fields: Texts; readonly length: number }): void {
    if (this.#lifetime?.isToKeep(length) ?? true) this.#rows.push(fields);
  }

  handleReadyForQuery(): void {
    this.#done(null, this.#rows);
  }

  handleError(error: Error): void {
    this.#done(error, []);
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
}

/** A statement that the connection has prepared under that name, with its values as they are sent. */
interface Prepared {
  readonly name: string;
  readonly statement: SqlStatement;
}

/** Prepared statements in one transaction: all of them are done, or none is. */
export class TextsBatch implements pg.Submittable {
  readonly #batch: readonly Prepared[];
  readonly #done: (failure: Error | null, results: Texts[][]) => void;
  readonly #results: Texts[][] = [[]];

  /** `done` is called once, with the rows of each. */
  constructor(batch: readonly Prepared[], done: (failure: Error | null, results: Texts[][]) => void) {
    this.#batch = batch;
    this.#done = done;
  }

  submit(wire: pg.Connection): void {
    const connection = wire as unknown as Connection; // its types are of an older version
    connection.stream.cork();
    try {
      for (const { name, statement } of this.#batch) {
        connection.bind({ statement: name, values: statement.values });
        connection.execute({});
      }
      connection.sync(); // which commits: without one between them, they are one transaction
    } finally {
      connection.stream.uncork();
    }
  }

  handleDataRow({ fields }: { readonly fields: Texts }): void {
    this.#results.at(-1)?.push(fields);
  }

  handleCommandComplete(): void {
    this.#results.push([]);
  }

  handleReadyForQuery(): void {
    this.#done(null, this.#results);
  }

  handleError(error: Error): void {
    this.#done(error, []);
  }

  handleRowDescription(): void {}
  handleEmptyQuery(): void {}
}
