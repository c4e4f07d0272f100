// What an answer shows, element by element, in the order of the contract: made of the table of resources and of what nests where. A layout is
// read as a shape (`shape.ts`) and written as JSON or XML; a client that wants less gets a layout with less in it.
import type { ColumnKind } from '../../domain/read/columns.js';
import { columnOf, type EntityName } from '../../domain/read/entities.js';
import { wireEnum } from './names.js';
import { type RecordEntity, type Resource, resources } from './resources.js';

export type Layout = readonly LayoutElement[];

export type LayoutElement = OwnElement | GroupElement | AssociatedElement | ListElement;

/** A value of the row itself. */
export interface OwnElement {
  readonly name: string;
  /** The column that it shows. */
  readonly field: string;
  readonly kind: ColumnKind;
  /** How the values of an enum are written. */
  readonly names?: ReadonlyMap<string, string>;
  /** Whether it is left out, rather than null, while it is unset. */
  readonly hidesUnset?: boolean;
}

/** Elements that stand for another record although the row has their value itself; all of them show it. */
export interface GroupElement {
  readonly name: string;
  /** The column. Unset, there is no such record. */
  readonly group: string;
  readonly layout: Layout;
}

/** The record that an association leads to. */
export interface AssociatedElement {
  readonly name: string;
  readonly one: string;
  readonly layout: Layout;
}

/** All records of an association, by id. */
export interface ListElement {
  readonly name: string;
  readonly listOf: string;
  /** What each of them is called in XML. */
  readonly item: string;
  readonly layout: Layout;
}

const own = (entity: EntityName, field: string, name: string): OwnElement => {
  const { kind, values } = columnOf(entity, field);
  return {
    name,
    field,
    kind,
    ...(values && { names: new Map(values.map((value) => [value, wireEnum(field, value)])) }),
    ...(field === 'maxUpdatedAt' && { hidesUnset: true }),
  };
};

/** The elements that a row has of itself; `supplier[name]` is `supplier` with `name` in it. */
const ownOf = ({ entity, elements }: Resource): Layout =>
  elements.map(({ name, field }) => {
    const [, outer, inner] = /^(.+)\[(.+)\]$/.exec(name) ?? [];
    if (outer === undefined || inner === undefined) return own(entity, field, name);
    return { name: outer, group: field, layout: [own(entity, field, inner)] };
  });

const user: Layout = [own('actor', 'id', 'id'), own('actor', 'login', 'login'), own('actor', 'name', 'fullname')];

const authors: Layout = [
  { name: 'created-by', one: 'createdBy', layout: user },
  { name: 'updated-by', one: 'updatedBy', layout: user },
];

const integrationLayout: Layout = [...ownOf(resources.integration), ...authors];

const integration: LayoutElement = { name: 'integration', one: 'integration', layout: integrationLayout };

const responses: LayoutElement = {
  name: 'responses',
  listOf: 'responses',
  item: resources.response.name,
  layout: ownOf(resources.response),
};

const integrationErrors: LayoutElement = {
  name: 'integration-errors',
  listOf: 'integrationErrors',
  item: resources.integrationError.name,
  layout: [...ownOf(resources.integrationError), responses, ...authors],
};

/** Each answer as a whole. The original shows no authors of contracts. */
export const layouts: Readonly<Record<RecordEntity, Layout>> = {
  integration: integrationLayout,
  integrationRun: [...ownOf(resources.integrationRun), integration, integrationErrors, ...authors],
  integrationError: [...ownOf(resources.integrationError), integration, responses, ...authors],
  contract: ownOf(resources.contract),
};
