import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { mutator } from './mutate.js';
import { refuseMutation } from './refusals.js';

const world = useWorld();
const prisma = () => world.database.prisma;

const mutate = mutator(
  world,
  'contract',
  `databaseId id number name version status type startDate endDate supplierId supplierNumber supplierName minimumValue maximumValue currencyCode createdAt updatedAt
    integrationErrors { totalCount }`,
);

const invalid = (path: string, message: string) => ({
  __typename: 'ValidationError',
  code: 'VALIDATION_FAILED',
  message,
  fieldErrors: [{ path: [path], message }],
});

describe('contracts', () => {
  const contract = {
    number: 'C-9',
    name: 'Paper',
    version: 3,
    status: 'published',
    type: 'MASTER_CONTRACT',
    startDate: '0001-01-01T00:00:00.000Z',
    endDate: '2027-12-31T23:59:59.999Z',
    supplierId: 2_147_483_647,
    supplierNumber: 'S-1',
    supplierName: 'Aurora',
    minimumValue: '0.0001',
    maximumValue: '1234567890123456789012345678.1234',
    currencyCode: 'EUR',
  };

  test('are created with everything that was given, to the last digit, and changed by any of their names', async () => {
    const created = await mutate('createContract', contract);
    const { databaseId, id, createdAt } = created;
    // errors that named this contract before anybody made it known are about it now
    const errors = await prisma().integrationError.count({ where: { documentType: 'CONTRACT', documentId: databaseId } });
    expect(errors).toBe(1);
    expect(created).toEqual({ ...contract, databaseId, id, createdAt, updatedAt: createdAt, integrationErrors: { totalCount: 1 } });
    for (const by of [{ id }, { databaseId }, { number: 'C-9' }]) {
      const changed = await mutate('updateContract', { by, minimumValue: 1500.5, endDate: null });
      expect(changed).toEqual({ ...created, minimumValue: '1500.50', endDate: null, updatedAt: changed.updatedAt });
    }
    const { data } = await world.graphql('{ contract(by: { number: "C-9" }) { startDate maximumValue minimumValue } }');
    expect(data).toEqual({ contract: { startDate: contract.startDate, maximumValue: contract.maximumValue, minimumValue: '1500.50' } });
  });

  test.each([
    [{ number: 'C-1002' }, 'number', 'Number has already been taken'],
    [{ startDate: '2026-01-02', endDate: '2026-01-01' }, 'endDate', "End date can't be before the start date"],
    [{ minimumValue: '2', maximumValue: '1.9999' }, 'maximumValue', "Maximum value can't be less than the minimum value"],
    [
      { minimumValue: '0.00001' },
      'minimumValue',
      'Minimum value must be a decimal number with at most 28 digits before and 4 after the point',
    ],
    [{ version: -1 }, 'version', 'Version must be a whole number from 0 to 2147483647'],
    [{ currencyCode: 'EURO' }, 'currencyCode', 'Currency code is too long (at most 3 characters)'],
    [{ status: '' }, 'status', "Status can't be blank"],
    [{ supplierId: 0 }, 'supplierId', 'Supplier id must be a whole number from 1 to 2147483647'],
    [{ supplierNumber: 'x'.repeat(256) }, 'supplierNumber', 'Supplier number is too long (at most 255 characters)'],
  ])('are not created or changed with %j', async (values, path, message) => {
    const before = await prisma().contract.findMany();
    expect(await refuseMutation(world, 'createContract', { number: 'C-10', name: 'X', status: 'draft', ...values })).toEqual(
      invalid(path, message),
    );
    expect(await refuseMutation(world, 'updateContract', { by: { databaseId: 1 }, name: 'Y', ...values })).toEqual(invalid(path, message));
    expect(await prisma().contract.findMany()).toEqual(before);
  });

  test.each([
    [{ endDate: '2026-01-01' }, { startDate: '2026-01-02' }, 'startDate', "Start date can't be after the end date"],
    [{ maximumValue: '2' }, { minimumValue: '2.0001' }, 'minimumValue', "Minimum value can't be more than the maximum value"],
  ])('that have %j are refused %j by the name of what is given', async (held, given, path, message) => {
    const number = `C-${path}`;
    await mutate('createContract', { number, name: 'X', status: 'draft', ...held });
    expect(await refuseMutation(world, 'updateContract', { by: { number }, ...given })).toEqual(invalid(path, message));
  });
});
