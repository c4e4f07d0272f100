import { beforeAll, describe, expect, test } from 'vitest';
import { Prisma } from '../../src/generated/prisma/client.js';
import { fuzzRuns } from '../support/fuzz.js';
import { useWorld } from '../support/world.js';
import { ask, formats, idsIn, messagesOf } from './both-formats.js';
import { upTo } from './selected.js';

const world = useWorld();

const runs = '/api/integration_runs';
const all = upTo(200);
const integrationOf = (run: number) => 1 + ((run - 1) % 12);

/** The addresses in a Link header, by relation. */
const linksIn = (headers: Headers): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...(headers.get('link') ?? '').matchAll(/<([^>]+)>; rel="(\w+)"/g)].map(([, address = '', relation = '']) => [relation, address]),
  );

describe.each(formats)('in %s', (format) => {
  const page = async (query: string) => {
    const answer = await ask(world, format, 'GET', `${runs}?${query}`);
    return [answer.status, idsIn(answer.value), answer.headers.get('x-total-count')];
  };

  test.each<[query: string, ids: number[]]>([
    ['', upTo(50)],
    ['limit=3', [1, 2, 3]],
    ['limit=50', upTo(50)],
    ['limit=51', upTo(50)],
    ['limit=999999999999', upTo(50)],
    ['limit=99999999999999999999999999', upTo(50)],
    ['limit=1&offset=199', [200]],
    ['offset=198', [199, 200]],
    ['offset=0&limit=2', [1, 2]],
    ['limit=2&offset=1', [2, 3]],
    ['limit=9&limit=2', [1, 2]],
    ['offset=9&limit=2&offset=1', [2, 3]],
    ['dir=desc&limit=3', [200, 199, 198]],
    ['dir=DESC&limit=3', [200, 199, 198]],
    ['dir=desc&dir=asc&limit=3', [1, 2, 3]],
    ['order_by=status&order_by=id&limit=3', [1, 2, 3]],
    ['order_by=created_at&dir=desc&limit=3', [200, 199, 198]],
    ['order_by=updated-at&dir=asc&limit=3', [1, 2, 3]],
    ['order_by=status&limit=3', [1, 20, 26]],
    ['order_by=integration_id&limit=3', [1, 13, 25]],
    ['order_by=integration_id&dir=desc&limit=3', [192, 180, 168]],
    ['order_by=total_records&limit=3', [13, 39, 52]],
    [' limit = 3 &+offset+=+1', [2, 3, 4]],
    ['limit=9& limit=2', [1, 2]],
    [' dir = desc & order_by = id &limit=3', [200, 199, 198]],
    ['order_by=+created-at%09&dir=desc&limit=3', [200, 199, 198]],
    ['offset=200', []],
    ['offset=999999999999999', []],
    ['offset=99999999999999999999999999', []],
  ])('?%s', async (query, ids) => {
    expect(await page(query)).toEqual([200, ids, '200']);
  });

  test('a page past the end is an empty list', async () => {
    const { status, text } = await ask(world, format, 'GET', `${runs}?offset=200`);
    expect([status, text]).toEqual([
      200,
      format === 'json' ? '[]' : '<?xml version="1.0" encoding="UTF-8"?>\n<integration-runs type="array"/>\n',
    ]);
  });

  test.each<[query: string, message: string | RegExp]>([
    ['limit=0', 'limit is "0", but must be a whole number from 1.'],
    ['limit=-1', 'limit is "-1", but must be a whole number from 1.'],
    ['limit=ten', 'limit is "ten", but must be a whole number from 1.'],
    ['limit=1.5', 'limit is "1.5", but must be a whole number from 1.'],
    ['offset=-1', 'offset is "-1", but must be a whole number from 0.'],
    ['offset=', 'offset is "", but must be a whole number from 0.'],
    ['limit=5&limit=0', 'limit is "0", but must be a whole number from 1.'],
    ['dir=up', 'dir is "up", but must be asc or desc.'],
    ['order_by=statu', /^There is no attribute "statu"\. Did you mean status\? There are id, /],
    ['order_by=flow', /^There is no attribute "flow"/],
  ])('refuses ?%s', async (query, message) => {
    const answer = await ask(world, format, 'GET', `${runs}?${query}`);
    expect([answer.status, messagesOf(answer)]).toEqual([400, [typeof message === 'string' ? message : expect.stringMatching(message)]]);
  });

  test.each(['id', 'status', 'total_records', 'integration_id', 'end_time', 'max-updated-at'])(
    'pages never overlap, and leave nothing out, by %s',
    async (attribute) => {
      for (const direction of ['asc', 'desc']) {
        const ids: number[] = [];
        for (let offset = 0; offset < 200; offset += 30) {
          const answer = await ask(
            world,
            format,
            'GET',
            `${runs}?order_by=${attribute}&dir=${direction}&limit=30&offset=${offset}&fields=["id"]`,
          );
          ids.push(...idsIn(answer.value));
        }
        expect(ids.toSorted((a, b) => a - b)).toEqual(all);
        if (attribute === 'integration_id') {
          const sign = direction === 'asc' ? 1 : -1;
          expect(ids).toEqual(all.toSorted((a, b) => sign * (integrationOf(a) - integrationOf(b) || a - b)));
        }
      }
    },
  );

  test('Link leads from the first page to the end and back, and keeps the question', async () => {
    const query = 'id[gt]=100&integration[code][starts_with]=erp&limit=20&fields=["id"]';
    const expected = all.filter((run) => run > 100 && integrationOf(run) <= 6);
    const first = await ask(world, format, 'GET', `${runs}?${query}`);
    const links = linksIn(first.headers);
    expect(Object.keys(links)).toEqual(['first', 'next', 'last']);
    const ids = idsIn(first.value);
    let { next } = links;
    let answer = first;
    while (next !== undefined) {
      answer = await ask(world, format, 'GET', next);
      ids.push(...idsIn(answer.value));
      next = linksIn(answer.headers)['next'];
    }
    expect(ids).toEqual(expected);
    expect(answer.headers.get('x-total-count')).toBe(String(expected.length));
    const end = linksIn(answer.headers);
    expect(Object.keys(end)).toEqual(['first', 'prev', 'last']);
    expect((await ask(world, format, 'GET', end['last'] ?? '')).text).toBe(answer.text);
    expect((await ask(world, format, 'GET', end['first'] ?? '')).text).toBe(first.text);
    expect(idsIn((await ask(world, format, 'GET', end['prev'] ?? '')).value)).toEqual(
      expected.slice(-20 - idsIn(answer.value).length).slice(0, 20),
    );
  });

  test('Link leads on where paging keys have blanks around them', async () => {
    const { headers } = await ask(world, format, 'GET', `${runs}?offset=1& offset =20& limit =10&fields=["id"]`);
    for (const [relation, ids] of [
      ['prev', [11, 20]],
      ['next', [31, 40]],
    ] as const) {
      const found = idsIn((await ask(world, format, 'GET', linksIn(headers)[relation] ?? '')).value);
      expect([relation, found[0], found.at(-1)]).toEqual([relation, ...ids]);
    }
  });

  test('Link is left out where it would be too long', async () => {
    const answer = await ask(world, format, 'GET', `${runs}?id[in]=${Array.from({ length: 400 }, (_, index) => index + 1).join(',')}`);
    expect([answer.status, answer.headers.get('link'), answer.headers.get('x-total-count')]).toEqual([200, null, '200']);
  });
});

describe('a table of 10,000 more rows', () => {
  const big = useWorld();

  beforeAll(async () => {
    await big.database.write(Prisma.sql`
      INSERT INTO integration_runs (id, integration_id, status, total_records, created_at, updated_at, created_by_id, updated_by_id)
      SELECT 1000 + n, 1 + n % 12, 'SUCCESSFUL', n % 100, now(), now(), 1, 1 FROM generate_series(1, 10000) AS n`);
    await big.database.write(Prisma.sql`
      INSERT INTO integration_errors (integration_run_id, integration_id, status, created_by_id, updated_by_id, updated_at)
      SELECT id, integration_id, 'one of many', 1, 1, now() FROM integration_runs WHERE id > 1000`);
  });

  test.each(formats)('is paged with a filter for the same few statements a page, in %s', async (format) => {
    const ids: number[] = [];
    const counts: number[] = [];
    const pages = fuzzRuns(20);
    for (let offset = 0; offset < pages * 50; offset += 50) {
      const statements = await big.statementsOf(async () => {
        const query = `id[gt]=1000&integration[id][lt_or_eq]=6&limit=50&offset=${offset}&return_object=limited`;
        ids.push(...idsIn((await ask(big, format, 'GET', `${runs}?${query}`)).value));
      });
      counts.push(statements.length);
    }
    // the page with all that is in it, and how many there are in all
    expect(new Set(counts)).toEqual(new Set([2]));
    expect(ids).toEqual(
      upTo(10_000)
        .filter((n) => n % 12 < 6)
        .map((n) => 1000 + n)
        .slice(0, pages * 50),
    );
  });

  test.each(formats)('costs no more for the last page, or for the whole records, in %s', async (format) => {
    for (const query of ['offset=9950&id[gt]=1000', 'id[gt]=1000', 'integration_errors[status]=one of many&order_by=total_records']) {
      const statements = await big.statementsOf(async () => {
        const answer = await ask(big, format, 'GET', `${runs}?${query}`);
        expect([answer.status, idsIn(answer.value).length, answer.headers.get('x-total-count')]).toEqual([200, 50, '10000']);
      });
      expect([query, statements.length]).toEqual([query, 2]);
    }
  });
});
