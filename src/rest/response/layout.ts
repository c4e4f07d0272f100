// What an answer shows, element by element, in the order of the contract: made of the table of resources and of what nests where. A layout is
// read as a shape (`selection.ts`) and written as JSON or XML; a client that wants less gets a layout with less in it.
import { type DocumentRecordName, responseEntity } from '../../domain/document-record/attributes.js';
import type { Column, ColumnKind } from '../../domain/entities/columns.js';
import { columnOf } from '../../domain/entities/entities.js';
import type { EntityName } from '../../domain/entities/entity.js';
import { type RecordEntity, type Resource, resources } from '../wire/resources.js';

export type Layout = readonly LayoutElement[];

export type LayoutElement = OwnElement | GroupElement | AssociatedElement | ListElement;

/** A value of the row itself. */
export interface OwnElement {
  readonly name: string;
  /** The column that it shows. */
  readonly field: string;
  readonly kind: ColumnKind;
  /** The column of an enum, whose values are written under their names. */
  readonly enumColumn?: Column;
  /** Whether it is left out, rather than null, while it is unset. */
  readonly hidesUnset?: boolean;
}

/** Elements that stand for another record although the row has their values itself. */
export interface GroupElement {
  readonly name: string;
  /** The columns of that record. With all of them unset, there is none. */
  readonly group: readonly string[];
  /** Own elements, each of one of the columns. */
  readonly layout: Layout;
}

/** The record that an association leads to. */
interface AssociatedElement {
  readonly name: string;
  readonly one: string;
  readonly layout: Layout;
}

/** All records of an association, by id. */
interface ListElement {
  readonly name: string;
  readonly listOf: string;
  /** What each of them is called in XML. */
  readonly item: string;
  readonly layout: Layout;
}

const own = (entity: EntityName, field: string, name: string): OwnElement => {
  const column = columnOf(entity, field);
  return {
    name,
    field,
    kind: column.kind,
    ...(column.kind === 'enum' && { enumColumn: column }),
    ...(field === 'maxUpdatedAt' && { hidesUnset: true }),
  };
};

/** Elements that answers show beside those of the table, by the element that they stand in. */
const shownToo: Readonly<Record<string, (entity: EntityName) => Layout>> = {
  supplier: (entity) => [own(entity, 'supplierName', 'display-name')],
};

/** The elements that a row has of itself; `supplier[name]` is `supplier` with `name` in it. */
const ownOf = ({ entity, elements }: Resource): Layout => {
  const members = new Map<string, OwnElement[]>();
  const whole = elements.flatMap(({ name, field }): LayoutElement[] => {
    const [, outer, inner] = /^(.+)\[(.+)\]$/.exec(name) ?? [];
    if (outer === undefined || inner === undefined) return [own(entity, field, name)];
    const known = members.get(outer);
    const member = own(entity, field, inner);
    if (known) known.push(member);
    else members.set(outer, [member]);
    return known ? [] : [{ name: outer, group: [], layout: [] }];
  });
  return whole.map((element) => {
    const own = members.get(element.name);
    return own
      ? { name: element.name, group: own.map(({ field }) => field), layout: [...own, ...(shownToo[element.name]?.(entity) ?? [])] }
      : element;
  });
};

export const user: Layout = [own('actor', 'id', 'id'), own('actor', 'login', 'login'), own('actor', 'name', 'fullname')];

const authors: Layout = [
  { name: 'created-by', one: 'createdBy', layout: user },
  { name: 'updated-by', one: 'updatedBy', layout: user },
];

const integrationLayout: Layout = [...ownOf(resources.integration), ...authors];

const integration: LayoutElement = { name: 'integration', one: 'integration', layout: integrationLayout };

const responsesOf = (entity: DocumentRecordName): LayoutElement => {
  const response = resources[responseEntity(entity)];
  return { name: 'responses', listOf: 'responses', item: response.name, layout: ownOf(response) };
};

const documentRecord = (entity: DocumentRecordName): Layout => [...ownOf(resources[entity]), integration, responsesOf(entity), ...authors];

const integrationErrors: LayoutElement = {
  name: 'integration-errors',
  listOf: 'integrationErrors',
  item: resources.integrationError.name,
  layout: [...ownOf(resources.integrationError), responsesOf('integrationError'), ...authors],
};

/** Each answer as a whole. The original shows no authors of contracts. */
export const layouts: Readonly<Record<RecordEntity, Layout>> = {
  integration: integrationLayout,
  integrationRun: [...ownOf(resources.integrationRun), integration, integrationErrors, ...authors],
  integrationError: documentRecord('integrationError'),
  integrationHistoryRecord: documentRecord('integrationHistoryRecord'),
  contract: ownOf(resources.contract),
};
