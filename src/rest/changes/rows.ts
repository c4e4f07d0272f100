// A change as an answer shows it: what it was, and the records that it is about, as they now are.
import { encodePosition } from '../../domain/feed/position.js';
import type { Change } from '../../domain/feed/read-changes.js';
import { readRows, type ShapedRow } from '../../domain/read/prepared-read.js';
import type { DomainContext } from '../../domain/rules/viewer.js';
import { type Layout, type LayoutElement, layouts, type OwnElement, user } from '../response/layout.js';
import { nameAt, shapeOf } from '../response/selection.js';

/** What belongs to a record but isn't the record is left out: a run has any number of errors. */
const withoutLists = (layout: Layout): Layout => layout.filter((element) => !('listOf' in element));

/** The records that a change may be about, each with the element that shows it and the id that names it. */
const records = [
  { entity: 'actor', name: 'actor', idOf: ({ actorId }: Change) => actorId, layout: user },
  {
    entity: 'integrationRun',
    name: 'integration-run',
    idOf: ({ integrationRunId }: Change) => integrationRunId,
    layout: withoutLists(layouts.integrationRun),
  },
  {
    entity: 'integrationError',
    name: 'integration-error',
    idOf: ({ integrationErrorId }: Change) => integrationErrorId,
    layout: layouts.integrationError,
  },
  { entity: 'integration', name: 'integration', idOf: ({ integrationId }: Change) => integrationId, layout: layouts.integration },
  { entity: 'contract', name: 'contract', idOf: ({ contractId }: Change) => contractId, layout: layouts.contract },
] as const;

const ownElements: readonly (OwnElement & { readonly of: (change: Change) => unknown })[] = [
  { name: 'position', field: 'position', kind: 'text', of: encodePosition },
  { name: 'type', field: 'type', kind: 'text', of: ({ type }) => type.toLowerCase() },
  { name: 'at', field: 'at', kind: 'time', of: ({ at }) => at.toISOString() },
  { name: 'source', field: 'source', kind: 'text', of: ({ source }) => source.toLowerCase() },
  { name: 'version', field: 'version', kind: 'integer', of: ({ version }) => version },
];

const nested: readonly LayoutElement[] = records.map(({ name, entity, layout }) => ({ name, one: entity, layout }));

/** The elements of a change, in their order. */
export const changeLayout: Layout = [...ownElements.map(({ of: _of, ...element }) => element), ...nested];

/** A name that no place of a layout has. */
const keyName = 'key';

const readById = async (
  context: DomainContext,
  { entity, layout }: (typeof records)[number],
  ids: readonly number[],
): Promise<Map<unknown, ShapedRow>> => {
  if (ids.length === 0) return new Map();
  const where = { field: 'id', operator: 'in', value: ids } as const;
  const slice = { where, order: { field: 'id', direction: 'ASC' }, limit: ids.length } as const;
  const rows = await readRows(context, entity, slice, [...shapeOf(layout), [keyName, { column: 'id' }]]);
  return new Map(rows.map((row) => [row[keyName], row]));
};

/**
 * The changes in that layout: a statement for each kind of record.
 * @throws ForbiddenError without the scope of a record that is among them
 */
export const changeRows = async (context: DomainContext, changes: readonly Change[]): Promise<readonly ShapedRow[]> => {
  const found = await Promise.all(
    records.map((record) => readById(context, record, [...new Set(changes.flatMap((change) => record.idOf(change) ?? []))])),
  );
  return changes.map((change) =>
    Object.fromEntries([
      ...ownElements.map(({ of }, place) => [nameAt(place), of(change)]),
      ...records.map(({ idOf }, index) => [nameAt(ownElements.length + index), found[index]?.get(idOf(change)) ?? null]),
    ]),
  );
};
