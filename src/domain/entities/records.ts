// The records: entities that clients create and change, and that count their changes.
import type { Scope } from '../rules/viewer.js';
import type { EntityName } from './entity.js';

interface WrittenRecord {
  /** The column that starts at 1 and grows by one with each change of the record. */
  readonly version: string;
  /** What it takes to create and change it. */
  readonly writeScope: Scope;
}

export const records = {
  integration: { version: 'version', writeScope: 'core.integration.write' },
  integrationRun: { version: 'version', writeScope: 'core.integration.write' },
  integrationError: { version: 'version', writeScope: 'core.integration.write' },
  contract: { version: 'recordVersion', writeScope: 'core.contract.write' }, // its `version` is its own
} as const satisfies Partial<Record<EntityName, WrittenRecord>>;

export type RecordName = keyof typeof records;

export const recordNames = Object.keys(records) as RecordName[]; // keys of a constant are exactly its type's
