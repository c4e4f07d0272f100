// Whatever comes as XML: a megabyte of mischief, random pieces of markup, and all that the writer can write.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../../src/domain/rules/decimal.js';
import { readXml, XmlError } from '../../../src/rest/request/read-xml.js';
import { resources } from '../../../src/rest/wire/resources.js';
import { within } from '../../support/processor-time.js';
import { associations, JsonValue, type Leaf, type Tree, treeJson, treeXml } from './laid-out.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): unknown => readXml(bytesOf(text), 'application/xml');

const refusal = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof XmlError) return error.message;
    throw error;
  }
  return 'not refused';
};

describe('a hostile body of a megabyte', () => {
  const megabyte = 1_000_000;
  const fill = (piece: string) => piece.repeat(Math.floor(megabyte / piece.length));
  const laughs = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('');

  // Measured at under 100 ms each; the bound leaves room for a busy machine and still catches anything quadratic.
  it.each<[title: string, body: string]>([
    ['a billion laughs', `<!DOCTYPE a [<!ENTITY l0 "lol">${laughs}]><a>&l9;</a>`],
    ['a megabyte of entities that are declared', `<!DOCTYPE a [${fill('<!ENTITY x "y">')}]><a/>`],
    ['a document type without an end', `<!DOCTYPE a [${fill('<!-- - ')}`],
    ['100,000 elements within each other', '<a>'.repeat(100_000) + '</a>'.repeat(100_000)],
    ['elements without an end', fill('<a>')],
    ['elements side by side', `<a>${fill('<b/>')}</a>`],
    ['one large attribute', `<a b="${fill('c')}"/>`],
    ['one large attribute of references', `<a b="${fill('&amp;')}"/>`],
    ['many attributes', `<a ${Array.from({ length: 100_000 }, (_, index) => `a${index}="1"`).join(' ')}/>`],
    ['a long name', `<${fill('a')}/>`],
    ['a long name of an attribute', `<a ${fill('b')}="1"/>`],
    ['a long closing name', `<a></${fill('b')}>`],
    ['a long entity', `<a>&${fill('b')};</a>`],
    ['a long reference', `<a>&#${fill('9')};</a>`],
    ['an open reference', `<a>&${fill('#')}`],
    ['open angles', fill('<')],
    ['a wrong start of a declaration', `<?xml ${fill(' encoding')}`],
    ['an instruction without an end', `<?${fill('a ?')}`],
    ['text without an end', `<a>${fill(']]')}`],
    ['a comment without an end', `<a><!--${fill('- ')}`],
    ['text beside elements', `<a>${fill('x<b/>')}</a>`],
  ])('is refused soon: %s', async (_title, body) => {
    const bytes = bytesOf(body);
    const told = await within(1_000, () => refusal(() => readXml(bytes, null, 50_000)));
    expect(told).toMatch(/^The body (is no XML|can't be read): line \d+, column \d+: /);
  });

  it.each<[title: string, body: string]>([
    ['references', `<a>${fill('&lt;')}</a>`],
    ['line breaks', `<a>${fill('\r\n')}</a>`],
    ['comments', `<a>${fill('<!---->')}</a>`],
    ['sections of raw text', `<a>${fill('<![CDATA[x]]>')}</a>`],
    ['instructions', `<a>${fill('<?x y?>')}</a>`],
    ['digits', `<a type="integer">${fill('9')}</a>`],
    ['blanks', `<a type="integer">${fill(' ')}x</a>`],
    ['brackets of a flow', `<a><flow>${fill('[')}</flow></a>`],
    ['the same element', `<a>${'<b>0123456789</b>'.repeat(49_999)}</a>`],
  ])('is read soon, when nothing is wrong with it: %s', async (_title, body) => {
    const bytes = bytesOf(body);
    expect(await within(1_000, () => refusal(() => readXml(bytes, null)))).toBe('not refused');
  });

  it('is read or refused, and nothing else, for any text', () => {
    const piece = fc.constantFrom(
      '<a>',
      '</a>',
      '<a/>',
      '<b c="d">',
      '</b>',
      'text',
      '&amp;',
      '&x;',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '"',
      '\r',
      '😀',
      '<!DOCTYPE',
      '>',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece).map((pieces) => `<a>${pieces.join('')}</a>`),
          fc.string({ unit: 'binary' }),
        ),
        (body) => {
          refusal(() => read(body)); // throws for any error of another class
        },
      ),
    );
    fc.assert(
      fc.property(fc.uint8Array(), fc.option(fc.string()), (bytes, contentType) => {
        refusal(() => readXml(bytes, contentType));
      }),
    );
  });
});

describe('what is written', () => {
  // Characters that XML can't hold are the one thing that JSON has and XML has not; the tests of the writer look after them.
  const held = fc
    .string({ unit: 'binary' })
    .map((text) => text.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd'));
  const time = fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
  const decimal = fc.tuple(fc.maxSafeInteger(), fc.nat(4)).map(([digits, places]) => new Decimal(digits).div(10 ** places));
  const kinds: readonly fc.Arbitrary<Leaf>[] = [held, fc.maxSafeInteger(), fc.boolean(), time, decimal];
  const leafName = fc.constantFrom(
    'id',
    'status',
    'total-records',
    'max-updated-at',
    'response-message',
    '__proto__',
    'constructor',
    'toString',
  );

  /** Records of one kind have the same elements, any of which can be unset. */
  const own = fc
    .uniqueArray(fc.tuple(leafName, fc.constantFrom(...kinds)), { minLength: 1, selector: ([name]) => name })
    .map(
      (columns): fc.Arbitrary<Tree> =>
        fc
          .tuple(...columns.map(([, kind]) => fc.option(kind)))
          .map((values): Tree => Object.fromEntries(columns.map(([name], place) => [name, values[place] ?? null]))),
    );
  const flow = fc.jsonValue().map((value) => new JsonValue(value));

  const run = fc.tuple(own, own, own, own, own).map(([values, integration, error, response, actor]): fc.Arbitrary<Tree> => {
    const errors = fc
      .tuple(error, fc.array(response, { maxLength: 3 }), fc.option(actor))
      .map(([values, responses, actor]): Tree => ({ ...values, responses, 'created-by': actor }));
    return fc.tuple(values, flow, fc.option(integration), fc.array(errors, { maxLength: 3 }), fc.option(actor)).map(
      ([values, flow, integration, errors, actor]): Tree => ({
        ...values,
        flow,
        integration,
        'integration-errors': errors,
        'updated-by': actor,
      }),
    );
  });

  /** What JSON says, without the unset associations that XML leaves out. */
  const jsonOf = (tree: Tree | readonly Tree[]): unknown =>
    JSON.parse(treeJson(tree), (key, value) => (value === null && associations.has(key) ? undefined : value));

  it('is read as the values that JSON has', () => {
    fc.assert(
      fc.property(
        run.chain((one) => one),
        (tree) => {
          expect(JSON.stringify(read(treeXml(resources.integrationRun, tree)))).toBe(JSON.stringify({ 'integration-run': jsonOf(tree) }));
        },
      ),
    );
  });

  it('is read as the same values with any prefix before its names', () => {
    const withPrefix = (xml: string, prefix: string) => xml.replace(/<(\/?)(?=[a-z_])/gi, `<$1${prefix}:`);
    fc.assert(
      fc.property(
        run.chain((one) => one),
        fc.constantFrom('c', 'n0', 'flow', 'type', 'xsi'),
        (tree, prefix) => {
          const xml = treeXml(resources.integrationRun, tree);
          expect(read(withPrefix(xml, prefix))).toEqual(read(xml));
        },
      ),
    );
  });

  it('is read as the list that JSON has', () => {
    fc.assert(
      fc.property(
        run.chain((one) => fc.array(one, { maxLength: 3 })),
        (trees) => {
          expect(JSON.stringify(read(treeXml(resources.integrationRun, trees)))).toBe(
            JSON.stringify({ 'integration-runs': jsonOf(trees) }),
          );
        },
      ),
    );
  });
});
