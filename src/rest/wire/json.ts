// Writes rows as JSON, by a writer made of their layout: no root element, times with an offset, decimals as text.
import type { ColumnKind } from '../../domain/read/columns.js';
import type { ShapedRow } from '../../domain/read/read-shaped.js';
import type { Layout, LayoutElement } from './layout.js';
import { perLayout } from './per-layout.js';
import { nameAt } from './shape.js';
import { wireTimeOf } from './time.js';

/** Writes what isn't null. */
type Write = (value: unknown, zone: string) => string;

const needsEscape = /[^\x20\x21\x23-\x5b\x5d-\ud7ff\ue000-\uffff]/;

const quoted = (value: unknown): string => {
  const text = String(value);
  return needsEscape.test(text) ? JSON.stringify(text) : `"${text}"`;
};

const writers: Readonly<Record<ColumnKind, Write>> = {
  integer: String,
  boolean: String,
  text: quoted,
  enum: quoted,
  decimal: (value) => `"${value}"`,
  time: (value, zone) => `"${wireTimeOf(String(value), zone)}"`,
  json: (value) => JSON.stringify(value),
};

const enumWriter = (names: ReadonlyMap<string, string>): Write => {
  const written = new Map<unknown, string>([...names].map(([value, name]) => [value, quoted(name)]));
  return (value) => written.get(value) ?? quoted(value);
};

const writerOf = (element: LayoutElement): Write => {
  if ('field' in element) return element.names ? enumWriter(element.names) : writers[element.kind];
  const write = objectWriter(element.layout);
  if ('group' in element) {
    const places = element.layout.map((_, place) => nameAt(place));
    return (value, zone) => write(Object.fromEntries(places.map((place) => [place, value])), zone);
  }
  if ('one' in element) return (row, zone) => write(row as ShapedRow, zone); // as its shape says, here and below
  return (rows, zone) => arrayOf(rows as readonly ShapedRow[], write, zone);
};

type WriteRow = (row: ShapedRow, zone: string) => string;

const arrayOf = (rows: readonly ShapedRow[], write: WriteRow, zone: string): string => {
  let text = '';
  for (const row of rows) text += text === '' ? write(row, zone) : `,${write(row, zone)}`;
  return `[${text}]`;
};

const objectWriter: (layout: Layout) => WriteRow = perLayout((layout) => {
  const members = layout.map((element, place) => ({
    key: nameAt(place),
    head: `${JSON.stringify(element.name)}:`,
    write: writerOf(element),
    hidesUnset: 'field' in element && element.hidesUnset === true,
  }));
  return (row, zone) => {
    let text = '{';
    let separator = '';
    for (const { key, head, write, hidesUnset } of members) {
      const value = row[key];
      if (value === null && hidesUnset) continue;
      text += separator + head + (value === null ? 'null' : write(value, zone));
      separator = ',';
    }
    return `${text}}`;
  };
});

const isList = (content: ShapedRow | readonly ShapedRow[]): content is readonly ShapedRow[] => Array.isArray(content);

/** The JSON of one row or a list of them, read in the shape of the layout. Times are written in the zone. */
export const writeJson = (layout: Layout, content: ShapedRow | readonly ShapedRow[], zone = 'UTC'): string => {
  const write = objectWriter(layout);
  return isList(content) ? arrayOf(content, write, zone) : write(content, zone);
};
