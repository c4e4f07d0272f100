import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { mutator } from './mutate.js';
import { globalId, refuseMutation } from './refusals.js';

const world = useWorld();
const prisma = () => world.database.prisma;

const mutate = mutator(
  world,
  'integration',
  'databaseId id name code businessObject direction endSystem endSystemType integrationType isStandard createdAt updatedAt latestRun { id }',
);

const invalid = (path: string, message: string) => ({
  __typename: 'ValidationError',
  code: 'VALIDATION_FAILED',
  message,
  fieldErrors: [{ path: [path], message }],
});

describe('integrations', () => {
  const integration = {
    name: 'New integration',
    code: 'new',
    businessObject: 'Item',
    direction: 'TO_COUPA',
    endSystem: 'Shop',
    endSystemType: 'OTHER',
  };

  test('are created with everything that was given, and changed by any of their names', async () => {
    const created = await mutate('createIntegration', { ...integration, integrationType: 'JSON' });
    const { databaseId, id, createdAt } = created;
    expect(created).toEqual({
      ...integration,
      databaseId,
      id,
      integrationType: 'JSON',
      isStandard: false,
      createdAt,
      updatedAt: createdAt,
      latestRun: null,
    });
    expect(id).toBe(globalId('Integration', databaseId));

    for (const [index, by] of [{ id }, { databaseId }, { code: 'new' }, { name: 'New integration' }].entries()) {
      const changed = await mutate('updateIntegration', { by, endSystem: `Shop ${index}` });
      expect(changed).toEqual({ ...created, endSystem: `Shop ${index}`, updatedAt: changed.updatedAt });
    }
    const renamed = await mutate('updateIntegration', { by: { code: 'new' }, code: 'newer', integrationType: null });
    expect(renamed).toMatchObject({ databaseId, code: 'newer', name: 'New integration', integrationType: null });
    expect(await prisma().integration.findUnique({ where: { id: databaseId } })).toMatchObject({ createdById: 1, updatedById: 1 });
  });

  test.each([
    [{ code: 'erp-rates' }, 'code', 'Code has already been taken'],
    [{ name: 'Exchange rate import' }, 'name', 'Name has already been taken'],
    [{ name: ' ' }, 'name', "Name can't be blank"],
    [{ code: 'x'.repeat(256) }, 'code', 'Code is too long (at most 255 characters)'],
    [{ businessObject: '' }, 'businessObject', "Business object can't be blank"],
  ])('are not created or changed with %j', async (values, path, message) => {
    const before = await prisma().integration.findMany();
    expect(await refuseMutation(world, 'createIntegration', { ...integration, name: 'Another', code: 'another', ...values })).toEqual(
      invalid(path, message),
    );
    expect(await refuseMutation(world, 'updateIntegration', { by: { databaseId: 1 }, endSystem: 'Y', ...values })).toEqual(
      invalid(path, message),
    );
    expect(await prisma().integration.findMany()).toEqual(before);
  });

  test('keep their own name and code without a conflict, count letters as people do, and never lose what they must have', async () => {
    const own = { by: { databaseId: 1 }, code: 'erp-invoices', name: 'ERP invoice export' };
    expect(await mutate('updateIntegration', own)).toMatchObject({ code: 'erp-invoices' });
    const faces = '😀'.repeat(255);
    expect(await mutate('updateIntegration', { by: { databaseId: 2 }, name: faces })).toMatchObject({ name: faces });
    expect(await refuseMutation(world, 'updateIntegration', { by: { databaseId: 1 }, direction: null })).toEqual(
      invalid('direction', "Direction can't be blank"),
    );
  });
});
