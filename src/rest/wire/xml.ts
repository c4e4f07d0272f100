// Writes a tree as XML, as the original does: dashed elements whose `type` attribute says what they hold, two spaces a level. Always
// well-formed, whatever the texts hold; it refuses nothing, and checks no names: those come from our own tables, never from a client.
import { Decimal, decimalText } from '../../domain/decimal.js';
import { resources } from './resources.js';
import { wireTime } from './time.js';
import { associations, JsonValue, type Leaf, type Tree } from './tree.js';

type Value = Leaf | Tree | readonly Tree[];

/** What the items of a list are called, by the name of the list. */
export const itemNames: ReadonlyMap<string, string> = new Map(Object.values(resources).map(({ plural, name }) => [plural, name]));

const itemName = (list: string): string => itemNames.get(list) ?? list.replace(/s$/, '');

const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';

// A bare CR would be read back as LF.
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

/** The text, escaped. Characters that XML 1.0 can't hold in any way, not even as a reference, become U+FFFD. */
const escaped = (text: string): string =>
  text.replace(/[&<>"'\r]|[^\t\n\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, (character) => references[character] ?? '\uFFFD');

// JSON has escapes of its own for what XML can't hold. JSON.stringify uses them for control characters and lone surrogates, not for these two.
const jsonText = (value: unknown): string =>
  (JSON.stringify(value) ?? 'null').replaceAll('\uFFFE', '\\ufffe').replaceAll('\uFFFF', '\\uffff');

const isList = (value: Value): value is readonly Tree[] => Array.isArray(value);

/** The type attribute and the text of a value that isn't null. */
const typed = (value: Exclude<Leaf, null>, zone: string): readonly [type: string, text: string] => {
  if (typeof value === 'string') return ['', value];
  if (typeof value === 'number') return [' type="integer"', String(value)];
  if (typeof value === 'boolean') return [' type="boolean"', String(value)];
  if (value instanceof Date) return [' type="dateTime"', wireTime(value, zone)];
  if (value instanceof JsonValue) return ['', jsonText(value.value)];
  return [' type="decimal"', decimalText(value)];
};

const isLeaf = (value: Exclude<Leaf, null> | Tree): value is Exclude<Leaf, null> =>
  typeof value !== 'object' || value instanceof Date || value instanceof JsonValue || value instanceof Decimal;

const parent = (name: string, type: string, children: readonly string[], indent: string): string =>
  children.length === 0 ? `${indent}<${name}${type}/>\n` : `${indent}<${name}${type}>\n${children.join('')}${indent}</${name}>\n`;

const element = (name: string, value: Value, zone: string, indent = ''): string => {
  if (value === null) return associations.has(name) ? '' : `${indent}<${name} nil="true"/>\n`;
  const inner = `${indent}  `;
  if (isList(value)) {
    const item = itemName(name);
    const items = value.map((tree) => element(item, tree, zone, inner));
    return parent(name, ' type="array"', items, indent);
  }
  if (isLeaf(value)) {
    const [type, text] = typed(value, zone);
    return `${indent}<${name}${type}>${escaped(text)}</${name}>\n`;
  }
  const children = Object.entries(value).map(([childName, child]) => element(childName, child, zone, inner));
  return parent(name, '', children, indent);
};

/**
 * The document of an answer: one tree under its singular name, a list under the plural with `type="array"`. Unset elements are nil, unset
 * associations left out. Times are written in the zone.
 */
export const writeXml = (root: { readonly name: string; readonly plural: string }, tree: Tree | readonly Tree[], zone = 'UTC'): string =>
  declaration + element(isList(tree) ? root.plural : root.name, tree, zone);

/** The document of an answer that is an error: `<errors><error>message</error>…</errors>`. */
export const writeXmlErrors = (messages: readonly string[]): string => {
  const errors = messages.map((message) => element('error', message, 'UTC', '  '));
  return declaration + parent('errors', '', errors, '');
};
