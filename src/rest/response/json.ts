// Writes rows as JSON, by a writer made of their layout: no root element, times with an offset, decimals as text.
import type { ColumnKind } from '../../domain/entities/columns.js';
import type { ShapedRow } from '../../domain/read/prepared-read.js';
import type { Pieces } from '../../http/request.js';
import { betweenQuotes } from '../../lib/json.js';
import { wireTimeOf } from '../wire/time.js';
import type { Layout, LayoutElement, OwnElement } from './layout.js';
import { perLayout } from './per-layout.js';
import { type Append, enumWriter, groupOf, type Member, type OwnMember, rowWriter, writeEach } from './row-writer.js';

const escaped = (value: unknown): string => betweenQuotes(String(value));

/** How values of each kind are written, and what they stand between. */
const kinds: Readonly<Record<ColumnKind, readonly [quote: '"' | '', write: OwnMember['write']]>> = {
  integer: ['', String],
  boolean: ['', String],
  json: ['', (value) => JSON.stringify(value)],
  text: ['"', escaped],
  enum: ['"', escaped],
  decimal: ['"', String],
  time: ['"', wireTimeOf],
};

const ownMember = ({ kind, enumColumn, hidesUnset = false }: OwnElement, head: string): Member => {
  const [quote, plain] = kinds[kind];
  const write = enumColumn ? enumWriter(enumColumn, escaped) : plain;
  return { start: head + quote, end: quote, unset: hidesUnset ? '' : `${head}null`, write };
};

const isList = (content: unknown): content is readonly ShapedRow[] => Array.isArray(content);

const listWriter =
  (open: string, row: Append): Append =>
  (start, rows, zone) => {
    let text = start + open;
    let separator = '';
    for (const each of isList(rows) ? rows : []) {
      text = row(text + separator, each, zone);
      separator = ',';
    }
    return `${text}]`;
  };

const nestedMember = (element: Exclude<LayoutElement, OwnElement>, head: string, place: number): Member => {
  if ('listOf' in element) return { append: listWriter(`${head}[`, objectWriter(element.layout)) };
  const write = objectWriter(element.layout, head);
  const unset = `${head}null`;
  const append: Append = (text, row, zone) => (row === null ? text + unset : write(text, row, zone));
  return 'one' in element ? { append } : { append, pick: groupOf(element, place) };
};

/** An element that hides while it is unset is never the first. */
const objectWriter = (layout: Layout, head = ''): Append => {
  const members = layout.map((element, place) => {
    const named = `${place === 0 ? '' : ','}${JSON.stringify(element.name)}:`;
    return 'field' in element ? ownMember(element, named) : nestedMember(element, named, place);
  });
  return rowWriter(`${head}{`, members, '}');
};

const writerOf = perLayout((layout) => objectWriter(layout));

/** The JSON of one row or a list of them, read in the shape of the layout: a piece for each row. Times are written in the zone. */
export const writeJson = (layout: Layout, content: ShapedRow | readonly ShapedRow[], zone = 'UTC', most?: number): Pieces => {
  const write = writerOf(layout);
  if (!isList(content)) return [write('', content, zone)];
  return ['[', ...writeEach(content, (row, index) => write(index > 0 ? ',' : '', row, zone), most), ']'];
};

/** The same rows in lines, of which each is the JSON of one. @throws AnswerTooLargeError as soon as they have more characters in all than `most` */
export const writeLines = (layout: Layout, rows: readonly ShapedRow[], zone: string, most: number): Pieces => {
  const write = writerOf(layout);
  return writeEach(rows, (row) => `${write('', row, zone)}\n`, most);
};
