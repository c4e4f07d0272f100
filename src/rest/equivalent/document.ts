// The layouts of REST answers as GraphQL selections, without what GraphQL doesn't show: logins, and the authors of anything but runs.
import { associationOf } from '../../domain/entities/entities.js';
import type { EntityName } from '../../domain/entities/entity.js';
import { maximumPageSize } from '../../domain/read/page.js';
import type { Layout, LayoutElement, OwnElement } from '../response/layout.js';
import { fieldName, references } from './names.js';

/** Actors have no number in GraphQL. */
const actorFields: Readonly<Record<string, string>> = { id: 'id', name: 'name' };

/** A foreign key is shown by what it refers to. */
const ownField = (entity: EntityName, { field }: OwnElement): string | undefined => {
  if (entity === 'actor') return actorFields[field];
  const reference = references.get(field);
  return reference === undefined ? fieldName(field) : `${reference} { databaseId }`;
};

/** The lists that are connections in GraphQL. */
const pages: ReadonlySet<string> = new Set(['integrationErrors']);

const isShown = (owner: EntityName, target: EntityName): boolean => target !== 'actor' || owner === 'integrationRun';

const fieldOf = (entity: EntityName, element: LayoutElement): string | undefined => {
  if ('field' in element) return ownField(entity, element);
  if ('group' in element) return selectionOf(entity, element.layout); // flat in GraphQL
  const association = 'one' in element ? element.one : element.listOf;
  const target = associationOf(entity, association).entity;
  if (!isShown(entity, target)) return undefined;
  const inner = selectionOf(target, element.layout);
  if (!pages.has(association)) return `${association} { ${inner} }`;
  return `${association}(first: ${maximumPageSize}, orderBy: {field: ID, direction: ASC}) { nodes { ${inner} } }`;
};

/**
 * The fields, without braces, that show what a REST answer in this layout shows of a record. A selection can't be empty: where nothing was
 * chosen, the name of the type shows at least that something is there.
 */
export const selectionOf = (entity: EntityName, layout: Layout): string => {
  const fields = layout.map((element) => fieldOf(entity, element)).filter((field) => field !== undefined);
  return fields.length === 0 ? '__typename' : fields.join(' ');
};
