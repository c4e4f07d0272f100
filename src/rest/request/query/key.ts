// Takes the key of a query parameter apart: `a[b][c]` and `a[b[c]]` are the same three names. Blanks around a key or a name are nothing.
import { BadInputError } from '../../../domain/rules/errors.js';
import { shown } from '../../../lib/shown.js';

const longest = 200;

/** Dashes and underscores are alike in every name. */
export const underscored = (name: string): string => name.replaceAll('-', '_');

const nameOf = (text: string): string => underscored(text.trim());

const isBalanced = (key: string): boolean => {
  let depth = 0;
  for (const character of key) {
    if (character === '[') depth += 1;
    if (character === ']') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
};

/**
 * The names in a key, underscored.
 * @throws BadInputError for brackets that don't match, and for names that are missing
 */
export const parseKey = (key: string): readonly string[] => {
  if (key.length > longest) throw new BadInputError(`The parameter ${shown(key)} is too long (at most ${longest} characters).`);
  if (!isBalanced(key)) throw new BadInputError(`The brackets of the parameter ${shown(key)} don't match.`);
  const names = key.replace(/[\]\s]+$/, '').split(/[\]\s]*\[/);
  if (names.some((name) => name.trim() === '' || name.includes(']')))
    throw new BadInputError(`The parameter ${shown(key)} lacks a name between its brackets.`);
  return names.map(nameOf);
};

/** The names as one key, in the spelling that messages have: `a[b][c]`. */
export const keyOf = ([first = '', ...rest]: readonly string[]): string => first + rest.map((name) => `[${name}]`).join('');

/** An attribute that a value names, spelled as in the lists of attributes: ` supplier[ name ]` → `supplier[name]`. */
export const attributeName = (text: string): string =>
  text
    .split(/([[\]])/)
    .map(nameOf)
    .join('');

/** The value of a parameter whose key is one name; of several the last. Null where it isn't there. */
export const parameterOf = (search: URLSearchParams, name: string): string | null =>
  [...search].findLast(([key]) => nameOf(key) === name)?.[1] ?? null;
