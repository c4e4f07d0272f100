// One request in either format: bodies are told as plain values and written as JSON or XML, answers are read back to plain values.
import { readXml } from '../../src/rest/request/read-xml.js';
import type { World } from '../support/world.js';

export const formats = ['json', 'xml'] as const;
export type Format = (typeof formats)[number];

type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };
export type Elements = { readonly [name: string]: Value };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const element = (name: string, value: Value): string => {
  if (value === null) return `<${name} nil="true"/>`;
  if (name === 'flow') return `<flow>${escaped(JSON.stringify(value))}</flow>`;
  if (Array.isArray(value)) {
    const items = value.map((item: Value) => element(name.replace(/s$/, ''), item));
    return `<${name} type="array">${items.join('')}</${name}>`;
  }
  if (typeof value !== 'object') return `<${name}>${escaped(String(value))}</${name}>`;
  const inner = Object.entries(value).map(([child, item]) => element(child, item));
  return `<${name}>${inner.join('')}</${name}>`;
};

/** The root element of bodies under a path: `/api/integration_runs/7/run` → `integration-run`. */
export const rootOf = (path: string): string => (path.split(/[/?.]/)[2] ?? '').replace(/s$/, '').replaceAll('_', '-');

/** A body as a client of the format writes it: bare in JSON, in its root element in XML. */
export const written = (format: Format, path: string, body: Elements): string =>
  format === 'json' ? JSON.stringify(body) : element(rootOf(path), body);

export interface BothAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What the body says, without its root element; undefined when there is none. */
  readonly value: unknown;
}

const bare = (document: unknown): unknown => Object.values(document as object)[0];

/** What a body of the format says, without its root element; undefined for an empty one. */
export const read = (format: Format, text: string): unknown => {
  if (text === '') return undefined;
  return format === 'json' ? JSON.parse(text) : bare(readXml(new TextEncoder().encode(text), null));
};

/** Asks in one format, and for the same one. */
export const ask = async (
  world: World,
  format: Format,
  method: string,
  path: string,
  body?: Elements,
  headers: Record<string, string> = {},
): Promise<BothAnswer> => {
  const mediaType = `application/${format}`;
  const sent = body && written(format, path, body);
  const typed = { accept: mediaType, ...(sent !== undefined && { 'content-type': mediaType }), ...headers };
  const answer = await world.rest(method, path, sent, typed);
  return { status: answer.status, headers: answer.headers, text: answer.text, value: read(format, answer.text) };
};

/** The messages of a refusal, in either format. */
export const messagesOf = ({ value }: BothAnswer): unknown => {
  const inner = typeof value === 'object' && value !== null && 'errors' in value ? value.errors : value;
  return [Object.values(inner as object)[0]].flat();
};

/** An element of an answer that is a number. @throws Error when it is none */
export const numberIn = (value: unknown, name: string): number => {
  const found = (value as Record<string, unknown>)[name];
  if (typeof found !== 'number') throw new Error(`${name} is no number in ${JSON.stringify(value)}`);
  return found;
};

/** The `id` elements of a list. */
export const idsIn = (value: unknown): number[] => {
  if (!Array.isArray(value)) throw new Error(`no list: ${JSON.stringify(value)}`);
  return value.map((item: unknown) => numberIn(item, 'id'));
};
