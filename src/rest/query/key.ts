// Takes the key of a query parameter apart: `a[b][c]` and `a[b[c]]` are the same three names.
import { BadInputError } from '../../domain/errors.js';

const longest = 200;

/** Dashes and underscores are alike in every name. */
export const underscored = (name: string): string => name.replaceAll('-', '_');

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
  const shown = JSON.stringify(key.slice(0, longest));
  if (key.length > longest) throw new BadInputError(`The parameter ${shown}… is too long (at most ${longest} characters).`);
  if (!isBalanced(key)) throw new BadInputError(`The brackets of the parameter ${shown} don't match.`);
  const names = key.replace(/\]+$/, '').split(/\]*\[/);
  if (names.some((name) => name === '' || name.includes(']')))
    throw new BadInputError(`The parameter ${shown} lacks a name between its brackets.`);
  return names.map(underscored);
};
