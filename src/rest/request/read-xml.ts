// Reads a body in XML into the plain values that the same body gives as JSON, so that one reader serves both. It refuses what a body of this
// API never needs and an attacker would send: document types, entities of one's own, and documents deeper or larger than the limits.
// Names count without their prefixes, whether these are declared or not: the API has no namespace, and its clients have all sorts of them.

import { SaxesParser } from 'saxes';
import { cut, shown } from '../../lib/shown.js';
import { dashesForUnderscores } from '../../lib/words.js';
import { itemNames } from '../wire/resources.js';

const limits = {
  depth: 32,
  /** Attributes of one element. */
  attributes: 16,
  /** Characters of an attribute's value. */
  attributeLength: 1_000,
  /** Characters of the name of an element or attribute. */
  nameLength: 200,
  /** Characters of a parser's complaint, which may quote what was sent. */
  complaint: 200,
} as const;

/** The body can't be read as XML, or is XML of a kind that is refused. The message is for the client, with line and column where known. */
export class XmlError extends Error {}

interface Child {
  readonly name: string;
  readonly value: unknown;
}

interface OpenElement {
  /** Without its prefix; inside `flow` as it was sent. */
  readonly name: string;
  /** In lower case; empty when none was sent. */
  readonly type: string;
  readonly isNil: boolean;
  /** Whether it stands inside `flow`, whose inside is the client's own. */
  readonly isInFlow: boolean;
  readonly children: Child[];
  text: string;
}

/** The name without its prefix; null for one with an empty part, or several colons. */
const localName = (name: string): string | null => (name.includes(':') ? (/^[^:]+:([^:]+)$/.exec(name)?.[1] ?? null) : name);

/** The value of the attribute with that local name, of several that without a prefix; empty where there is none. */
const attributeOf = (attributes: Readonly<Record<string, string>>, name: string): string => {
  const key = Object.hasOwn(attributes, name)
    ? name
    : Object.keys(attributes).find((key) => key.endsWith(`:${name}`) && !key.startsWith('xmlns:') && localName(key) === name);
  return key === undefined ? '' : (attributes[key] ?? '');
};

/** `xsd:dateTime` → `datetime` */
const typeOf = (value: string): string => (localName(value.trim()) ?? '').toLowerCase();

// Narrower than \s: XML knows four blanks, and any other one is text.
const isBlank = (text: string): boolean => !/[^ \t\r\n]/.test(text);

/** Of an element without anything in it, which in a list is an object without anything in it: the lists of this API hold objects. */
const isEmptyText = (value: unknown): boolean => typeof value === 'string' && isBlank(value);

const integer = (text: string): unknown => {
  const number = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : null;
  return Number.isSafeInteger(number) ? number : text;
};

const booleans: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** What a text of a type is. A text that isn't of its type stays as it is, so that whoever reads the element complains in its name. */
const typedReaders: ReadonlyMap<string, (text: string) => unknown> = new Map<string, (text: string) => unknown>([
  ['integer', integer],
  ['boolean', (text) => booleans.get(text.trim()) ?? text],
  ['datetime', (text) => text.trim()],
  ['decimal', (text) => text.trim()],
]);

/** The JSON value that a text holds; a text that is no JSON is the value itself. */
const jsonOrText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** An object of the children, those of the same name as one array. Its keys are its own, even `__proto__`. */
const objectOf = (children: readonly Child[]): object => {
  const groups = new Map<string, unknown[]>();
  for (const { name, value } of children) {
    const group = groups.get(name);
    if (group) group.push(value);
    else groups.set(name, [value]);
  }
  return Object.fromEntries([...groups].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
};

const elementValue = ({ name, type, isNil, isInFlow, children, text }: OpenElement, isRoot: boolean): unknown => {
  if (isNil) return null;
  const item = isInFlow ? undefined : itemNames.get(dashesForUnderscores(name));
  if (children.length > 0) {
    const isList = type === 'array' || children.every((child) => dashesForUnderscores(child.name) === item);
    return isList ? children.map(({ value }) => (isEmptyText(value) ? {} : value)) : objectOf(children);
  }
  if (isBlank(text)) {
    if (type === 'array' || item !== undefined) return [];
    if (isRoot) return {};
  }
  if (name === 'flow' && !isInFlow) return isBlank(text) ? null : jsonOrText(text);
  return typedReaders.get(type)?.(text) ?? text;
};

/** The encoding that the first bytes give away, by a byte order mark or by a `<` of two bytes. */
export const encodingOfBytes = ([first, second, third]: Uint8Array): string | null => {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0x00)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0x00 && second === 0x3c)) return 'utf-16be';
  return null;
};

const declaredEncoding = (bytes: Uint8Array): string | undefined => {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  return /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([^"']*)["']/.exec(start)?.[1];
};

const charsetOf = (contentType: string | null): string | undefined => /;\s*charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1];

const decoderFor = (label: string): TextDecoder => {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    throw new XmlError(`The body can't be read: its encoding ${shown(label)} is not known here. Send UTF-8.`);
  }
};

/** What windows-1252 has for the bytes 80 to 9F. Node 20 reads them as Latin-1 does; later versions don't. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

const decodeBy = (decoder: TextDecoder, bytes: Uint8Array): string => {
  const text = decoder.decode(bytes);
  if (decoder.encoding !== 'windows-1252') return text;
  return text.replace(/[\u0080-\u009f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control);
};

/** The document's characters. The bytes are believed first, then the content type, then the document itself, as RFC 7303 has it. */
const decode = (bytes: Uint8Array, contentType: string | null): string => {
  const certain = encodingOfBytes(bytes);
  const asked = decoderFor(certain ?? charsetOf(contentType) ?? declaredEncoding(bytes) ?? 'utf-8');
  // What doesn't begin like UTF-16 can't be it: some clients build their document in memory, declare that memory's encoding, and send UTF-8.
  const decoder = certain === null && asked.encoding.startsWith('utf-16') ? decoderFor('utf-8') : asked;
  try {
    return decodeBy(decoder, bytes);
  } catch {
    throw new XmlError(`The body can't be read: its bytes are not ${decoder.encoding.toUpperCase()}.`);
  }
};

/**
 * The body as JSON would have given it, under the name of its root element: `{ "integration-run": { … } }`, names as they were sent but for
 * their prefixes. Elements are texts unless `type` says `integer`, `boolean` or `array`; repeated ones and the known lists are arrays; `nil` ones are null; `flow` is the
 * JSON value that its text holds. Doesn't recurse, whatever the depth.
 * @throws XmlError for anything that is not well-formed, in an unknown encoding, beyond the limits above, or with more elements, comments and
 * the like than that
 */
export const readXml = (bytes: Uint8Array, contentType: string | null, mostNodes = Number.POSITIVE_INFINITY): unknown => {
  // Version 1.1 would let control characters in that no answer could give back.
  const parser = new SaxesParser({ xmlns: false, position: false, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  const open: OpenElement[] = [];
  const roots: Child[] = [];
  let nodeCount = 0;
  let attributeCount = 0;

  // The column is that of the character read last, counted from 1; after a line break it would be 0.
  const place = (): string => `line ${parser.line}, column ${Math.max(parser.column, 1)}`;
  const refuse = (reason: string): never => {
    throw new XmlError(`The body can't be read: ${place()}: ${reason}.`);
  };
  const refuseLongName = (name: string): void => {
    if (name.length > limits.nameLength) refuse(`a name has more than ${limits.nameLength} characters`);
  };
  const countNode = (): void => {
    nodeCount += 1;
    if (nodeCount > mostNodes) refuse(`there are more than ${mostNodes} elements, comments, instructions and sections`);
  };
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element) element.text += text;
  };

  parser.on('error', ({ message }) => {
    const complaint = message.length > limits.complaint ? `${message.slice(0, limits.complaint)}…` : message.replace(/\.$/, '');
    throw new XmlError(`The body is no XML: ${place()}: ${complaint}.`);
  });
  parser.on('doctype', () => refuse('a document type (DOCTYPE) is not allowed'));
  parser.on('opentagstart', ({ name }) => {
    refuseLongName(name);
    if (open.length >= limits.depth) refuse(`elements are nested more than ${limits.depth} deep`);
    countNode();
    attributeCount = 0;
  });
  parser.on('attribute', ({ name, value }) => {
    refuseLongName(name);
    if (value.length > limits.attributeLength) refuse(`an attribute has more than ${limits.attributeLength} characters`);
    attributeCount += 1;
    if (attributeCount > limits.attributes) refuse(`an element has more than ${limits.attributes} attributes`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const outer = open.at(-1);
    const isInFlow = outer !== undefined && (outer.isInFlow || outer.name === 'flow');
    const local = localName(name) ?? refuse(`${shown(name)} is no name of an element`);
    open.push({
      name: isInFlow ? name : local,
      type: typeOf(attributeOf(attributes, 'type')),
      isNil: booleans.get(attributeOf(attributes, 'nil').trim()) ?? false,
      isInFlow,
      children: [],
      text: '',
    });
  });
  parser.on('text', addText);
  parser.on('cdata', (text) => {
    countNode();
    addText(text);
  });
  parser.on('comment', countNode);
  parser.on('processinginstruction', countNode);
  parser.on('closetag', () => {
    const element = open.pop();
    if (!element) return;
    if (element.children.length > 0 && !isBlank(element.text)) refuse(`the element ${cut(element.name)} has both text and elements inside`);
    const siblings = open.at(-1)?.children ?? roots;
    siblings.push({ name: element.name, value: elementValue(element, open.length === 0) });
  });

  parser.write(decode(bytes, contentType)).close();
  return objectOf(roots);
};
