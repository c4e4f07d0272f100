import { wireEnum } from './names.js';
import type { Resource } from './resources.js';
import { JsonValue, type Leaf, type Tree } from './tree.js';

/** The elements that a row has of itself, without what it is associated with. `max-updated-at` is there only once it is set. */
export const ownElements = ({ elements }: Resource, row: object): Tree => {
  const values = row as Record<string, Leaf>;
  const shown = elements.flatMap(({ name, field, kind }): [string, Leaf][] => {
    const value = values[field] ?? null;
    if (field === 'maxUpdatedAt' && value === null) return [];
    if (kind === 'json' && value !== null) return [[name, new JsonValue(value)]];
    return [[name, kind === 'enum' && value !== null ? wireEnum(field, String(value)) : value]];
  });
  return Object.fromEntries(shown);
};
