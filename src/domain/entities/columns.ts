// What a column is to the reader, to the filters and to the checks of input: its name in SQL, the kind of its values, its bounds.
import * as prismaEnums from '../../generated/prisma/enums.js';

/** The enums of Prisma's schema, by name. */
const enums = { ...prismaEnums };

export type EnumName = keyof typeof enums;

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
  /** Greatest number. */
  readonly maximum?: number;
  /** Most characters. */
  readonly length?: number;
  /** Which enum its values are of. */
  readonly enumName?: EnumName;
  /** The values of that enum, in the order in which the database sorts them. */
  readonly values?: readonly string[];
  /** The SQL that gives the value of the row under an alias, where that is no column of the table. Rows are read without it. */
  readonly expression?: (alias: string) => string;
}

interface Options {
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
}

const column =
  (kind: ColumnKind, type: string) =>
  (sql: string, { nullable = false, ...bounds }: Options = {}): Column => ({ sql, kind, type, nullable, ...bounds });

/** The value of the row under the alias, as SQL. */
export const valueSql = ({ sql, expression }: Column, alias: string): string => expression?.(alias) ?? `${alias}.${sql}`;

export const integer = column('integer', 'bigint'); // compares with int columns by the same index, and no operand is too large for it
export const text = column('text', 'text');
export const boolean = column('boolean', 'boolean');
export const time = column('time', 'timestamptz');
export const decimal = column('decimal', 'numeric');
export const json = column('json', 'json');
/** A number that nothing is compared with. */
export const number = column('json', 'float8');

/** A value that is worked out whenever it is looked at. */
export const computed = (column: Column, expression: (alias: string) => string): Column => ({ ...column, expression });

/** `IntegrationRunStatus` → `integration_run_status`, which is what the database calls the enum. */
const snake = (name: string): string => name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** A column of that enum. */
export const enumeration = (sql: string, enumName: EnumName, options: Options = {}): Column => ({
  ...column('enum', `"${snake(enumName)}"`)(sql, options),
  enumName,
  values: Object.values(enums[enumName]),
});
