// What a column is to the reader, to the filters and to the checks of input: its name in SQL, the kind of its values, its bounds.

export type ColumnKind = 'integer' | 'text' | 'boolean' | 'time' | 'decimal' | 'json' | 'enum';

export interface Column {
  readonly sql: string;
  readonly kind: ColumnKind;
  /** Whether the value can be unset. */
  readonly nullable: boolean;
  /** PostgreSQL type that parameters are cast to. */
  readonly type: string;
  /** Least number. */
  readonly minimum?: number;
  /** Most characters. */
  readonly length?: number;
  /** The values of an enum, in the order in which the database sorts them. */
  readonly values?: readonly string[];
}

interface Options {
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly length?: number;
}

const column =
  (kind: ColumnKind, type: string) =>
  (sql: string, { nullable = false, ...bounds }: Options = {}): Column => ({ sql, kind, type, nullable, ...bounds });

export const integer = column('integer', 'bigint'); // compares with int columns by the same index, and no operand is too large for it
export const text = column('text', 'text');
export const boolean = column('boolean', 'boolean');
export const time = column('time', 'timestamptz');
export const decimal = column('decimal', 'numeric');
export const json = column('json', 'json');

/** A column of the database's enum `type`. */
export const enumeration = (sql: string, type: string, values: Record<string, string>, options: Options = {}): Column => ({
  ...column('enum', `"${type}"`)(sql, options),
  values: Object.values(values),
});
