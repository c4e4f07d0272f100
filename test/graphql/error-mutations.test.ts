import { describe, expect, test } from 'vitest';
import { makeRun, rowOf } from '../domain/runs.js';
import { useWorld } from '../support/world.js';
import { mutator } from './mutate.js';
import { globalId } from './refusals.js';

const world = useWorld();
const prisma = () => world.database.prisma;

const kinds = ['integrationError', 'integrationHistoryRecord'] as const;

const mutatorOf = (kind: (typeof kinds)[number]) =>
  mutator(
    world,
    kind,
    `databaseId documentType documentId documentRevision documentStatus contactAlertType status externalId creationMethod
    integrationFilename message isResolved createdAt updatedAt responses { code message } integrationRun { databaseId } integration { code } contract { number }`,
  );

// history records are errors in all of this
describe.each(kinds)('%ss', (kind) => {
  const mutate = mutatorOf(kind);
  const type = kind === 'integrationError' ? 'IntegrationError' : 'IntegrationHistoryRecord';
  const stored = async (id: number) => {
    const where = { where: { id }, include: { responses: true } };
    return kind === 'integrationError' ? prisma().integrationError.findUnique(where) : prisma().integrationHistoryRecord.findUnique(where);
  };
  const attributes = {
    documentType: 'CONTRACT',
    documentId: 3,
    documentRevision: 2,
    documentStatus: 'approved',
    contactAlertType: 'Functional',
    status: 'seen',
    externalId: 'EXT-1',
    creationMethod: 'import',
    integrationFilename: 'file.csv',
  };

  const make = async (input: object = attributes) => {
    const run = await makeRun(world, 'RUNNING');
    return { run, error: await mutate(`create${type}`, { integrationRun: { databaseId: run }, ...input }) };
  };

  test('are created with everything that was given, and leave the run as it is', async () => {
    const run = await makeRun(world, 'SUCCESSFUL');
    const before = await rowOf(world, run);
    const responses = [
      { code: '1', message: 'one' },
      { code: '2', message: null },
    ];
    const error = await mutate(`create${type}`, {
      integrationRun: { id: globalId('IntegrationRun', run) },
      ...attributes,
      responses,
    });
    expect(error).toEqual({
      databaseId: expect.any(Number),
      ...attributes,
      message: 'one',
      isResolved: false,
      createdAt: error.updatedAt,
      updatedAt: error.createdAt,
      responses,
      integrationRun: { databaseId: run },
      integration: { code: 'erp-invoices' },
      contract: { number: 'C-1003' },
    });
    expect(await stored(error.databaseId)).toMatchObject({
      createdById: 1,
      updatedById: 1,
    });
    expect(await rowOf(world, run)).toEqual(before);
  });

  test('alert the technical contacts unless they say otherwise, and have nothing that was not given', async () => {
    const unset = Object.fromEntries(Object.keys(attributes).map((name) => [name, null]));
    expect((await make({})).error).toMatchObject({ ...unset, contactAlertType: 'Technical', message: null, responses: [], contract: null });
    expect((await make(unset)).error).toMatchObject({ ...unset, contactAlertType: 'Technical' });
  });

  test('change only where they are told to; null clears, and the alert goes back to the technical contacts', async () => {
    const { error, run } = await make({ ...attributes, responses: [{ code: '1' }] });
    const by = { databaseId: error.databaseId };
    const changed = await mutate(`update${type}`, {
      by,
      status: 'known',
      documentId: null,
      contactAlertType: null,
    });
    expect(changed).toEqual({
      ...error,
      status: 'known',
      documentId: null,
      contactAlertType: 'Technical',
      contract: null,
      updatedAt: changed.updatedAt,
    });
    expect(Date.parse(changed.updatedAt)).toBeGreaterThanOrEqual(Date.parse(error.updatedAt));
    expect((await rowOf(world, run)).version).toBe(7);
  });

  test('have their responses replaced by those that are given, so that a retried call is harmless', async () => {
    const { error } = await make({ responses: [{ code: '1' }, { code: '2' }] });
    const by = { databaseId: error.databaseId };
    const responses = [
      { code: null, message: 'new' },
      { code: '9', message: 'newer' },
    ];
    for (const _ of [1, 2]) expect(await mutate(`update${type}`, { by, responses })).toMatchObject({ responses, message: 'new' });
    expect((await stored(error.databaseId))?.responses).toHaveLength(2);
    expect(await mutate(`update${type}`, { by, externalId: 'x' })).toMatchObject({ responses });
    expect(await mutate(`update${type}`, { by, responses: [] })).toMatchObject({
      responses: [],
      message: null,
    });
  });

  test('are resolved and opened again, and asking for what already holds changes nothing', async () => {
    const { error } = await make();
    const input = { by: { databaseId: error.databaseId } };
    expect(await mutate(`unresolve${type}`, input)).toEqual(error);
    const resolved = await mutate(`resolve${type}`, input);
    expect(resolved).toEqual({ ...error, isResolved: true, updatedAt: resolved.updatedAt });
    expect(await mutate(`resolve${type}`, { by: { id: globalId(type, error.databaseId) } })).toEqual(resolved);
    expect(await mutate(`unresolve${type}`, input)).toMatchObject({ isResolved: false });
  });
});
