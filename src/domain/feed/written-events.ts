// The events of a write, as a part of the statement that makes it: an event is there if, and only if, its change is.
import { Prisma } from '../../generated/prisma/client.js';
import type { ChangeType } from '../../generated/prisma/enums.js';
import { columnOf, entityOf } from '../entities/entities.js';
import type { EntityName } from '../entities/entity.js';
import { type RecordName, records } from '../entities/records.js';
import { actorId, named, source } from '../sql/write.js';
import type { Belongings } from '../sql/written-rows.js';

const { sql, raw } = Prisma;

type Key = 'integration_run_id' | 'integration_error_id' | 'integration_id' | 'contract_id';

interface Kind {
  readonly created: ChangeType;
  readonly updated: ChangeType;
  readonly keys: Readonly<Partial<Record<Key, string>>>;
}

/** What an event of each record is called, and which of its columns name the records that it is about. The feed has no types for history records. */
const kinds: Readonly<Partial<Record<RecordName, Kind>>> = {
  integrationRun: { created: 'RUN_CREATED', updated: 'RUN_UPDATED', keys: { integration_run_id: 'id' } },
  integrationError: {
    created: 'ERROR_CREATED',
    updated: 'ERROR_UPDATED',
    keys: { integration_run_id: 'integration_run_id', integration_error_id: 'id' },
  },
  integration: { created: 'INTEGRATION_CREATED', updated: 'INTEGRATION_UPDATED', keys: { integration_id: 'id' } },
  contract: { created: 'CONTRACT_CREATED', updated: 'CONTRACT_UPDATED', keys: { contract_id: 'id' } },
};

const typed = (type: ChangeType): Prisma.Sql => raw(`'${type}'::change_type`);

/** Columns that images have: JSON that clients keep can be large, and nothing is decided by it. */
const imageFields = (entity: EntityName): string[] =>
  Object.entries(entityOf(entity).columns).flatMap(([field, { kind }]) => (kind === 'json' ? [] : [field]));

/** The fields of the row under the alias as one JSON object; decimals are texts, or JSON would lose their digits. */
const image = (entity: EntityName, alias: string, fields: readonly string[]): Prisma.Sql => {
  const columns = fields.map((field) => {
    const { sql: name, kind } = columnOf(entity, field);
    return `${alias}.${name}${kind === 'decimal' ? '::text' : ''} AS "${field}"`;
  });
  return raw(`(SELECT row_to_json(image) FROM (SELECT ${columns.join(', ')}) AS image)`);
};

/** The column `before` for whoever writes those fields of the row `target`: what an image needs to be undone. */
export const imageBefore = (entity: RecordName, written: readonly string[]): Prisma.Sql => {
  const fields = new Set([...written, records[entity].version, 'updatedAt', 'updatedById']);
  return sql`${image(
    entity,
    'target',
    imageFields(entity).filter((field) => fields.has(field)),
  )} AS before`;
};

/** Of a change of errors: `before` tells whether they were dealt with, if that is written at all. */
const errorChange = (rows: string): Prisma.Sql => sql`CASE (${raw(rows)}.before->>'isResolved')::boolean WHEN NOT ${raw(rows)}.is_resolved
        THEN CASE WHEN ${raw(rows)}.is_resolved THEN ${typed('ERROR_RESOLVED')} ELSE ${typed('ERROR_UNRESOLVED')} END ELSE ${typed('ERROR_UPDATED')} END`;

const runMove = (rows: string): Prisma.Sql =>
  sql`CASE WHEN ${raw(rows)}.status = ${raw(rows)}.previous_status THEN ${typed('RUN_UPDATED')} ELSE ${typed('RUN_MOVED')} END`;

/** An event for each of the rows, of the records that have any; those that are changed have a column `before`. */
export const eventsOf: Belongings = ({ entity, rows, how }) => {
  const kind = kinds[entity];
  if (!kind) return [];
  const { created, updated, keys } = kind;
  const key = (name: Key) => raw(keys[name] === undefined ? 'NULL::int' : `${rows}.${keys[name]}`);
  const changed = how === 'moved' ? runMove(rows) : entity === 'integrationError' ? errorChange(rows) : typed(updated);
  const [type, before] = how === 'created' ? [typed(created), 'NULL::json'] : [changed, `${rows}.before`];
  return [
    sql`
    ${raw(`event_of_${rows}`)} AS (
      INSERT INTO events (type, at, actor_id, source, integration_run_id, integration_error_id, integration_id, contract_id, version, before, after)
      SELECT ${type}, ${raw(rows)}.updated_at, ${actorId}, ${source}, ${key('integration_run_id')}, ${key('integration_error_id')},
        ${key('integration_id')}, ${key('contract_id')}, ${raw(rows)}.${named(entity, records[entity].version)}, ${raw(before)}, ${image(entity, rows, imageFields(entity))}
      FROM ${raw(rows)}
    )`,
  ];
};
