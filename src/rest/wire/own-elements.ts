import { wireEnum } from './names.js';
import type { Resource } from './resources.js';
import { JsonValue, type Leaf, type Tree } from './tree.js';

/** `supplier[name]` is shown as `supplier` with `name` in it, or as null when it is unset. */
const nested = (name: string, value: Leaf): [string, Leaf | Tree] => {
  const [, outer, inner] = /^(.+)\[(.+)\]$/.exec(name) ?? [];
  if (outer === undefined || inner === undefined) return [name, value];
  return [outer, value === null ? null : { [inner]: value }];
};

/** The elements that a row has of itself, without what it is associated with. `max-updated-at` is there only once it is set. */
export const ownElements = ({ elements }: Resource, row: object): Tree => {
  const values = row as Record<string, Leaf>;
  const shown = elements.flatMap(({ name, field, kind }): [string, Leaf | Tree][] => {
    const value = values[field] ?? null;
    if (field === 'maxUpdatedAt' && value === null) return [];
    if (kind === 'json' && value !== null) return [[name, new JsonValue(value)]];
    return [nested(name, kind === 'enum' && value !== null ? wireEnum(field, String(value)) : value)];
  });
  return Object.fromEntries(shown);
};
