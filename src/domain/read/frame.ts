// The texts that stand around what a statement gives: together they are the JSON of an answer. What is the same for every answer never goes through
// the database, and what it gives is put into no larger JSON there: PostgreSQL copies a text several times for each object that it stands in.

export interface Frame {
  /** One more than there are values: a value stands between each two. */
  readonly around: readonly string[];
  /** Whether the one value is a list, of which the statement gives a row for each element. */
  readonly isList: boolean;
}

/** A row of such a statement: its values under their names, each the text of some JSON. */
export type FramedRow = Readonly<Record<string, string | null>>;

/** The name of a value. No name of a shape is like it. */
export const valueName = (index: number): string => `$${index}`;

const first = valueName(0);

/** The JSON of the whole, in pieces. */
export const framed = ({ around, isList }: Frame, rows: readonly FramedRow[]): string[] => {
  const [start = '', ...others] = around;
  if (!isList) {
    const [row] = rows;
    return [start, ...others.flatMap((next, index) => [row?.[valueName(index)] ?? 'null', next])];
  }
  const pieces = [`${start}[`];
  for (const row of rows) pieces.push(pieces.length > 1 ? ',' : '', String(row[first]));
  pieces.push(`]${others.join('')}`);
  return pieces;
};

/** What the one value of each row is. */
export const valuesOf = (rows: readonly FramedRow[]): unknown[] => rows.map((row) => JSON.parse(row[first] ?? 'null'));
