// A template of JSON: the texts that stand around what a statement gives, which are together the JSON of an answer. What is the same for every answer never goes through
// the database, and what it gives is put into no larger JSON there: PostgreSQL copies a text several times for each object that it stands in.
import type { Texts } from '../../db/database.js';

export interface JsonTemplate {
  /** One more than there are values: a value stands between each two. */
  readonly literals: readonly string[];
  /** Whether the one value is a list, of which the statement gives a row for each element. */
  readonly isList: boolean;
}

/** The JSON of the whole, in pieces. */
export const render = ({ literals, isList }: JsonTemplate, rows: readonly Texts[]): string[] => {
  const [start = '', ...others] = literals;
  if (!isList) {
    const [row] = rows;
    return [start, ...others.flatMap((next, index) => [row?.[index] ?? 'null', next])];
  }
  const pieces = [`${start}[`];
  for (const row of rows) pieces.push(pieces.length > 1 ? ',' : '', String(row[0]));
  pieces.push(`]${others.join('')}`);
  return pieces;
};

/** What the one value of each row is. */
export const valuesOf = (rows: readonly Texts[]): unknown[] => rows.map((row) => JSON.parse(row[0] ?? 'null'));
