// The resources of the original API: every element under its name there, in the order in which answers give it. Reading bodies, writing
// answers and the query language all go by this table.

import { contractColumns } from '../../domain/contract/contract.js';
import { documentRecordColumns } from '../../domain/document-record/attributes.js';
import type { ByOf } from '../../domain/entities/by.js';
import type { ColumnKind } from '../../domain/entities/columns.js';
import { columnOf } from '../../domain/entities/entities.js';
import type { EntityName } from '../../domain/entities/entity.js';
import type { RecordName } from '../../domain/entities/records.js';
import { describingColumns } from '../../domain/integration/integration.js';
import { runColumns } from '../../domain/integration-run/attributes.js';
import { dashed } from '../../lib/words.js';

/** What the original API has paths of. */
export type RecordEntity = RecordName;

export interface Element {
  /** Dashed, as answers write it; `supplier[name]` is the element `name` within `supplier`. */
  readonly name: string;
  /** The column that it shows. */
  readonly field: string;
  readonly kind: ColumnKind;
  /** Whether requests may set it. */
  readonly writable: boolean;
  /** Other names under which requests may set it. */
  readonly aliases: readonly string[];
}

/** A record that another one belongs to: the element that names it, and the elements by one of which it does. */
export interface Owner<Entity extends keyof ByOf = keyof ByOf> {
  readonly entity: Entity;
  readonly name: string;
  readonly keys: readonly string[];
}

/** `Writable`: the columns that requests may set; `Required`: those that a new record must have. */
export interface Resource<Entity extends EntityName = EntityName, Writable extends string = string, Required extends string = string> {
  readonly entity: Entity;
  /** Name of the root element, and with underscores the key of its error messages. */
  readonly name: string;
  readonly plural: string;
  readonly elements: readonly Element[];
  readonly writable: readonly Writable[];
  readonly required?: readonly Required[];
  /** The records that a new one belongs to, of which it must name one. */
  readonly owners?: readonly Owner[];
}

/** A resource that has paths. */
export type RecordResource = Resource & { readonly entity: RecordEntity };

const sameFor = <Names>(entities: readonly EntityName[], names: Names) =>
  Object.fromEntries(entities.map((entity) => [entity, names] as const));

/** Elements whose name is not their column's. */
const renamed: Partial<Record<EntityName, Readonly<Record<string, string>>>> = {
  integration: { isStandard: 'standard' },
  ...sameFor(['integrationError', 'integrationHistoryRecord'], { isResolved: 'resolved' }),
  ...sameFor(['integrationErrorResponse', 'integrationHistoryRecordResponse'], { code: 'response-code', message: 'response-message' }),
  contract: {
    supplierId: 'supplier[id]',
    supplierName: 'supplier[name]',
    supplierNumber: 'supplier[number]',
    currencyCode: 'currency[code]',
  },
};

/** Names under which requests may set a column as well. */
const aliases: Partial<Record<EntityName, Readonly<Record<string, readonly string[]>>>> = {
  contract: { supplierId: ['supplier-id'], supplierName: ['supplier[display-name]'] },
};

/** The table's row of a resource that shows those columns, in their order. */
const resource = <Entity extends EntityName, const Row extends Omit<Resource, 'entity' | 'elements'>>(
  entity: Entity,
  shown: readonly string[],
  row: Row,
) => ({
  entity,
  ...row,
  elements: shown.map(
    (field): Element => ({
      name: renamed[entity]?.[field] ?? dashed(field),
      field,
      kind: columnOf(entity, field).kind,
      writable: row.writable.includes(field),
      aliases: aliases[entity]?.[field] ?? [],
    }),
  ),
});

const stamps = ['id', 'createdAt', 'updatedAt'];
const documentRecordElements = [...stamps, ...documentRecordColumns, 'isResolved', 'integrationRunId'];
const responseColumns = ['code', 'message'] as const;
const responseResource = { name: 'response', plural: 'responses', writable: responseColumns } as const;

const byIntegration = { entity: 'integration', name: 'integration', keys: ['id', 'code', 'name'] } as const satisfies Owner;
const byRun = { entity: 'integrationRun', name: 'integration-run', keys: ['id'] } as const satisfies Owner;

export const resources = {
  integration: resource('integration', [...stamps, ...describingColumns, 'isStandard'], {
    name: 'integration',
    plural: 'integrations',
    writable: describingColumns,
    required: ['name', 'code', 'businessObject', 'direction', 'endSystem', 'endSystemType'],
  }),
  integrationRun: resource(
    'integrationRun',
    [...stamps, 'status', 'startTime', 'endTime', 'totalRecords', 'recordsProcessed', 'maxUpdatedAt', 'flow'],
    {
      name: 'integration-run',
      plural: 'integration-runs',
      writable: runColumns,
      owners: [byIntegration],
    },
  ),
  integrationError: resource('integrationError', documentRecordElements, {
    name: 'integration-error',
    plural: 'integration-errors',
    writable: documentRecordColumns,
    owners: [byRun],
  }),
  integrationErrorResponse: resource('integrationErrorResponse', responseColumns, responseResource),
  integrationHistoryRecord: resource('integrationHistoryRecord', documentRecordElements, {
    name: 'integration-history-record',
    plural: 'integration-history-records',
    writable: documentRecordColumns,
    owners: [byRun, byIntegration],
  }),
  integrationHistoryRecordResponse: resource('integrationHistoryRecordResponse', responseColumns, responseResource),
  contract: resource(
    'contract',
    [
      ...stamps,
      'name',
      'number',
      'version',
      'status',
      'type',
      'supplierId',
      'supplierName',
      'supplierNumber',
      'startDate',
      'endDate',
      'minimumValue',
      'maximumValue',
      'currencyCode',
    ],
    { name: 'contract', plural: 'contracts', writable: contractColumns, required: ['name', 'number', 'status'] },
  ),
} as const satisfies Record<string, Resource>;

/** What the items of a list are called, by the name of the list. */
export const itemNames: ReadonlyMap<string, string> = new Map(Object.values<Resource>(resources).map(({ plural, name }) => [plural, name]));
