// What can be asked of a resource: its attributes and its associations, under the names of the original API.
import { closest, distance } from 'fastest-levenshtein';
import { associationOf, columnOf, entityOf } from '../../../domain/entities/entities.js';
import type { EntityName } from '../../../domain/entities/entity.js';
import { BadInputError } from '../../../domain/rules/errors.js';
import { joinWords } from '../../../domain/rules/wording.js';
import { shown } from '../../../lib/shown.js';
import { type Resource, resources } from '../../wire/resources.js';
import { underscored } from './key.js';

const resourceOf = new Map<EntityName, Resource>(Object.values<Resource>(resources).map((resource) => [resource.entity, resource]));

export interface Vocabulary {
  /** Columns by name; `supplier[name]` is one name. */
  readonly attributes: ReadonlyMap<string, string>;
  /** The reader's associations by name, each with the resource that it leads to. */
  readonly associations: ReadonlyMap<string, { readonly name: string; readonly target: Resource }>;
  /** The attributes that have an order, and can be compared: all but JSON. */
  readonly comparable: ReadonlyMap<string, string>;
}

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Foreign keys that the original takes flat although answers don't show them so. */
const flatKeys = ['integrationId'] as const;

/** Associations that the original would call otherwise. */
const renamed: ReadonlyMap<string, string> = new Map([['historyRecords', 'integrationHistoryRecords']]);

const makeVocabulary = ({ entity, elements }: Resource): Vocabulary => {
  const attributes = new Map(elements.map(({ name, field }) => [underscored(name), field]));
  for (const field of flatKeys) if (Object.hasOwn(entityOf(entity).columns, field)) attributes.set(snake(field), field);
  const associations = Object.keys(entityOf(entity).associations).flatMap((name): [string, { name: string; target: Resource }][] => {
    const target = name === 'firstResponse' ? undefined : resourceOf.get(associationOf(entity, name).entity); // one of `responses`
    return target ? [[snake(renamed.get(name) ?? name), { name, target }]] : [];
  });
  const comparable = [...attributes].filter(([, field]) => columnOf(entity, field).kind !== 'json');
  return { attributes, associations: new Map(associations), comparable: new Map(comparable) };
};

const vocabularies = new Map(Object.values<Resource>(resources).map((resource) => [resource, makeVocabulary(resource)]));

/** What can be asked of a resource of the table. */
export const vocabularyOf = (resource: Resource): Vocabulary => {
  const vocabulary = vocabularies.get(resource);
  if (!vocabulary) throw new TypeError(`${resource.name} is not in the table of resources.`);
  return vocabulary;
};

/** A 400 for a name that doesn't exist (told by its whole path), with the nearest that does and the whole list. */
export const unknownName = (kind: string, name: string, known: readonly string[], path = name): BadInputError => {
  const near = known.length === 0 ? name : closest(name, [...known]);
  const hint = distance(name, near) <= Math.min(3, name.length / 2) ? ` Did you mean ${near}?` : '';
  return new BadInputError(
    `There is no ${kind} ${shown(path)}.${hint} There ${known.length === 1 ? 'is' : 'are'} ${joinWords(known, 'and')}.`,
  );
};
