// One way to write: what holds of a change whatever the record is.
import { beforeAll, describe, expect, test } from 'vitest';
import { updateContract } from '../../src/domain/contract/contract.js';
import type { DocumentRecordName } from '../../src/domain/document-record/attributes.js';
import { updateDocumentRecord } from '../../src/domain/document-record/update.js';
import { entityOf } from '../../src/domain/entities/entities.js';
import type { RecordName } from '../../src/domain/entities/records.js';
import { updateIntegration } from '../../src/domain/integration/integration.js';
import { updateIntegrationRun } from '../../src/domain/integration-run/update.js';
import { NotFoundError } from '../../src/domain/rules/errors.js';
import type { DomainContext } from '../../src/domain/rules/viewer.js';
import { localDeveloper } from '../../src/domain/rules/viewer.js';
import { operatorOn } from '../support/credentials.js';
import { useWorld } from '../support/world.js';

const world = useWorld();
const operator = (): DomainContext => operatorOn(world.database);
const old = new Date('2026-01-01T00:00:00Z');

interface Case {
  readonly table: string;
  /** Changes record 1. `n` makes the values of one call another's. */
  readonly change: (context: DomainContext, n: number, id?: number) => Promise<object>;
  /** The values of call 1, written otherwise. */
  readonly same: (context: DomainContext) => Promise<object>;
}

const documentRecord = (entity: DocumentRecordName, table: string): Case => ({
  table,
  change: (context, n, id = 1) =>
    updateDocumentRecord(
      context,
      entity,
      { id },
      { status: `Status ${n}`, contactAlertType: null, responses: [{ code: '1' }, { message: 'x' }] },
    ),
  same: (context) =>
    updateDocumentRecord(
      context,
      entity,
      { id: 1 },
      { contactAlertType: 'Technical', responses: [{ code: '1', message: null }, { message: 'x' }] },
    ),
});
const flow = (n: number) => ({ b: n, a: [1, 'é'] });
const cases: Readonly<Record<RecordName, Case>> = {
  integration: {
    table: 'integrations',
    change: (context, n, id = 1) => updateIntegration(context, { id }, { name: `Name ${n}`, direction: 'TO_COUPA', integrationType: null }),
    same: (context) => updateIntegration(context, { name: 'Name 1' }, { integrationType: null, direction: 'TO_COUPA' }),
  },
  integrationRun: {
    table: 'integration_runs',
    change: (context, n, id = 1) =>
      updateIntegrationRun(context, { id }, { totalRecords: n, flow: flow(n), startTime: new Date('2026-03-01T10:00:00.123Z') }),
    same: (context) => updateIntegrationRun(context, { id: 1 }, { flow: flow(1), startTime: new Date('2026-03-01T11:00:00.123+01:00') }),
  },
  integrationError: documentRecord('integrationError', 'integration_errors'),
  integrationHistoryRecord: documentRecord('integrationHistoryRecord', 'integration_history_records'),
  contract: {
    table: 'contracts',
    change: (context, n, id = 1) =>
      updateContract(context, { id }, { name: `Name ${n}`, minimumValue: '12345678901234567890.5', maximumValue: null, endDate: null }),
    same: (context) => updateContract(context, { id: 1 }, { name: 'Name 1', minimumValue: '12345678901234567890.5000' }),
  },
};

describe.each(Object.entries(cases) as [RecordName, Case][])('%s', (entity, { table, change, same }) => {
  const version = entity === 'contract' ? 'record_version' : 'version';
  const row = async () => {
    const [found] = await world.database.prisma.$queryRawUnsafe<Record<string, unknown>[]>(
      `SELECT ${version} AS version, updated_at, updated_by_id FROM ${table} WHERE id = 1`,
    );
    return found;
  };

  beforeAll(async () => {
    await change(operator(), 1);
    await world.database.prisma.$executeRawUnsafe(`UPDATE ${table} SET ${version} = 7, updated_at = $1, updated_by_id = NULL`, old);
  });

  test('a change to the values that it has moves nothing, however they are written', async () => {
    const unchanged = { version: 7, updated_at: old, updated_by_id: null };
    await change(operator(), 1);
    await same(operator());
    expect(await row()).toEqual(unchanged);
  });

  test('each change is one statement, moves its version by one, and is answered with the row as it is then', async () => {
    for (const n of [2, 3]) {
      let changed: object = {};
      const statements = await world.statementsOf(async () => {
        changed = await change(operator(), n);
      });
      expect(statements.length).toBe(1);
      expect(await row()).toMatchObject({ version: 6 + n, updated_by_id: 1 });
      const stored = await (world.database.prisma as unknown as Record<string, { findUnique(where: object): Promise<object> }>)[
        entity
      ]?.findUnique({ where: { id: 1 } });
      const known = Object.entries(stored ?? {}).filter(([field]) => field in entityOf(entity).columns); // the number of a retry is read in the database alone
      expect(changed).toEqual(Object.fromEntries(known));
    }
  });

  test('of none that there is, nothing is changed', async () => {
    await expect(change(operator(), 9, 999_999)).rejects.toThrow(NotFoundError);
    await expect(change(operator(), 9, 99_999_999_999)).rejects.toThrow(NotFoundError);
  });

  test('changes that race are all made, one after the other', async () => {
    const before = Number((await row())?.['version']);
    await Promise.all(Array.from({ length: 12 }, (_, index) => change(operator(), 100 + index)));
    expect(await row()).toMatchObject({ version: before + 12 });
  });
});

test('the last actor of a change of nothing stays who it was', async () => {
  const context: DomainContext = { ...operator(), viewer: { ...localDeveloper, actorId: null } };
  await updateContract(operator(), { id: 2 }, { name: 'Whose?' });
  expect(await updateContract(context, { id: 2 }, { name: 'Whose?' })).toMatchObject({ updatedById: 1 });
  expect(await updateContract(context, { id: 2 }, { name: "Nobody's" })).toMatchObject({ updatedById: null });
});
