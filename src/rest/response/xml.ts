// Writes rows as XML, by a writer made of their layout, as the original does: dashed elements whose `type` attribute says what they hold, two
// spaces a level. Always well-formed, whatever the texts hold; it refuses nothing, and checks no names: those come from our own tables, never
// from a client.
import type { ColumnKind } from '../../domain/entities/columns.js';
import type { ShapedRow } from '../../domain/read/prepared-read.js';
import type { Pieces } from '../../http/request.js';
import { wireTimeOf } from '../wire/time.js';
import { escaped } from './escape-xml.js';
import type { Layout, LayoutElement, OwnElement } from './layout.js';
import { perLayout } from './per-layout.js';
import { type Append, enumWriter, groupOf, type Member, type OwnMember, rowWriter, writeEach } from './row-writer.js';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

// JSON has escapes of its own for what XML can't hold. JSON.stringify uses them for control characters and lone surrogates, not for these two.
const jsonText = (value: unknown): string => JSON.stringify(value).replaceAll('\uFFFE', '\\ufffe').replaceAll('\uFFFF', '\\uffff');

/** The type attribute of each kind, and how its values are written. */
const kinds: Readonly<Record<ColumnKind, readonly [type: string, write: OwnMember['write']]>> = {
  integer: [' type="integer"', String],
  boolean: [' type="boolean"', String],
  text: ['', (value) => escaped(String(value))],
  enum: ['', (value) => escaped(String(value))],
  decimal: [' type="decimal"', String],
  time: [' type="dateTime"', wireTimeOf],
  json: ['', (value) => escaped(jsonText(value))],
};

const ownMember = ({ name, kind, enumColumn, hidesUnset = false }: OwnElement, indent: string): Member => {
  const [type, plain] = kinds[kind];
  return {
    start: `${indent}<${name}${type}>`,
    end: `</${name}>\n`,
    unset: hidesUnset ? '' : `${indent}<${name} nil="true"/>\n`,
    write: enumColumn ? enumWriter(enumColumn, escaped) : plain,
  };
};

const isList = (content: unknown): content is readonly ShapedRow[] => Array.isArray(content);

const listWriter = (name: string, item: string, layout: Layout, indent: string): Append => {
  const write = elementWriter(item, layout, `${indent}  `);
  return (text, rows, zone) => {
    if (!isList(rows) || rows.length === 0) return `${text}${indent}<${name} type="array"/>\n`;
    let list = `${text}${indent}<${name} type="array">\n`;
    for (const row of rows) list = write(list, row, zone);
    return `${list}${indent}</${name}>\n`;
  };
};

/** Elements that stand for another record are left out where there is none; others are nil. */
const member = (element: LayoutElement, indent: string, place: number): Member => {
  if ('field' in element) return ownMember(element, indent);
  if ('listOf' in element) return { append: listWriter(element.name, element.item, element.layout, indent) };
  const write = elementWriter(element.name, element.layout, indent);
  const append: Append = (text, row, zone) => (row === null ? text : write(text, row, zone));
  return 'one' in element ? { append } : { append, pick: groupOf(element, place) };
};

/** An element with those of the row's layout in it. */
const elementWriter = (name: string, layout: Layout, indent: string): Append => {
  if (layout.length === 0) return (text) => `${text}${indent}<${name}/>\n`;
  const members = layout.map((element, place) => member(element, `${indent}  `, place));
  return rowWriter(`${indent}<${name}>\n`, members, `${indent}</${name}>\n`);
};

export interface Root {
  readonly name: string;
  readonly plural: string;
}

/** Writers of the rows of an answer, by the level that they stand at. The name of an answer's root is always the same for its layout. */
const rowWriters = perLayout(() => new Map<string, Append>());

/**
 * The document of an answer: one row under its singular name, a list under the plural with `type="array"`. Unset elements are nil, unset
 * associations left out. A piece for each row; times are written in the zone.
 */
export const writeXml = (
  { name, plural }: Root,
  layout: Layout,
  content: ShapedRow | readonly ShapedRow[],
  zone = 'UTC',
  most?: number,
): Pieces => {
  const kept = rowWriters(layout);
  const indent = isList(content) ? '  ' : '';
  const write = kept.get(indent) ?? elementWriter(name, layout, indent);
  kept.set(indent, write);
  if (!isList(content)) return [write(declaration, content, zone)];
  if (content.length === 0) return [`${declaration}<${plural} type="array"/>\n`];
  return [`${declaration}<${plural} type="array">\n`, ...writeEach(content, (row) => write('', row, zone), most), `</${plural}>\n`];
};

/** The document of an answer that is an error: `<errors><error>message</error>…</errors>`. */
export const writeXmlErrors = (messages: readonly string[]): string => {
  if (messages.length === 0) return `${declaration}<errors/>\n`;
  return `${declaration}<errors>\n${messages.map((message) => `  <error>${escaped(message)}</error>\n`).join('')}</errors>\n`;
};
