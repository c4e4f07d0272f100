// Each write leaves its events, and what changes nothing leaves none. Nobody gives them places here but the test, so that it sees them all.
import { describe, expect, inject, test } from 'vitest';
import { purgeChanges } from '../../src/domain/background/purge.js';
import { createContract, updateContract } from '../../src/domain/contract/contract.js';
import { setDocumentRecordResolved } from '../../src/domain/document-record/resolve.js';
import { updateDocumentRecord } from '../../src/domain/document-record/update.js';
import { decodePosition, encodePosition, type FeedPosition, headPosition } from '../../src/domain/feed/position.js';
import { readChanges } from '../../src/domain/feed/read-changes.js';
import { createIntegration, updateIntegration } from '../../src/domain/integration/integration.js';
import { createIntegrationError } from '../../src/domain/integration-error/create.js';
import { setIntegrationErrorsResolved } from '../../src/domain/integration-error/resolve-many.js';
import { createIntegrationHistoryRecord } from '../../src/domain/integration-history-record/create.js';
import { createIntegrationRun } from '../../src/domain/integration-run/create.js';
import { moveIntegrationRuns } from '../../src/domain/integration-run/move-many.js';
import { retryIntegrationRun } from '../../src/domain/integration-run/retry/retry.js';
import { retryIntegrationRuns } from '../../src/domain/integration-run/retry/retry-many.js';
import { heartbeatIntegrationRun } from '../../src/domain/integration-run/running/heartbeat.js';
import { failOverdueRuns } from '../../src/domain/integration-run/running/overdue.js';
import { transitionIntegrationRun } from '../../src/domain/integration-run/transition.js';
import { updateIntegrationRun } from '../../src/domain/integration-run/update.js';
import { FeedDivergedError, FeedPositionExpiredError } from '../../src/domain/rules/errors.js';
import type { DomainContext } from '../../src/domain/rules/viewer.js';
import { Prisma } from '../../src/generated/prisma/client.js';
import { operatorOn } from '../support/credentials.js';
import { useWorld } from '../support/world.js';

const { sql } = Prisma;
const kinds = inject('template').server ? (['embedded', 'postgres'] as const) : (['embedded'] as const);
const quiet = { info: () => undefined, warn: () => undefined };

describe.each(kinds)('events on the database %s', (kind) => {
  const world = useWorld({}, kind);
  const operator = (): DomainContext => operatorOn(world.database);
  let last: FeedPosition | null = null;

  /** What has come to the feed since the last time. */
  const news = async () => {
    await world.database.write(sql`SELECT sequence_events()::float8 AS head`);
    const { changes, end } = await readChanges(world.database, { after: last, limit: 500 });
    last = end;
    return changes;
  };
  const images = async () =>
    world.database.read<{ before: Record<string, unknown> | null; after: Record<string, unknown> }>(
      sql`SELECT before, after FROM events ORDER BY id DESC LIMIT 1`,
    );
  const typesOf = async (work: Promise<unknown>) => {
    await work;
    return (await news()).map(({ type }) => type).toSorted();
  };
  const run = (attributes = {}) => createIntegrationRun(operator(), { id: 1 }, attributes);

  test('of runs', async () => {
    const { id } = await run({ totalRecords: 7 });
    expect(await news()).toMatchObject([
      { type: 'RUN_CREATED', integrationRunId: id, integrationId: null, version: 1, actorId: 1, source: 'SYSTEM' },
    ]);
    expect(await typesOf(transitionIntegrationRun(operator(), { id }, 'START', {}))).toEqual(['RUN_MOVED']);
    expect(await typesOf(transitionIntegrationRun(operator(), { id }, 'START', {}))).toEqual([]);
    expect(await typesOf(transitionIntegrationRun(operator(), { id }, 'START', { recordsProcessed: 1 }))).toEqual(['RUN_UPDATED']);
    expect(await typesOf(updateIntegrationRun(operator(), { id }, { recordsProcessed: 2, flow: { large: true } }))).toEqual([
      'RUN_UPDATED',
    ]);
    expect(await typesOf(updateIntegrationRun(operator(), { id }, { recordsProcessed: 2 }))).toEqual([]);
    expect(await typesOf(heartbeatIntegrationRun(operator(), { id }, {}))).toEqual([]);
    expect(await typesOf(heartbeatIntegrationRun(operator(), { id }, { recordsProcessed: 3 }))).toEqual(['RUN_UPDATED']);
    const failing = { integrationErrors: [{ documentType: 'CONTRACT', documentId: 1 }, {}] } as const;
    expect(await typesOf(transitionIntegrationRun(operator(), { id }, 'FAIL', failing))).toEqual([
      'ERROR_CREATED',
      'ERROR_CREATED',
      'RUN_MOVED',
    ]);
    expect(await typesOf(retryIntegrationRun(operator(), { id }))).toEqual(['RUN_CREATED']);
    expect(await typesOf(updateIntegrationRun(operator(), { id }, { integrationErrors: [{}] }))).toEqual(['ERROR_CREATED']);
    expect(await typesOf(run({ integrationErrors: [{}] }))).toEqual(['ERROR_CREATED', 'RUN_CREATED']);
    await expect(transitionIntegrationRun(operator(), { id }, 'START', {})).rejects.toThrow();
    expect(await news()).toEqual([]);
  });

  test('of many runs at once, and of those that nobody moves', async () => {
    const ids = [(await run()).id, (await run()).id, (await run()).id];
    const many = { selection: { ids }, limit: 10, isDryRun: false };
    await news();
    expect(await typesOf(moveIntegrationRuns(operator(), 'FAIL', { ...many, isDryRun: true }))).toEqual([]);
    await moveIntegrationRuns(operator(), 'FAIL', many);
    expect((await news()).map(({ type, integrationRunId, version }) => [type, integrationRunId, version])).toEqual(
      ids.map((id) => ['RUN_MOVED', id, 2]),
    );
    expect(await typesOf(retryIntegrationRuns(operator(), many))).toEqual(['RUN_CREATED', 'RUN_CREATED', 'RUN_CREATED']);
    const { id } = await run();
    await updateIntegration(operator(), { id: 1 }, { deadlineSeconds: 1 });
    await transitionIntegrationRun(operator(), { id }, 'START', { startTime: new Date('2020-01-01T00:00:00Z') });
    await news();
    await failOverdueRuns(world.database, quiet, sql`TRUE`);
    const failed = (await news()).filter(({ integrationRunId }) => integrationRunId === id);
    expect(failed).toMatchObject([{ type: 'RUN_MOVED', actorId: null, source: 'SYSTEM', version: 3 }]);
  });

  test('of errors', async () => {
    const { id } = await createIntegrationError(operator(), { id: 1 }, { status: 'new' });
    expect(await news()).toMatchObject([{ type: 'ERROR_CREATED', integrationErrorId: id, integrationRunId: 1, version: 1 }]);
    expect(await typesOf(updateDocumentRecord(operator(), 'integrationError', { id }, { status: 'old' }))).toEqual(['ERROR_UPDATED']);
    expect(await typesOf(updateDocumentRecord(operator(), 'integrationError', { id }, { responses: [{ message: 'x' }] }))).toEqual([
      'ERROR_UPDATED',
    ]);
    expect(await typesOf(setDocumentRecordResolved(operator(), 'integrationError', { id }, true))).toEqual(['ERROR_RESOLVED']);
    expect(await typesOf(setDocumentRecordResolved(operator(), 'integrationError', { id }, true))).toEqual([]);
    expect(await typesOf(setDocumentRecordResolved(operator(), 'integrationError', { id }, false, { status: 'x' }))).toEqual([
      'ERROR_UNRESOLVED',
    ]);
    const many = { selection: { ids: [id] }, limit: 10, isDryRun: false };
    expect(await typesOf(setIntegrationErrorsResolved(operator(), many, true))).toEqual(['ERROR_RESOLVED']);
    expect(await typesOf(setIntegrationErrorsResolved(operator(), many, true))).toEqual([]);
  });

  test('of history records there are none: the feed has no types for them', async () => {
    const { id } = await createIntegrationHistoryRecord(operator(), { integration: { id: 1 } }, { status: 'new' });
    await updateDocumentRecord(operator(), 'integrationHistoryRecord', { id }, { status: 'old' });
    await setDocumentRecordResolved(operator(), 'integrationHistoryRecord', { id }, true);
    expect(await news()).toEqual([]);
  });

  test('of integrations and contracts', async () => {
    const integration = { name: 'N', code: 'n', businessObject: 'x', direction: 'TO_COUPA', endSystem: 's', endSystemType: 'ERP' } as const;
    const { id } = await createIntegration(operator(), integration);
    expect(await news()).toMatchObject([{ type: 'INTEGRATION_CREATED', integrationId: id, version: 1 }]);
    expect(await typesOf(updateIntegration(operator(), { id }, { name: 'M' }))).toEqual(['INTEGRATION_UPDATED']);
    const contract = await createContract(operator(), { number: 'c-1', name: 'C', status: 'draft', version: 5 });
    expect(await news()).toMatchObject([{ type: 'CONTRACT_CREATED', contractId: contract.id, version: 1 }]);
    await updateContract(operator(), { id: contract.id }, { minimumValue: '12345678901234567890.25' });
    expect(await news()).toMatchObject([{ type: 'CONTRACT_UPDATED', version: 2 }]);
    expect(await images()).toMatchObject([
      { before: { minimumValue: null, recordVersion: 1 }, after: { minimumValue: '12345678901234567890.2500', number: 'c-1' } },
    ]);
  });

  test('have the columns that were written as they were, and all as they are, but for JSON', async () => {
    const { id } = await run({ totalRecords: 7, flow: { large: true } });
    await transitionIntegrationRun(operator(), { id }, 'START', { totalRecords: 9 });
    const [found] = await images();
    expect(Object.keys(found?.before ?? {}).toSorted()).toEqual([
      'startTime',
      'status',
      'totalRecords',
      'updatedAt',
      'updatedById',
      'version',
    ]);
    expect(found).toMatchObject({
      before: { status: 'PENDING', startTime: null, totalRecords: 7, version: 1 },
      after: { id, status: 'RUNNING', totalRecords: 9, version: 2, integrationId: 1, attempt: 1 },
    });
    expect(found?.after).not.toHaveProperty('flow');
    await news();
  });

  test('are told by pages, of the types that are asked for', async () => {
    const types = ['INTEGRATION_CREATED', 'CONTRACT_CREATED'] as const;
    const { changes, end, hasMore } = await readChanges(world.database, { after: null, limit: 1, types });
    expect([changes.map(({ type }) => type), hasMore]).toEqual([['INTEGRATION_CREATED'], true]);
    const rest = await readChanges(world.database, { after: end, limit: 10, types });
    expect([rest.changes.map(({ type }) => type), rest.hasMore]).toEqual([['CONTRACT_CREATED'], false]);
    const [head] = await world.database.read<{ text: string }>(sql`SELECT ${Prisma.raw(headPosition)} AS text`);
    expect(encodePosition(rest.end)).toBe(head?.text);
    expect(await readChanges(world.database, { after: rest.end, limit: 10 })).toEqual({ changes: [], end: rest.end, hasMore: false });
    expect(decodePosition(encodePosition(end))).toEqual(end);
  });

  test('a position that this database never gave is told from one that is no longer kept', async () => {
    const { changes } = await readChanges(world.database, { after: null, limit: 500 });
    const [first, second] = changes;
    if (!first || !second) throw new Error('There are changes.');
    await expect(readChanges(world.database, { after: { ...first, mark: '123' }, limit: 1 })).rejects.toThrow(FeedDivergedError);
    await expect(readChanges(world.database, { after: { ...first, place: 1_000_000 }, limit: 1 })).rejects.toThrow(FeedDivergedError);
    await world.database.write(sql`UPDATE event_ticks SET at = at - interval '40 days' WHERE last_position <= ${first.place}`);
    const head = changes.length;
    while (await purgeChanges(world.database, sql`TRUE`, 30));
    const gone = await readChanges(world.database, { after: first, limit: 1 }).catch((error: unknown) => error);
    expect(gone).toBeInstanceOf(FeedPositionExpiredError);
    const { oldest } = gone as FeedPositionExpiredError;
    const kept = await readChanges(world.database, { after: decodePosition(oldest), limit: 500 });
    expect(kept.changes.at(0)?.place).toBe(first.place + 1);
    expect(await world.database.read(sql`SELECT count(*)::int AS events FROM events`)).toEqual([{ events: head - first.place }]);
    await world.database.write(sql`UPDATE event_ticks SET at = at - interval '40 days'`);
    while (await purgeChanges(world.database, sql`TRUE`, 30));
    const { end } = await readChanges(world.database, { after: null, limit: 500 });
    last = end;
    expect(end.place).toBe(head); // places are never given again
    await run();
    expect((await news()).map(({ place }) => place)).toEqual([head + 1]);
  });
});
