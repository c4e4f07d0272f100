import { Prisma } from '../../generated/prisma/client.js';
import type { Rows } from '../entities/entity.js';
import { refuseInvalid } from '../rules/validate.js';
import { authorize, type DomainContext } from '../rules/viewer.js';
import { createRecord } from '../sql/create-record.js';
import { alertContacts, namesContacts } from './alert.js';
import { type DocumentRecordAttributes, type DocumentRecordName, findDocumentRecordProblems } from './attributes.js';
import { insertDocumentRecords } from './insert.js';

const { sql } = Prisma;

/** When the contacts of a new record are alerted; where the attributes name none, they are those of `Technical`. */
export type Alerts = 'if contacts are named' | 'always';

/** How a statement finds what a record belongs to. */
export interface OwnerSearch {
  /** Names the search among those of the entity; few. */
  readonly key: string;
  /** Gives the columns `id` of the run, `integration_id` and `moment`, or no row. */
  readonly find: () => Prisma.Sql;
  /** What its placeholders stand for. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Makes a record about a document, with its responses, in one statement: all of it or nothing. What it belongs to doesn't change. Null where that can't be
 * found.
 * @throws ForbiddenError without `core.integration.write`
 * @throws ValidationError when a value breaks a rule
 */
export const createDocumentRecord = async <Name extends DocumentRecordName>(
  context: DomainContext,
  entity: Name,
  { key, find, values }: OwnerSearch,
  attributes: DocumentRecordAttributes,
  alerts: Alerts,
): Promise<Rows[Name] | null> => {
  authorize(context, 'core.integration.write');
  refuseInvalid(findDocumentRecordProblems(entity, attributes));
  const record = await createRecord(context, entity, {
    key,
    expressions: () => [...insertDocumentRecords(entity, find()), sql`made AS (SELECT * FROM added_document)`],
    values: { ...values, documents: [attributes] },
  });
  const isRepeated = context.idempotency?.isReplayed ?? false;
  if (record && !isRepeated && (alerts === 'always' || namesContacts(attributes))) alertContacts(context, entity, record);
  return record;
};
