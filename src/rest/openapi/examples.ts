// What requests look like, for those who try them out: each works on the sample world as it is.
import type { ShapedRow } from '../../domain/read/prepared-read.js';
import { writeJson } from '../response/json.js';
import type { Layout, LayoutElement } from '../response/layout.js';
import { nameAt } from '../response/selection.js';
import { writeXml } from '../response/xml.js';
import { itemNames, type Resource } from '../wire/resources.js';

type Value = number | string | Date | Values | readonly Values[];
interface Values {
  readonly [name: string]: Value;
}

interface Examples {
  readonly creation: Values;
  readonly change: Values;
}

const examples: Readonly<Record<string, Examples>> = {
  'integration-run': {
    creation: { integration: { code: 'erp-invoices' }, 'total-records': 120 },
    change: { 'total-records': 120 },
  },
  'integration-error': {
    creation: {
      'integration-run': { id: 1 },
      'document-type': 'Contract',
      'document-id': 1,
      responses: [{ 'response-code': '422', 'response-message': 'Posting period is closed.' }],
    },
    change: { status: 'Under review' },
  },
  'integration-history-record': {
    creation: {
      integration: { code: 'erp-invoices' },
      'document-type': 'InvoiceHeader',
      'document-id': 5001,
      status: 'Posted',
      responses: [{ 'response-code': '201', 'response-message': 'Document 5100001234 was posted.' }],
    },
    change: { status: 'Under review' },
  },
  integration: {
    creation: {
      name: 'Invoice export to the archive',
      code: 'archive-invoices',
      'business-object': 'Invoice',
      direction: 'from_coupa',
      'end-system': 'Archive',
      'end-system-type': 'internal',
    },
    change: { 'business-object': 'Invoice' },
  },
  contract: {
    creation: {
      name: 'Office supplies 2031',
      number: 'C-2031',
      status: 'published',
      supplier: { id: 101, name: 'Aurora Paper', number: 'S-2001' },
      currency: { code: 'EUR' },
    },
    change: { status: 'expired' },
  },
};

/** A body in one of the formats. */
export interface Example {
  readonly json: unknown;
  readonly xml: string;
}

const isList = (value: Value): value is readonly Values[] => Array.isArray(value);

/** A value as the writers take it: the element, and what a row holds in its place. */
const laidOutValue = (name: string, value: Value): readonly [LayoutElement, unknown] => {
  if (typeof value === 'number') return [{ name, field: name, kind: 'integer' }, value];
  if (typeof value === 'string') return [{ name, field: name, kind: 'text' }, value];
  if (value instanceof Date) return [{ name, field: name, kind: 'time' }, value.toISOString()];
  if (!isList(value)) {
    const { layout, row } = laidOut(value);
    return [{ name, one: name, layout }, row];
  }
  const items = value.map(laidOut);
  return [{ name, listOf: name, item: itemNames.get(name) ?? name, layout: items[0]?.layout ?? [] }, items.map(({ row }) => row)];
};

const laidOut = (values: Values): { readonly layout: Layout; readonly row: ShapedRow } => {
  const elements = Object.entries(values).map(([name, value]) => laidOutValue(name, value));
  return {
    layout: elements.map(([element]) => element),
    row: Object.fromEntries(elements.map(([, value], place) => [nameAt(place), value])),
  };
};

const inBoth = (resource: Resource, values: Values): Example => {
  const { layout, row } = laidOut(values);
  return { json: JSON.parse(writeJson(layout, row).join('')), xml: writeXml(resource, layout, row).join('') };
};

/** The example of a request that makes a record, or changes one. @throws TypeError for a resource that is only read */
export const exampleOf = (resource: Resource, use: keyof Examples): Example => {
  const found = examples[resource.name];
  if (!found) throw new TypeError(`There is no example of a ${resource.name}.`);
  return inBoth(resource, found[use]);
};

/** The example of a request with one time in it. */
export const timeExample = (resource: Resource, name: string): Example => inBoth(resource, { [name]: new Date('2026-01-31T09:30:00Z') });
