// What requests look like, for those who try them out: each works on the sample world as it is.
import { writeJson } from '../wire/json.js';
import type { Resource } from '../wire/resources.js';
import type { Tree } from '../wire/tree.js';
import { writeXml } from '../wire/xml.js';

interface Examples {
  readonly creation: Tree;
  readonly change: Tree;
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
};

/** A body in one of the formats. */
export interface Example {
  readonly json: unknown;
  readonly xml: string;
}

const inBoth = (resource: Resource, tree: Tree): Example => ({ json: JSON.parse(writeJson(tree)), xml: writeXml(resource, tree) });

/** The example of a request that makes a record, or changes one. @throws TypeError for a resource that is only read */
export const exampleOf = (resource: Resource, use: keyof Examples): Example => {
  const found = examples[resource.name];
  if (!found) throw new TypeError(`There is no example of a ${resource.name}.`);
  return inBoth(resource, found[use]);
};

/** The example of a request with one time in it. */
export const timeExample = (resource: Resource, name: string): Example => inBoth(resource, { [name]: new Date('2026-01-31T09:30:00Z') });
