import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { useFiveErrors } from './five-errors.js';

const world = useWorld();
const five = useFiveErrors(world);

describe('conditions together', () => {
  test.each([
    [{ documentId: { eq: 10 }, isResolved: { eq: false }, externalId: { ne: '' } }, 'a'],
    [{ and: [] }, 'abcde'],
    [{ or: [] }, ''],
    [{ and: [{ documentId: { eq: 10 } }, { externalId: { eq: '' } }] }, 'e'],
    [{ or: [{ externalId: { eq: 'alpha' } }, { documentType: { isNull: true } }] }, 'bcd'],
    [{ or: [{}, { externalId: { eq: 'alpha' } }] }, 'abcde'],
    [{ not: {} }, ''],
    [{ not: { or: [{ externalId: { contains: 'a' } }, { documentId: { lt: 0 } }] } }, 'de'],
    [{ not: { externalId: { contains: 'a' } }, or: [{ isResolved: { eq: true } }, { documentId: { eq: 10 } }] }, 'de'],
    [{ not: null, and: null, externalId: null, contract: null, responses: null }, 'abcde'],
  ])('%j select %s', async (filter, letters) => {
    expect(await five.found(filter)).toBe(letters);
  });
});

describe('a filter through an association', () => {
  test.each([
    [{ responses: { some: {} } }, 'ab'],
    [{ responses: { none: {} } }, 'cde'],
    [{ responses: { every: {} } }, 'abcde'],
    [{ responses: { some: { code: { eq: '2' } } } }, 'a'],
    [{ responses: { some: { code: { eq: '2' }, message: { isNull: false } } } }, ''],
    [{ responses: { none: { code: { eq: '2' } } } }, 'bcde'],
    [{ responses: { every: { code: { eq: '1' } } } }, 'bcde'],
    [{ responses: { every: { message: { startsWith: 'FIRST' } } } }, 'bcde'],
    [{ responses: { some: {}, every: { message: { startsWith: 'FIRST' } } } }, 'b'],
    [{ responses: {} }, 'abcde'],
    [{ contract: {} }, 'a'],
    [{ contract: { number: { eq: 'C-1010' } } }, 'a'],
    [{ contract: { number: { ne: 'C-1010' } } }, ''],
    [{ contract: { not: { number: { eq: 'C-1001' } } } }, 'a'],
    [{ integration: { code: { eq: 'erp-invoices' } } }, 'abcde'],
    [{ integrationRun: { status: { eq: 'PENDING' } } }, ''],
    [{ integrationRun: { integrationErrors: { some: { externalId: { eq: 'alpha' } } } } }, 'abcde'],
    [{ integrationRun: { integration: { integrationRuns: { every: { status: { eq: 'FAILED' } } } } } }, ''],
  ])('%j selects %s', async (filter, letters) => {
    expect(await five.found(filter)).toBe(letters);
  });
});

describe('a filter on a decimal', () => {
  test.each([
    [{ maximumValue: { eq: '12500.5' } }, ['C-1002']],
    [{ maximumValue: { eq: '12500.50000' } }, ['C-1002']],
    [{ maximumValue: { eq: 12500.5 } }, ['C-1002']],
    [{ maximumValue: { in: ['10000', '15001.00', '1'] } }, ['C-1001', 'C-1003']],
    [{ maximumValue: { lt: '12500.5001' } }, ['C-1001', 'C-1002']],
    [{ maximumValue: { gt: '55009', lte: '57509.5' } }, ['C-1020']],
    [{ maximumValue: { gte: '57509.5' }, minimumValue: { isNull: true } }, ['C-1020']],
    [{ minimumValue: { ne: '1000' }, maximumValue: { lt: '16000' } }, ['C-1002']],
    [{ minimumValue: { eq: null }, maximumValue: { lt: '18000' } }, ['C-1002', 'C-1004']],
  ])('%j selects %j', async (filter, numbers) => {
    const { data } = await world.graphql(
      'query($filter: ContractFilter) { contracts(filter: $filter, orderBy: { field: ID }) { nodes { number } } }',
      { filter },
    );
    expect(data).toEqual({ contracts: { nodes: numbers.map((number) => ({ number })) } });
  });
});
