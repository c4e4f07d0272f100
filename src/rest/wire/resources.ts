// The resources of the original API: every element under its name there, in the order in which answers give it. Reading bodies, writing
// answers and the query language all go by this table.
import type { ByOf } from '../../domain/by.js';
import { errorColumns } from '../../domain/integration-error/attributes.js';
import type { ColumnKind } from '../../domain/read/columns.js';
import { columnOf, type EntityName } from '../../domain/read/entities.js';

/** What the original API has paths of. */
export type RecordEntity = Exclude<keyof ByOf, 'apiClient'>;

export interface Element {
  /** Dashed, as answers write it; `supplier[name]` is the element `name` within `supplier`. */
  readonly name: string;
  /** The column that it shows. */
  readonly field: string;
  readonly kind: ColumnKind;
  /** Whether requests may set it. */
  readonly writable: boolean;
}

export interface Resource {
  readonly entity: EntityName;
  /** Name of the root element, and with underscores the key of its error messages. */
  readonly name: string;
  readonly plural: string;
  readonly elements: readonly Element[];
  /** The columns that a new record must have. */
  readonly required?: readonly string[];
  /** The record that a new one belongs to: the element that names it, and the elements by one of which it does. */
  readonly owner?: { readonly name: string; readonly keys: readonly string[] };
}

const dashed = (field: string) => field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Elements whose name is not their column's. */
const renamed: Partial<Record<EntityName, Readonly<Record<string, string>>>> = {
  integration: { isStandard: 'standard' },
  integrationError: { isResolved: 'resolved' },
  integrationErrorResponse: { code: 'response-code', message: 'response-message' },
  contract: { supplierName: 'supplier[name]', currencyCode: 'currency[code]' },
};

const elementsOf = (entity: EntityName, shown: readonly string[], written: readonly string[]): Element[] =>
  shown.map((field) => ({
    name: renamed[entity]?.[field] ?? dashed(field),
    field,
    kind: columnOf(entity, field).kind,
    writable: written.includes(field),
  }));

const runAttributes = ['startTime', 'endTime', 'totalRecords', 'recordsProcessed', 'maxUpdatedAt', 'flow'];
const integrationAttributes = ['name', 'code', 'businessObject', 'direction', 'endSystem', 'endSystemType', 'integrationType'];

export const resources = {
  integration: {
    entity: 'integration',
    name: 'integration',
    plural: 'integrations',
    elements: elementsOf('integration', ['id', 'createdAt', 'updatedAt', ...integrationAttributes, 'isStandard'], integrationAttributes),
    required: ['name', 'code', 'businessObject', 'direction', 'endSystem', 'endSystemType'],
  },
  integrationRun: {
    entity: 'integrationRun',
    name: 'integration-run',
    plural: 'integration-runs',
    elements: elementsOf('integrationRun', ['id', 'createdAt', 'updatedAt', 'status', ...runAttributes], runAttributes),
    owner: { name: 'integration', keys: ['id', 'code', 'name'] },
  },
  integrationError: {
    entity: 'integrationError',
    name: 'integration-error',
    plural: 'integration-errors',
    elements: elementsOf(
      'integrationError',
      ['id', 'createdAt', 'updatedAt', ...errorColumns, 'isResolved', 'integrationRunId'],
      errorColumns,
    ),
    owner: { name: 'integration-run', keys: ['id'] },
  },
  contract: {
    entity: 'contract',
    name: 'contract',
    plural: 'contracts',
    elements: elementsOf(
      'contract',
      [
        'id',
        'createdAt',
        'updatedAt',
        'name',
        'number',
        'version',
        'status',
        'type',
        'supplierName',
        'startDate',
        'endDate',
        'minimumValue',
        'maximumValue',
        'currencyCode',
      ],
      [],
    ),
  },
  response: {
    entity: 'integrationErrorResponse',
    name: 'response',
    plural: 'responses',
    elements: elementsOf('integrationErrorResponse', ['code', 'message'], ['code', 'message']),
  },
} as const satisfies Record<string, Resource>;

/** What the items of a list are called, by the name of the list. */
export const itemNames: ReadonlyMap<string, string> = new Map(Object.values(resources).map(({ plural, name }) => [plural, name]));
