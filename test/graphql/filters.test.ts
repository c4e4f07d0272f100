import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';
import { useFiveErrors } from './five-errors.js';
import { globalId } from './refusals.js';

const world = useWorld();
const five = useFiveErrors(world);

describe('a filter on a text', () => {
  test.each([
    [{ eq: 'alpha' }, 'b'],
    [{ eq: '' }, 'e'],
    [{ eq: null }, 'd'],
    [{ ne: 'alpha' }, 'acde'],
    [{ ne: null }, 'abce'],
    [{ in: ['alpha', '', 'alpha'] }, 'be'],
    [{ in: [] }, ''],
    [{ notIn: ['alpha'] }, 'acde'],
    [{ notIn: [] }, 'abcde'],
    [{ lt: 'alpha' }, 'ae'],
    [{ lte: 'alpha' }, 'abe'],
    [{ gt: 'alpha' }, 'c'],
    [{ gte: 'alpha' }, 'bc'],
    [{ isNull: true }, 'd'],
    [{ isNull: false }, 'abce'],
    [{ contains: 'ALPHA' }, 'ab'],
    [{ contains: '%' }, 'a'],
    [{ contains: '_' }, 'a'],
    [{ contains: '\\' }, 'c'],
    [{ contains: 'a%' }, ''],
    [{ contains: 'l\\Str' }, 'c'],
    [{ contains: 'äpfel' }, 'c'],
    [{ contains: 'a\u0308pfel' }, ''],
    [{ contains: 'STRASSE' }, ''],
    [{ contains: '' }, 'abce'],
    [{ startsWith: 'aLp' }, 'ab'],
    [{ startsWith: 'äPF' }, 'c'],
    [{ startsWith: '%' }, ''],
    [{ startsWith: '' }, 'abce'],
    [{ endsWith: '%' }, 'a'],
    [{ endsWith: 'PHA' }, 'b'],
    [{ endsWith: '\\STRAßE' }, 'c'],
    [{ endsWith: 'a longer text than any of them has' }, ''],
    [{ gte: 'A', lt: 'b', ne: 'alpha' }, 'a'],
    [{}, 'abcde'],
  ])('%j selects %s', async (externalId, letters) => {
    expect(await five.found({ externalId })).toBe(letters);
  });
});

describe('letters whose case depends on the word or the language are found alike, whatever collation the database has', () => {
  test.each([
    ['ΟΔΟΣΧΕΙΑ', ['ΟΔΟΣ', 'οδος', 'οδοσ', 'ΣΧΕΙΑ']],
    ['Η ΟΔΟΣ', ['οδος', 'ΟΔΟΣ', 'οδοσ']],
    ['İstanbul', ['istanbul', 'İSTANBUL', 'ISTANBUL']],
  ])('%s is found by each of %j', async (name, parts) => {
    const code = `case-${name}`;
    await world.database.prisma.integration.create({
      data: { name, code, businessObject: 'Invoice', direction: 'TO_COUPA', endSystem: 'SAP', endSystemType: 'ERP' },
    });
    for (const contains of parts) {
      const { data } = await world.graphql('query($filter: IntegrationFilter) { integrations(filter: $filter) { nodes { name } } }', {
        filter: { name: { contains }, code: { eq: code } },
      });
      expect(data, contains).toEqual({ integrations: { nodes: [{ name }] } });
    }
  });
});

describe('a filter on a number', () => {
  test.each([
    [{ eq: 10 }, 'ae'],
    [{ eq: null }, 'd'],
    [{ ne: 10 }, 'bcd'],
    [{ ne: null }, 'abce'],
    [{ in: [20, -30] }, 'bc'],
    [{ in: [] }, ''],
    [{ notIn: [10] }, 'bcd'],
    [{ notIn: [] }, 'abcde'],
    [{ lt: 10 }, 'c'],
    [{ lte: 10 }, 'ace'],
    [{ gt: 10 }, 'b'],
    [{ gte: 10 }, 'abe'],
    [{ isNull: true }, 'd'],
    [{ isNull: false }, 'abce'],
    [{ isNull: true, eq: 10 }, ''],
    [{ gt: -2_147_483_648, lt: 2_147_483_647 }, 'abce'],
  ])('%j selects %s', async (documentId, letters) => {
    expect(await five.found({ documentId })).toBe(letters);
  });
});

describe('a filter on an enum', () => {
  test.each([
    [{ eq: 'INVOICE' }, 'be'],
    [{ eq: null }, 'cd'],
    [{ ne: 'INVOICE' }, 'acd'],
    [{ ne: null }, 'abe'],
    [{ in: ['INVOICE', 'CONTRACT', 'USER'] }, 'abe'],
    [{ in: [] }, ''],
    [{ notIn: ['INVOICE'] }, 'acd'],
    [{ isNull: true }, 'cd'],
    [{ isNull: false }, 'abe'],
  ])('%j selects %s', async (documentType, letters) => {
    expect(await five.found({ documentType })).toBe(letters);
  });
});

describe('a filter on a truth', () => {
  test.each([
    [{ eq: true }, 'bd'],
    [{ eq: null }, ''],
    [{ ne: true }, 'ace'],
    [{ ne: null }, 'abcde'],
    [{ in: [true, false] }, 'abcde'],
    [{ in: [] }, ''],
    [{ notIn: [false] }, 'bd'],
  ])('%j selects %s', async (isResolved, letters) => {
    expect(await five.found({ isResolved })).toBe(letters);
  });
});

describe('a filter on a time', () => {
  test.each([
    [{ eq: '2026-01-01T00:00:00.001Z' }, 'b'],
    [{ eq: '2026-01-01T02:00:00.001+02:00' }, 'b'],
    [{ eq: '2026-01-01' }, 'a'],
    [{ ne: '2026-01-01' }, 'bcde'],
    [{ in: ['2026-01-02', '2026-01-03T00:00Z'] }, 'de'],
    [{ notIn: ['2026-01-02'] }, 'abce'],
    [{ lt: '2026-01-01T00:00:00.002Z' }, 'ab'],
    [{ lte: '2026-01-01T00:00:00.002Z' }, 'abc'],
    [{ gt: '2026-01-01T00:00:00.002Z' }, 'de'],
    [{ gte: '2026-01-01T00:00:00.0029Z' }, 'cde'],
    [{ gt: '0001-01-01', lt: '9999-12-31T23:59:59.999Z' }, 'abcde'],
    [{ isNull: true }, ''],
  ])('%j selects %s', async (createdAt, letters) => {
    expect(await five.found({ createdAt })).toBe(letters);
  });
});

describe('a filter on an opaque id', () => {
  test('knows the operators of equality', async () => {
    const [a, b] = five.ids;
    expect(await five.found({ id: { eq: a } })).toBe('a');
    expect(await five.found({ id: { ne: a } })).toBe('bcde');
    expect(await five.found({ id: { in: [a, b, globalId('IntegrationError', '99999999999')] } })).toBe('ab');
    expect(await five.found({ id: { in: [] } })).toBe('');
    expect(await five.found({ id: { notIn: [a, b] } })).toBe('cde');
  });
});
