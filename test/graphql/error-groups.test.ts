import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Prisma } from '../../src/generated/prisma/client.js';
import { makeClient } from '../support/credentials.js';
import { fuzzRuns } from '../support/fuzz.js';
import { useWorld } from '../support/world.js';
import { type Filter, holds, type Node, readEverything } from './plain-filter.js';

const world = useWorld();

const causes = [
  'Invoice 7 is closed.',
  "Supplier 'A' can't be found",
  'INVOICE  8 is closed.',
  'Timed out after 30 s',
  'Supplier "Borealis" can\'t be found',
  null,
];
let errors: readonly Node[];

beforeAll(async () => {
  const { prisma } = world.database;
  const run = await prisma.integrationRun.findMany({ take: 9, orderBy: { id: 'asc' } });
  for (let index = 0; index < 120; index += 1) {
    const { id, integrationId } = run[(index * 7) % run.length] as { id: number; integrationId: number }; // of nine
    const message = causes[(index * index) % 11] ?? null;
    await prisma.integrationError.create({
      data: {
        integrationRunId: id,
        integrationId,
        isResolved: index % 3 === 0,
        documentType: index % 4 === 0 ? 'CONTRACT' : 'INVOICE',
        createdAt: new Date(Date.UTC(2026, 0, 1 + ((index * 13) % 40))),
        responses: { create: index % 5 === 0 ? [] : [{ code: index % 7 === 0 ? '422' : null, message }, { message: `Other ${index}` }] },
      },
    });
  }
  errors = (await readEverything(world)).integrationError;
});

interface Group {
  readonly fingerprint: string;
  readonly title: string;
  readonly code: string | null;
  readonly count: number;
  readonly openCount: number;
  readonly runCount: number;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly integrations: readonly { databaseId: number }[];
  readonly integrationErrors: { readonly totalCount: number; readonly nodes: readonly { databaseId: number; fingerprint: string }[] };
}

const selection = `fingerprint title code count openCount runCount firstSeenAt lastSeenAt integrations(first: 3) { databaseId }
  integrationErrors(filter: { isResolved: { eq: false } }, orderBy: { field: ID }, first: 4) { totalCount nodes { databaseId fingerprint } }`;

const timeOf = ({ values }: Node): number => new Date(String((values['createdAt'] as Date).toISOString())).getTime();
const idOf = ({ values }: Node): number => Number(values['databaseId'] ?? values['id']);

/** What is told of a group of those errors, but for its title and code. */
const groupOf = (fingerprint: string, own: readonly Node[]) => {
  const times = own.map(timeOf);
  const open = own.filter(({ values }) => values['isResolved'] === false).sort((one, other) => idOf(one) - idOf(other));
  const ofIntegration = new Map<number, number>();
  for (const { values } of own) {
    const id = Number(values['integrationId']);
    ofIntegration.set(id, (ofIntegration.get(id) ?? 0) + 1);
  }
  return {
    fingerprint,
    count: own.length,
    openCount: open.length,
    runCount: new Set(own.map(({ values }) => values['integrationRunId'])).size,
    firstSeenAt: new Date(Math.min(...times)).toISOString(),
    lastSeenAt: new Date(Math.max(...times)).toISOString(),
    integrations: [...ofIntegration]
      .sort(([id, count], [otherId, other]) => other - count || id - otherId)
      .slice(0, 3)
      .map(([databaseId]) => ({ databaseId })),
    integrationErrors: { totalCount: open.length, nodes: open.slice(0, 4).map((error) => ({ databaseId: idOf(error), fingerprint })) },
  };
};

const metrics = {
  LAST_SEEN_AT: (group: ReturnType<typeof groupOf>) => group.lastSeenAt,
  FIRST_SEEN_AT: (group: ReturnType<typeof groupOf>) => group.firstSeenAt,
  COUNT: (group: ReturnType<typeof groupOf>) => group.count,
  OPEN_COUNT: (group: ReturnType<typeof groupOf>) => group.openCount,
};

const groupsOf = (filter: Filter, field: keyof typeof metrics, direction: string) => {
  const byFingerprint = new Map<string, Node[]>();
  for (const error of errors.filter((each) => holds('integrationError', filter, each))) {
    const fingerprint = String(error.values['fingerprint']);
    byFingerprint.set(fingerprint, [...(byFingerprint.get(fingerprint) ?? []), error]);
  }
  const sign = direction === 'ASC' ? 1 : -1;
  const compare = <Value>(one: Value, other: Value) => (one < other ? -sign : one > other ? sign : 0);
  return [...byFingerprint]
    .map(([fingerprint, own]) => groupOf(fingerprint, own))
    .sort((one, other) => compare(metrics[field](one), metrics[field](other)) || compare(one.fingerprint, other.fingerprint));
};

const filters: readonly Filter[] = [
  {},
  { isResolved: { eq: false } },
  { documentType: { eq: 'CONTRACT' } },
  { message: { contains: 'invoice' } },
  { integration: { code: { startsWith: 'erp' } }, createdAt: { gte: '2026-01-10T00:00:00.000Z' } },
  { createdAt: { lt: '2000-01-01T00:00:00.000Z' } },
];

interface Page {
  readonly groups: {
    readonly totalCount: number;
    readonly edges: readonly { readonly cursor: string; readonly node: Group }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly startCursor: string;
      readonly endCursor: string;
    };
  };
}

const list = `query($filter: IntegrationErrorFilter, $orderBy: IntegrationErrorGroupOrder, $first: Int, $after: String, $last: Int, $before: String) {
  groups: integrationErrorGroups(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    totalCount edges { cursor node { ${selection} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

const isAlike = (group: Group) => {
  const { title: _title, code: _code, ...figures } = group;
  return figures;
};

describe('groups of errors', () => {
  test('are what a plain reckoning gives, of any filter, in any order, page by page in both directions', {
    timeout: fuzzRuns(60_000),
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...filters),
        fc.constantFrom(...(Object.keys(metrics) as (keyof typeof metrics)[])),
        fc.constantFrom('ASC', 'DESC'),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        async (filter, field, direction, size, isBackward) => {
          const expected = groupsOf(filter, field, direction);
          const found: Group[] = [];
          let cursor: string | null = null;
          for (let isMore = true; isMore; ) {
            const place: object = isBackward ? { last: size, before: cursor } : { first: size, after: cursor };
            const { data, errors: problems }: { data?: Page | null | undefined; errors: unknown } = await world.graphql<Page, never>(list, {
              filter,
              orderBy: { field, direction },
              ...place,
            });
            expect(problems).toBeUndefined();
            const { totalCount = -1, edges = [], pageInfo } = data?.groups ?? {};
            expect(totalCount).toBe(expected.length);
            const nodes = edges.map(({ node }) => node);
            if (isBackward) found.unshift(...nodes);
            else found.push(...nodes);
            isMore = Boolean(isBackward ? pageInfo?.hasPreviousPage : pageInfo?.hasNextPage);
            expect(isMore).toBe(found.length < expected.length);
            cursor = (isBackward ? pageInfo?.startCursor : pageInfo?.endCursor) ?? null;
          }
          expect(found.map(isAlike)).toEqual(expected);
        },
      ),
      { numRuns: fuzzRuns(25) },
    );
  });

  test('cost the same number of statements, however many they are', async () => {
    const statements = (first: number) => world.statementsOf(() => world.graphql(list, { first, orderBy: { field: 'COUNT' } }));
    expect((await statements(10)).length).toBe((await statements(1)).length);
  });

  test('are named after their first error, with its changing parts taken out', async () => {
    const { data } = await world.graphql<Page, never>(list, { first: 100, filter: { message: { startsWith: 'supplier' } } });
    expect(new Set(data?.groups.edges.map(({ node }) => node.title))).toEqual(new Set(["Supplier … can't be found"]));
    expect(new Set(data?.groups.edges.map(({ node }) => node.code))).toEqual(new Set(['422', null]));
  });

  test('are the whole group below an error, whatever the filter', async () => {
    const query = `{ integrationErrors(filter: { isResolved: { eq: true } }, first: 50) { nodes { fingerprint group { ${selection} } } } }`;
    const { data } = await world.graphql<{ integrationErrors: { nodes: { fingerprint: string; group: Group }[] } }, never>(query);
    const groups = new Map(groupsOf({}, 'COUNT', 'ASC').map((group) => [group.fingerprint, group]));
    expect(data?.integrationErrors.nodes).toHaveLength(50);
    for (const { fingerprint, group } of data?.integrationErrors.nodes ?? []) expect(isAlike(group)).toEqual(groups.get(fingerprint));
  });

  test('are found by their fingerprint; null where no error has it', async () => {
    const [first] = groupsOf({}, 'COUNT', 'DESC');
    const query = `query($fingerprint: String!) { group: integrationErrorGroup(fingerprint: $fingerprint) { ${selection} } }`;
    const { data } = await world.graphql<{ group: Group }, never>(query, { fingerprint: first?.fingerprint });
    expect(data && isAlike(data.group)).toEqual(first);
    expect((await world.graphql(query, { fingerprint: 'f'.repeat(32) })).data).toEqual({ group: null });
    expect((await world.graphql(query, { fingerprint: 'a\0b' })).errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('refuse cursors of other lists, other orders, and altered ones', async () => {
    const { data } = await world.graphql<Page, never>(list, { first: 1 });
    const { data: others } = await world.graphql<{ integrationErrors: { pageInfo: { endCursor: string } } }, never>(
      '{ integrationErrors(first: 1) { pageInfo { endCursor } } }',
    );
    const cursor = data?.groups.pageInfo.endCursor ?? '';
    const altered = Buffer.from(
      Buffer.from(cursor, 'base64url')
        .toString()
        .replace(/"20\d\d-/, '"2O26-'),
    ).toString('base64url');
    const refused = async (variables: object) => (await world.graphql(list, { first: 1, ...variables })).errors?.[0]?.message;
    expect(await refused({ after: cursor, orderBy: { field: 'COUNT' } })).toMatch(/in another order/);
    expect(await refused({ after: others?.integrationErrors.pageInfo.endCursor })).toMatch(/another type/);
    expect(await refused({ after: 'x' })).toMatch(/no cursor/);
    expect(await refused({ after: altered })).toMatch(/altered/);
    expect(await refused({ first: 501 })).toMatch(/at most 500/);
  });
});

describe('a group', () => {
  const create = (message: string) =>
    world.graphql<
      {
        createIntegrationError: {
          integrationError: { databaseId: number; fingerprint: string; group: { count: number; openCount: number } };
        };
      },
      never
    >(
      `mutation($message: String!) { createIntegrationError(input: { integrationRun: { databaseId: 1 }, responses: [{ code: "E", message: $message }] }) {
        ... on CreateIntegrationErrorSuccess { integrationError { databaseId fingerprint group { count openCount } } } } }`,
      { message },
    );
  const made = async (message: string) => (await create(message)).data?.createIntegrationError.integrationError;

  test('is resolved at once by its fingerprint, and opened again by a new error', async () => {
    const first = await made('Lock 1 is held by a@example.com');
    const second = await made('LOCK 22 is held by B.C@example.org');
    expect(second).toMatchObject({ fingerprint: first?.fingerprint, group: { count: 2, openCount: 2 } });
    const { data } = await world.graphql<{ resolveIntegrationErrors: { changedCount: number } }, never>(
      `mutation($fingerprint: String!) { resolveIntegrationErrors(input: { errors: { filter: { fingerprint: { eq: $fingerprint } } } }) {
        ... on ResolveIntegrationErrorsSuccess { changedCount } } }`,
      { fingerprint: first?.fingerprint },
    );
    expect(data?.resolveIntegrationErrors).toEqual({ changedCount: 2 });
    expect(await made('lock 3 is held by x@example.net')).toMatchObject({ group: { count: 3, openCount: 1 } });
  });

  test('loses an error whose responses are replaced, and gets it back', async () => {
    const error = await made('Moved 1');
    const update = async (responses: object[]) => {
      const { data } = await world.graphql<
        { updateIntegrationError: { integrationError: { fingerprint: string; group: { title: string } } } },
        never
      >(
        `mutation($responses: [IntegrationErrorResponseInput!], $id: Int!) { updateIntegrationError(input: { by: { databaseId: $id }, responses: $responses }) {
          ... on UpdateIntegrationErrorSuccess { integrationError { fingerprint group { title } } } } }`,
        { id: error?.databaseId, responses },
      );
      return data?.updateIntegrationError.integrationError;
    };
    const moved = await update([{ code: 'F', message: 'Moved 1' }]);
    expect(moved?.fingerprint).not.toBe(error?.fingerprint);
    expect(await update([{ code: 'e', message: 'moved  2' }])).toEqual({ fingerprint: error?.fingerprint, group: { title: 'moved …' } });
    expect((await update([]))?.group.title).toBe('Without a response');
  });

  test('of errors without a response is told by document type, document status and status', async () => {
    const { data } = await world.graphql<
      { createIntegrationError: { integrationError: { databaseId: number; fingerprint: string } } },
      never
    >(
      `mutation { createIntegrationError(input: { integrationRun: { databaseId: 1 }, documentType: INVOICE, documentStatus: "Draft 1" }) {
        ... on CreateIntegrationErrorSuccess { integrationError { databaseId fingerprint } } } }`,
    );
    const { databaseId = 0, fingerprint } = data?.createIntegrationError.integrationError ?? {};
    const update = async (more: string) => {
      const answer = await world.graphql<
        { updateIntegrationError: { integrationError: { fingerprint: string; group: { title: string } } } },
        never
      >(
        `mutation { updateIntegrationError(input: { by: { databaseId: ${databaseId} }, ${more} }) {
          ... on UpdateIntegrationErrorSuccess { integrationError { fingerprint group { title } } } } }`,
      );
      return answer.data?.updateIntegrationError.integrationError;
    };
    expect(await update('documentStatus: "draft 25", externalId: "X"')).toEqual({ fingerprint, group: { title: 'INVOICE, draft …' } });
    expect((await update('status: "waiting"'))?.fingerprint).not.toBe(fingerprint);
    expect((await update('status: null'))?.fingerprint).toBe(fingerprint);
  });
});

describe('two messages are of one group', () => {
  const fingerprints = async (...messages: (string | null)[]) => {
    const { sql } = Prisma;
    const rows = await world.database.read<{ fingerprint: string }>(
      sql`SELECT error_fingerprint(jsonb_build_object('code', 'E', 'message', message), NULL, NULL, NULL) AS fingerprint
        FROM unnest(${messages}::text[]) WITH ORDINALITY AS given (message, place) ORDER BY place`,
    );
    return rows.map(({ fingerprint }) => fingerprint);
  };
  const words = fc.array(
    fc.constantFrom(
      'invoice',
      'Could',
      'not',
      "can't",
      'be',
      'posted:',
      'facade',
      'decade',
      'supplier’s',
      '(account)',
      'E-mail',
      'Zürich',
      'март',
    ),
    { minLength: 1, maxLength: 5 },
  );
  const quote = (text: string) =>
    fc.constantFrom(`"${text}"`, `'${text}'`, `“${text}”`, `«${text}»`, `»${text}«`, `‚${text}‘`, `\`${text}\``);
  const digits = fc.integer({ min: 0, max: 99_999_999 });
  const changing: Readonly<Record<string, fc.Arbitrary<string>>> = {
    number: fc.oneof(
      digits.map(String),
      digits.map((value) => `-${value}.${value % 100}`),
      digits.map((value) => value.toLocaleString('en-US')),
      fc.constant('1.5e-3'),
    ),
    id: fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase()),
      digits.map((value) => `a1${value.toString(16).padStart(6, '0')}`),
      digits.map((value) => `0xF0${value.toString(16).padStart(4, '0')}`),
    ),
    time: fc
      .date({ min: new Date(0), max: new Date('2099-01-01'), noInvalidDate: true })
      .chain((date) =>
        fc.constantFrom(
          date.toISOString(),
          date.toISOString().slice(0, 10),
          date.toISOString().slice(11, 19),
          date.toISOString().slice(0, 16).replace('T', ' '),
          date.toISOString().replace('Z', '+02:00'),
        ),
      ),
    address: fc.oneof(
      fc.constantFrom('a@b.example', 'First.Last+tag@mail.example.com', 'x_1@host-2.example.org', 'bücher@müller.example'),
      fc.constantFrom('https://example.com', 'http://a.example/b/c?d=1&e=%20#f', 'ftp://files.example/x.csv', 'www.example.com/x'),
    ),
    quoted: words.chain((inner) => quote(inner.filter((word) => !/['’]/.test(word)).join(' '))),
  };
  const blank = fc.constantFrom(' ', '  ', '\t', '\n', '\u00a0', ' \r\n ');

  test('when they differ in numbers, ids, times, addresses, quoted texts, blanks and the case of letters alone', {
    timeout: fuzzRuns(60_000),
  }, async () => {
    const place = fc.constantFrom(...Object.keys(changing));
    const pair = fc.tuple(words, fc.array(fc.tuple(place, words), { maxLength: 3 })).chain(([start, more]) => {
      const text = fc
        .tuple(blank, ...more.map(([kind, rest]) => fc.tuple(changing[kind] as fc.Arbitrary<string>, blank, fc.constant(rest.join(' '))))) // a key of it
        .map(([between, ...parts]) => [start.join(between), ...parts.map(([part, gap, rest]) => `${part}${gap}${rest}`)].join(' '));
      return fc.tuple(
        text,
        text.chain((other) => fc.constantFrom(other, other.toUpperCase())),
      );
    });
    await fc.assert(
      fc.asyncProperty(pair, async ([one, other]) => {
        const [first, second] = await fingerprints(one, other);
        expect(second, JSON.stringify([one, other])).toBe(first);
      }),
      { numRuns: fuzzRuns(150) },
    );
  });

  test('and of two where their words differ', { timeout: fuzzRuns(60_000) }, async () => {
    const plain = (text: readonly string[]) => text.join(' ').toLowerCase();
    await fc.assert(
      fc.asyncProperty(words, words, async (one, other) => {
        const [first, second] = await fingerprints(one.join(' '), other.join(' '));
        expect(first === second).toBe(plain(one) === plain(other));
      }),
      { numRuns: fuzzRuns(100) },
    );
  });

  test.each([
    ['Invoice INV-1001 is closed.', 'Invoice INV-… is closed.'],
    ["Can't find 'Foo Bar', didn't look for \"x\"", "Can't find …, didn't look for …"],
    ['Posted on Fri, 27 Nov 2026 00:19:06 GMT, due Nov 3, 2026 at 5:30 pm', 'Posted on … …, due … at …'],
    ['Id 550e8400-e29b-41d4-a716-446655440000 or deadbeef1, no facade', 'Id … or …, no facade'],
    ['See https://example.com/a?b=1, or mail a.b@example.com.', 'See …, or mail ….'],
    ['doc_550e8400-e29b-41d4-a716-446655440000 of req_3fa9b2c1, no my_facade', 'doc_… of req_…, no my_facade'],
    ['Konto »A« und »B« oder ‚C‘, ›D‹ und „E“', 'Konto … und … oder …, … und …'],
    ['„F” ‹G› «H» »I» ”J” “K” ‘L’', '… … … … … … …'],
    ['「甲」と『乙』がない', '…と…がない'],
    ['Mail info@müller.de, почта@пример.example or büro@example.com.', 'Mail …, … or ….'],
    ['Due January 31st, 2026, 2nd of February 2026 or 3. March', 'Due …, … or …'],
  ])('%s: %s', async (message, title) => {
    const { sql } = Prisma;
    expect(await world.database.read(sql`SELECT error_title(${message}::text) AS title`)).toEqual([{ title }]);
  });
});

describe('groups need the scopes of all that they look at', () => {
  const guarded = useWorld({ auth: { mode: 'required' } });
  const about = '(filter: { contract: { number: { eq: "C-1" } } })';
  const ofError = (inner: string) => `{ integrationError(by: { databaseId: 1 }) { group ${inner} } }`;

  test.each([
    ['a filter through contracts', 'core.integration.read', `{ integrationErrorGroups${about} { totalCount } }`, 'core.contract.read'],
    [
      'the same of the errors of one',
      'core.integration.read',
      ofError(`{ integrationErrors${about} { totalCount } }`),
      'core.contract.read',
    ],
    ['errors', 'core.contract.read', '{ integrationErrorGroups { totalCount } }', 'core.integration.read'],
    ['one group', 'core.contract.read', '{ integrationErrorGroup(fingerprint: "x") { count } }', 'core.integration.read'],
  ])('%s', async (_what, scope, query, missing) => {
    const { apiKey } = await makeClient(guarded, [scope]);
    const { errors: problems } = await guarded.graphql(query, {}, { 'x-coupa-api-key': apiKey ?? '' });
    expect(problems).toMatchObject([{ message: expect.stringContaining(missing), extensions: { code: 'FORBIDDEN' } }]);
  });

  test('before anything is written, below a mutation', async () => {
    const { apiKey } = await makeClient(guarded, ['core.integration.read', 'core.integration.write']);
    const selection = `... on UpdateIntegrationErrorSuccess { integrationError { group { integrationErrors${about} { totalCount } } } }`;
    const { errors: problems } = await guarded.graphql(
      `mutation { updateIntegrationError(input: { by: { databaseId: 1 }, externalId: "Changed" }) { ${selection} } }`,
      {},
      { 'x-coupa-api-key': apiKey ?? '' },
    );
    expect(problems).toMatchObject([{ path: ['updateIntegrationError'], extensions: { code: 'FORBIDDEN' } }]);
    const found = await guarded.database.prisma.integrationError.findUniqueOrThrow({ where: { id: 1 } });
    expect(found.externalId).not.toBe('Changed');
  });
});
