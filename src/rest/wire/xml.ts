// Writes rows as XML, by a writer made of their layout, as the original does: dashed elements whose `type` attribute says what they hold, two
// spaces a level. Always well-formed, whatever the texts hold; it refuses nothing, and checks no names: those come from our own tables, never
// from a client.
import type { ColumnKind } from '../../domain/read/columns.js';
import type { ShapedRow } from '../../domain/read/read-shaped.js';
import { escaped } from './escape-xml.js';
import type { Layout, LayoutElement, OwnElement } from './layout.js';
import { perLayout } from './per-layout.js';
import { nameAt } from './shape.js';
import { wireTimeOf } from './time.js';

type Write = (value: unknown, zone: string) => string;

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

// JSON has escapes of its own for what XML can't hold. JSON.stringify uses them for control characters and lone surrogates, not for these two.
const jsonText = (value: unknown): string => JSON.stringify(value).replaceAll('\uFFFE', '\\ufffe').replaceAll('\uFFFF', '\\uffff');

/** The type attribute of each kind, and how its values are written. */
const kinds: Readonly<Record<ColumnKind, readonly [type: string, write: Write]>> = {
  integer: [' type="integer"', String],
  boolean: [' type="boolean"', String],
  text: ['', (value) => escaped(String(value))],
  enum: ['', (value) => escaped(String(value))],
  decimal: [' type="decimal"', String],
  time: [' type="dateTime"', (value, zone) => wireTimeOf(String(value), zone)],
  json: ['', (value) => escaped(jsonText(value))],
};

const ownWriter = ({ name, kind, names, hidesUnset = false }: OwnElement, indent: string): Write => {
  const [type, plain] = kinds[kind];
  const unset = hidesUnset ? '' : `${indent}<${name} nil="true"/>\n`;
  const [start, end] = [`${indent}<${name}${type}>`, `</${name}>\n`];
  const write: Write = names ? (value) => escaped(names.get(String(value)) ?? String(value)) : plain;
  return (value, zone) => (value === null ? unset : start + write(value, zone) + end);
};

/** An element with those of the row's layout in it. */
const rowWriter = (name: string, layout: Layout, indent: string): ((row: ShapedRow, zone: string) => string) => {
  if (layout.length === 0) return () => `${indent}<${name}/>\n`;
  const children = layout.map((element, place) => ({ key: nameAt(place), write: elementWriter(element, `${indent}  `) }));
  const [start, end] = [`${indent}<${name}>\n`, `${indent}</${name}>\n`];
  return (row, zone) => {
    let text = start;
    for (const { key, write } of children) text += write(row[key], zone);
    return text + end;
  };
};

const listWriter = (name: string, item: string, layout: Layout, indent: string): ((rows: readonly ShapedRow[], zone: string) => string) => {
  const write = rowWriter(item, layout, `${indent}  `);
  const [start, end] = [`${indent}<${name} type="array">\n`, `${indent}</${name}>\n`];
  return (rows, zone) => {
    if (rows.length === 0) return `${indent}<${name} type="array"/>\n`;
    let text = start;
    for (const row of rows) text += write(row, zone);
    return text + end;
  };
};

/** Elements that stand for another record are left out where there is none; others are nil. */
const elementWriter = (element: LayoutElement, indent: string): Write => {
  if ('field' in element) return ownWriter(element, indent);
  if ('listOf' in element) {
    const write = listWriter(element.name, element.item, element.layout, indent);
    return (rows, zone) => write(rows as readonly ShapedRow[], zone); // as its shape says, here and below
  }
  const write = rowWriter(element.name, element.layout, indent);
  if ('one' in element) return (row, zone) => (row === null ? '' : write(row as ShapedRow, zone));
  const places = element.layout.map((_, place) => nameAt(place));
  return (value, zone) => (value === null ? '' : write(Object.fromEntries(places.map((place) => [place, value])), zone));
};

interface Root {
  readonly name: string;
  readonly plural: string;
}

/** Writers by the name of the root, which an answer's layout always has the same of. */
const rootWriters = perLayout((layout) => {
  const kept = new Map<string, Write>();
  return (key: string, make: (layout: Layout) => Write): Write => {
    const write = kept.get(key) ?? make(layout);
    kept.set(key, write);
    return write;
  };
});

const isList = (content: ShapedRow | readonly ShapedRow[]): content is readonly ShapedRow[] => Array.isArray(content);

/**
 * The document of an answer: one row under its singular name, a list under the plural with `type="array"`. Unset elements are nil, unset
 * associations left out. Times are written in the zone.
 */
export const writeXml = ({ name, plural }: Root, layout: Layout, content: ShapedRow | readonly ShapedRow[], zone = 'UTC'): string => {
  const kept = rootWriters(layout);
  const write = isList(content)
    ? kept(plural, () => listWriter(plural, name, layout, '') as Write)
    : kept(name, () => rowWriter(name, layout, '') as Write);
  return declaration + write(content, zone);
};

/** The document of an answer that is an error: `<errors><error>message</error>…</errors>`. */
export const writeXmlErrors = (messages: readonly string[]): string => {
  if (messages.length === 0) return `${declaration}<errors/>\n`;
  return `${declaration}<errors>\n${messages.map((message) => `  <error>${escaped(message)}</error>\n`).join('')}</errors>\n`;
};
