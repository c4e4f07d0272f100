// What subscriptions tell: one run, lists, errors, the feed; from now on or from where somebody was.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { type App, createApp } from '../../src/app.js';
import { setDocumentRecordResolved } from '../../src/domain/document-record/resolve.js';
import { createFeed, type Feed } from '../../src/domain/feed/feed.js';
import { updateIntegration } from '../../src/domain/integration/integration.js';
import { createIntegrationError } from '../../src/domain/integration-error/create.js';
import { createIntegrationRun } from '../../src/domain/integration-run/create.js';
import type { IntegrationRunMove } from '../../src/domain/integration-run/status.js';
import { transitionIntegrationRun } from '../../src/domain/integration-run/transition.js';
import { updateIntegrationRun } from '../../src/domain/integration-run/update.js';
import { createLogger } from '../../src/observability/logger.js';
import { operatorOn } from '../support/credentials.js';
import { browser, useWorld } from '../support/world.js';
import { type Follower, follow } from './follower.js';
import { settled } from './settled.js';

const kinds = inject('template').server ? (['embedded', 'postgres'] as const) : (['embedded'] as const);

describe.each(kinds)('subscriptions on the database %s', (kind) => {
  const world = useWorld({}, kind);
  const logger = createLogger('silent');
  const followers: Follower[] = [];
  let feed: Feed;
  let app: App;

  beforeAll(() => {
    feed = createFeed(world.database, logger);
    app = createApp({ database: world.database, feed, logger, bodyLimit: 10_000, requestTimeout: 5_000, browser });
  });
  afterEach(() => Promise.all(followers.splice(0).map((follower) => follower.leave())));
  afterAll(() => feed.stop());

  const start = async (query: string, variables = {}, headers = {}): Promise<Follower> => {
    await settled(world.database);
    const follower = await follow(app, query, variables, headers);
    followers.push(follower);
    await sleep(30); // until it has joined
    return follower;
  };
  const operator = () => operatorOn(world.database);
  const create = async (attributes = {}, integration = 1) => (await createIntegrationRun(operator(), { id: integration }, attributes)).id;
  const move = (id: number, action: IntegrationRunMove, attributes = {}) =>
    transitionIntegrationRun(operator(), { id }, action, attributes);

  test('a run: as it is, and then each change of it and of its errors', async () => {
    const id = await create();
    const query =
      'subscription ($id: Int!) { integrationRunChanged(by: { databaseId: $id }) { position type at source actor { name } integrationRun { databaseId status version } } }';
    const { data, told } = await start(query, { id });
    await data(1);
    await move(id, 'START');
    await create();
    await createIntegrationError(operator(), { id }, {});
    await updateIntegrationRun(operator(), { id }, { recordsProcessed: 3 });
    const changes = (await data(4)).map(({ integrationRunChanged }) => integrationRunChanged);
    expect(changes.map(({ type }) => type)).toEqual([null, 'RUN_MOVED', 'ERROR_CREATED', 'RUN_UPDATED']);
    expect(changes[0]).toMatchObject({
      at: null,
      source: null,
      actor: null,
      integrationRun: { databaseId: id, status: 'PENDING', version: 1 },
    });
    expect(changes[1]).toMatchObject({
      at: expect.any(String),
      source: 'SYSTEM',
      actor: { name: 'Local developer' },
      integrationRun: { status: 'RUNNING' },
    });
    expect(told.map(({ id: eventId }) => eventId)).toEqual(changes.map(({ position }) => position));
  });

  test('a list: what enters it, is updated in it, and leaves it', async () => {
    const filter = { status: { in: ['PENDING', 'RUNNING'] }, integration: { code: { eq: 'erp-invoices' } } };
    const query =
      'subscription ($filter: IntegrationRunFilter) { integrationRunsChanged(filter: $filter) { change integrationRun { databaseId } } }';
    const { data } = await start(query, { filter });
    const { data: all } = await start('subscription { integrationRunsChanged { change integrationRun { databaseId } } }');
    const other = await create({}, 2);
    const id = await create({}, 1);
    await move(id, 'START');
    await createIntegrationError(operator(), { id }, {});
    await move(id, 'FAIL');
    await updateIntegrationRun(operator(), { id }, { recordsProcessed: 3 });
    await move(id, 'REQUEUE');
    const told = await data(5);
    expect(told.map(({ integrationRunsChanged: { change, integrationRun } }) => [change, integrationRun.databaseId])).toEqual(
      ['ENTERED', 'UPDATED', 'UPDATED', 'LEFT', 'ENTERED'].map((change) => [change, id]),
    );
    const everything = (await all(7)).map(
      ({ integrationRunsChanged: { change, integrationRun } }) => `${change} ${integrationRun.databaseId}`,
    );
    expect(everything.toSorted()).toEqual([`ENTERED ${other}`, `ENTERED ${id}`, ...Array(5).fill(`UPDATED ${id}`)].toSorted());
  });

  test('a list, and moves that bring errors: an error of a run that is not in it yet is nothing to it', async () => {
    const id = await create();
    const query = `subscription { integrationRunsChanged(filter: { databaseId: { eq: ${id} }, status: { eq: RUNNING } }) { change } }`;
    const { data } = await start(query);
    await move(id, 'START', { integrationErrors: [{ status: 'a' }] });
    await move(id, 'FAIL', { integrationErrors: [{}] });
    await settled(world.database);
    await move(id, 'REQUEUE');
    await move(id, 'START');
    const told = (await data(4)).map(({ integrationRunsChanged: { change } }) => change);
    expect(told).toEqual(['ENTERED', 'UPDATED', 'LEFT', 'ENTERED']);
  });

  test('a list whose filter looks at other records', async () => {
    const filter = { integrationErrors: { some: { isResolved: { eq: false }, status: { eq: 'followed' } } } };
    const query =
      'subscription ($filter: IntegrationRunFilter) { integrationRunsChanged(filter: $filter) { change integrationRun { databaseId } } }';
    const { data } = await start(query, { filter });
    const id = await create();
    await settled(world.database);
    const error = await createIntegrationError(operator(), { id }, { status: 'followed' });
    await data(1);
    await move(id, 'START');
    await data(2);
    await setDocumentRecordResolved(operator(), 'integrationError', { id: error.id }, true);
    expect((await data(3)).map(({ integrationRunsChanged: { change } }) => change)).toEqual(['ENTERED', 'UPDATED', 'LEFT']);
  });

  test('a list whose filter looks at the integration, which was changed itself: told with the next change of each run', async () => {
    const query = `subscription { integrationRunsChanged(filter: { integration: { endSystem: { eq: "Followed" } } }) { change integrationRun { databaseId } } }`;
    const id = await create({}, 2);
    const { data } = await start(query);
    const told = async (count: number) =>
      (await data(count)).map(({ integrationRunsChanged: { change, integrationRun } }) => [change, integrationRun.databaseId === id]);
    await updateIntegration(operator(), { id: 2 }, { endSystem: 'Followed' });
    await updateIntegrationRun(operator(), { id }, { recordsProcessed: 1 });
    expect(await told(1)).toEqual([['ENTERED', true]]);
    await updateIntegrationRun(operator(), { id }, { recordsProcessed: 2 });
    await told(2);
    await updateIntegration(operator(), { id: 2 }, { endSystem: 'Another' });
    await updateIntegrationRun(operator(), { id }, { recordsProcessed: 3 });
    await told(3);
    await updateIntegrationRun(operator(), { id }, { recordsProcessed: 4 });
    await settled(world.database);
    await sleep(500); // until it has been looked at, by what the integration is now
    await updateIntegration(operator(), { id: 2 }, { endSystem: 'Followed' });
    await updateIntegrationRun(operator(), { id }, { recordsProcessed: 5 });
    expect((await told(4)).map(([change]) => change)).toEqual(['ENTERED', 'UPDATED', 'LEFT', 'ENTERED']);
  });

  test('errors, and the feed by types', async () => {
    const { data } = await start(
      'subscription { integrationErrorsChanged(filter: { isResolved: { eq: false } }) { change integrationError { databaseId } } }',
    );
    const { data: feedData } = await start(
      'subscription { changes(types: [ERROR_RESOLVED, RUN_CREATED]) { type integrationError { databaseId isResolved } integrationRun { databaseId } } }',
    );
    const { id } = await createIntegrationError(operator(), { id: 1 }, {});
    await setDocumentRecordResolved(operator(), 'integrationError', { id }, true);
    const run = await create();
    expect((await data(2)).map(({ integrationErrorsChanged: { change } }) => change)).toEqual(['ENTERED', 'LEFT']);
    expect(await feedData(2)).toEqual([
      { changes: { type: 'ERROR_RESOLVED', integrationError: { databaseId: id, isResolved: true }, integrationRun: { databaseId: 1 } } },
      { changes: { type: 'RUN_CREATED', integrationError: null, integrationRun: { databaseId: run } } },
    ]);
  });

  test('go on where somebody was, each change once: by argument and by Last-Event-ID, near and far', async () => {
    const query =
      'subscription ($after: Position) { changes(types: [RUN_CREATED], after: $after) { position integrationRun { databaseId } } }';
    const first = await start(query);
    const ids: number[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await create());
    const begun = await first.data(5);
    const position = begun[1].changes.position;
    const idsOf = (data: readonly { changes: { integrationRun: { databaseId: number } } }[]) =>
      data.map(({ changes }) => changes.integrationRun.databaseId);
    expect(idsOf(begun)).toEqual(ids);
    const byArgument = await start(query, { after: position });
    const byHeader = await start(query, {}, { 'last-event-id': position });
    ids.push(await create());
    expect(idsOf(await byArgument.data(4))).toEqual(ids.slice(2));
    expect(idsOf(await byHeader.data(4))).toEqual(ids.slice(2));
    for (const follower of followers.splice(0)) await follower.leave();
    // nobody follows now, so nothing is kept: it comes from the database
    for (let count = 0; count < 3; count += 1) ids.push(await create());
    const late = await start(query, { after: position });
    const writing = Promise.all(Array.from({ length: 20 }, () => create()));
    ids.push(...(await writing));
    expect(idsOf(await late.data(ids.length - 2)).toSorted((a, b) => a - b)).toEqual(ids.slice(2).toSorted((a, b) => a - b));
    await sleep(100);
    expect(late.told).toHaveLength(ids.length - 2);
  });

  test.each([
    [
      'subscription { integrationRunChanged(by: { databaseId: 999999 }) { type } }',
      'NOT_FOUND',
      'There is no integration run with the id 999999.',
    ],
    ['subscription { changes(after: "fffff-1") { type } }', 'FEED_DIVERGED', /^The feed of this database never had this position/],
    ['subscription { changes(after: "x") { type } }', 'BAD_USER_INPUT', /is no position of the feed/],
    ['subscription { integrationRunsChanged(filter: { totalRecords: { gt: null } }) { change } }', 'BAD_USER_INPUT', /got null/],
    [
      'subscription { integrationRunsChanged(filter: { integration: { code: { eq: "\\u0000" } } }) { change } }',
      'BAD_USER_INPUT',
      /^A text can't contain/,
    ],
    ['subscription { changes { ... @defer { type } } }', 'GRAPHQL_VALIDATION_FAILED', /^@defer is not supported/],
    ['subscription { changes @skip(if: true) { type } }', 'BAD_USER_INPUT', /^A subscription asks for one field/],
  ])('%s is refused, and the stream ends', async (query, code, message) => {
    const follower = await start(query);
    await follower.data(1);
    expect(follower.told[0]?.result.errors).toMatchObject([
      { message: typeof message === 'string' ? message : expect.stringMatching(message), extensions: { code } },
    ]);
    const path = query.includes('u0000') ? ['filter', 'integration', 'code', 'eq'] : undefined;
    if (path) expect(follower.told[0]?.result.errors?.[0]?.extensions).toMatchObject({ path });
    expect(follower.told[0]?.result.errors?.[0]?.extensions).not.toHaveProperty('http');
    await expect.poll(follower.isOver).toBe(true);
  });

  test('those who ask the same cost the database as much as one', async () => {
    const query = 'subscription { integrationRunsChanged { integrationRun { databaseId integration { name } } } }';
    const all = await Promise.all(Array.from({ length: 20 }, () => start(query)));
    const statements = await world.statementsOf(async () => {
      const id = await create();
      for (const { data } of all) expect((await data(1))[0].integrationRunsChanged.integrationRun.databaseId).toBe(id);
    });
    const reads = statements.filter(({ sql }) => /FROM integration(_run)?s AS t0/.test(sql) && !sql.includes('INSERT'));
    expect(reads.length).toBeLessThanOrEqual(2);
  });
});
