import { describe, expect, it } from 'vitest';
import { readXml, XmlError } from '../../../src/rest/request/read-xml.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, contentType: string | null = 'application/xml'): unknown => readXml(bytesOf(text), contentType, 20_000);
const inRun = (inside: string): unknown =>
  (read(`<integration-run>${inside}</integration-run>`) as Record<string, unknown>)['integration-run'];

const refusal = (attempt: () => unknown): string => {
  try {
    attempt();
  } catch (error) {
    if (error instanceof XmlError) return error.message;
    throw error;
  }
  return 'not refused';
};

describe('a body', () => {
  it('gives the same values as JSON does', () => {
    const body = `\uFEFF<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<?xml-stylesheet href="x"?>
<!-- a comment -->
<integration-run>
  <status>pending</status>
  <total-records type="integer"> 120 </total-records>
  <records_processed>12</records_processed>
  <start-time type="dateTime"> 2026-01-31T09:30:00+01:00 </start-time>
  <end-time nil="true"></end-time>
  <name>a &amp; b &#x1F600;<!-- c --><![CDATA[ <raw> & ]]></name>
  <flow>{"a": [1, null], "__proto__": 2}</flow>
  <integration><code>ERP</code><standard type="boolean">true</standard></integration>
  <integration-errors type="array">
    <integration-error>
      <document-id type="integer">7</document-id>
      <responses><response><response-code>500</response-code></response></responses>
    </integration-error>
  </integration-errors>
</integration-run>
`;
    expect(JSON.stringify(read(body))).toBe(
      JSON.stringify({
        'integration-run': {
          status: 'pending',
          'total-records': 120,
          records_processed: '12',
          'start-time': '2026-01-31T09:30:00+01:00',
          'end-time': null,
          name: 'a & b 😀 <raw> & ',
          flow: JSON.parse('{"a": [1, null], "__proto__": 2}'),
          integration: { code: 'ERP', standard: true },
          'integration-errors': [{ 'document-id': 7, responses: [{ 'response-code': '500' }] }],
        },
      }),
    );
  });

  it.each<[title: string, inside: string, value: unknown]>([
    ['an empty element is an empty text', '<x/>', ''],
    ['a blank element is its blanks', '<x> \n</x>', ' \n'],
    ['line breaks are read as LF, a reference to CR as CR', '<x>a\r\nb\rc&#13;</x>', 'a\nb\nc\r'],
    ['a whole number has to be one', '<x type="integer">1.5</x>', '1.5'],
    ['a whole number has to be exact', '<x type="integer">9007199254740993</x>', '9007199254740993'],
    ['an empty number is an empty text', '<x type="integer"/>', ''],
    ['a negative number', '<x type="Integer">-12</x>', -12],
    ['a truth', '<x type="boolean">1</x>', true],
    ['a falsehood', '<x type="boolean">false</x>', false],
    ['neither', '<x type="boolean">yes</x>', 'yes'],
    ['a decimal stays a text', '<x type="decimal"> 1500.50 </x>', '1500.50'],
    ['a type that nobody knows', '<x type="constructor">a</x>', 'a'],
    ['nil', '<x nil="true"/>', null],
    ['nil with a number', '<x nil="1" type="integer"></x>', null],
    ['nil of XML Schema', '<x xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>', null],
    ['not nil', '<x nil="false">a</x>', 'a'],
    ['repeated elements are a list', '<x>a</x><x>b</x>', ['a', 'b']],
    ['an array', '<x type="array"><y>a</y></x>', ['a']],
    ['an empty array', '<x type="array">\n</x>', []],
    ['an object', '<x><y>a</y> <z><w/></z></x>', { y: 'a', z: { w: '' } }],
  ])('%s', (_title, inside, value) => {
    expect(inRun(inside)).toEqual({ x: value });
  });

  it.each([
    ['<integration-errors><integration-error><status>a</status></integration-error></integration-errors>', [{ status: 'a' }]],
    ['<integration_errors><integration_error><status>a</status></integration_error></integration_errors>', [{ status: 'a' }]],
    ['<integration-errors><status>a</status></integration-errors>', { status: 'a' }],
    [
      '<integration-errors><status>a</status></integration-errors><integration-errors><status>b</status></integration-errors>',
      [{ status: 'a' }, { status: 'b' }],
    ],
    ['<integration-errors/>', []],
    ['<integration-errors type="array"><integration-error/></integration-errors>', [{}]],
    [
      '<integration-errors><integration-error> </integration-error><integration-error><status>a</status></integration-error></integration-errors>',
      [{}, { status: 'a' }],
    ],
    ['<integration-errors type="array"><integration-error nil="true"/></integration-errors>', [null]],
    ['<integration-errors>\n</integration-errors>', []],
    ['<integration-errors nil="true"/>', null],
  ])('knows the lists of the API without their type: %s', (inside, value) => {
    expect(Object.values(inRun(inside) as object)).toEqual([value]);
  });

  it.each([
    ['<flow>{"a-b":{"c_d":[1]}}</flow>', { 'a-b': { c_d: [1] } }],
    ['<flow>12</flow>', 12],
    ['<flow>no JSON {</flow>', 'no JSON {'],
    ['<flow/>', null],
    ['<flow nil="true"/>', null],
    ['<flow><![CDATA[["<a>"]]]></flow>', ['<a>']],
    ['<flow><a_b><flow>1</flow></a_b><c type="integer">2</c><responses/></flow>', { a_b: { flow: '1' }, c: 2, responses: '' }],
    ['<flow type="array"><s>a</s><s>b</s></flow>', ['a', 'b']],
    ['<c:flow xmlns:c="urn:x"><c:a><b:c/></c:a></c:flow>', { 'c:a': { 'b:c': '' } }],
  ])('takes the flow as JSON, or as an object of its elements: %s', (inside, value) => {
    expect(inRun(inside)).toEqual({ flow: value });
  });

  it('is an empty object for an empty root, and a list for the root of one', () => {
    expect(read('<integration-run/>')).toEqual({ 'integration-run': {} });
    expect(read('<integration-run>\n</integration-run>')).toEqual({ 'integration-run': {} });
    expect(read('<integration-errors><integration-error><id>1</id></integration-error></integration-errors>')).toEqual({
      'integration-errors': [{ id: '1' }],
    });
  });

  it('gives every name as a key of its own, whatever it is in JavaScript', () => {
    const value = inRun('<__proto__><polluted>yes</polluted></__proto__><constructor>a</constructor>') as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('polluted' in value).toBe(false);
  });
});

describe('an encoding', () => {
  const wide = (text: string, order: 'little' | 'big'): Uint8Array => {
    const bytes = Buffer.from(text, 'utf16le');
    return order === 'little' ? bytes : bytes.swap16();
  };
  const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
  const declaring = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a>é</a>`;

  it.each<[title: string, bytes: Uint8Array, contentType: string | null]>([
    ['UTF-8 when nothing is said', bytesOf('<a>é</a>'), null],
    ['UTF-8 with a mark', bytesOf('\uFEFF<a>é</a>'), 'text/xml; charset=utf-8'],
    ['the declared one', latin(declaring('ISO-8859-1')), 'application/xml'],
    ['the declared one of Windows', latin(declaring('windows-1252')), null],
    ['that of the content type', latin('<a>é</a>'), 'text/xml; charset="ISO-8859-1"'],
    ['that of the content type before the declared one', bytesOf(declaring('ISO-8859-1')), 'text/xml;charset=UTF-8'],
    ['UTF-16 with a mark', wide(`\uFEFF${declaring('UTF-16')}`, 'little'), 'text/xml; charset=iso-8859-1'],
    ['UTF-16 of the other order', wide(`\uFEFF${declaring('UTF-16')}`, 'big'), null],
    ['UTF-16 without a mark', wide(declaring('UTF-16'), 'little'), 'text/xml; charset=utf-16'],
    ['UTF-16 of the other order without a mark', wide('<a>é</a>', 'big'), null],
    ['UTF-8 that calls itself UTF-16', bytesOf(declaring('utf-16')), null],
  ])('is honoured: %s', (_title, bytes, contentType) => {
    expect(readXml(bytes, contentType)).toEqual({ a: 'é' });
  });

  it.each(['windows-1252', 'ISO-8859-1'])('%s has its signs between 80 and 9F, on every version of Node', (encoding) => {
    const bytes = Buffer.concat([
      latin(`<?xml version="1.0" encoding="${encoding}"?><a>`),
      Uint8Array.of(0x80, 0x99, 0x9f, 0xe9),
      latin('</a>'),
    ]);
    expect(readXml(bytes, null)).toEqual({ a: '€™Ÿé' }); // by that name browsers mean the former
  });

  it('is refused when it is unknown, or when the bytes are not of it', () => {
    const unknown = `The body can't be read: its encoding "EBCDIC-X" is not known here. Send UTF-8.`;
    expect(refusal(() => read(declaring('EBCDIC-X')))).toBe(unknown);
    expect(refusal(() => read('<a/>', 'text/xml; charset=EBCDIC-X'))).toBe(unknown);
    expect(refusal(() => readXml(latin('<a>é</a>'), null))).toBe(`The body can't be read: its bytes are not UTF-8.`);
    expect(refusal(() => readXml(Uint8Array.of(0xff, 0xfe, 0x00, 0xd8, 0x3c, 0x00), null))).toBe(
      `The body can't be read: its bytes are not UTF-16LE.`,
    );
  });
});

describe('a refusal', () => {
  const deep = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);

  it.each([
    ['<a>\n<name>x\n</a>', 'The body is no XML: line 3, column 4: unexpected close tag.'],
    ['<a>\n  <b>\n    <name>', 'The body is no XML: line 3, column 10: unclosed tag: name.'],
    ['', 'The body is no XML: line 1, column 1: document must contain a root element.'],
    ['{"a": 1}', 'The body is no XML: line 1, column 8: text data outside of root node.'],
    ['<a/><b/>', 'The body is no XML: line 1, column 7: documents may contain only one root.'],
    ['<a b="1" b="2"/>', 'The body is no XML: line 1, column 16: duplicate attribute: b.'],
    ['<a>&nbsp;</a>', 'The body is no XML: line 1, column 9: undefined entity.'],
    ['<a>&__proto__;</a>', 'The body is no XML: line 1, column 14: undefined entity.'],
    ['<a>&#0;</a>', 'The body is no XML: line 1, column 7: malformed character entity.'],
    ['<a>\u0001</a>', 'The body is no XML: line 1, column 4: disallowed character.'],
    ['<?xml version="1.1"?><a>&#1;</a>', 'The body is no XML: line 1, column 28: malformed character entity.'],
    ['<!DOCTYPE a><a/>', "The body can't be read: line 1, column 12: a document type (DOCTYPE) is not allowed."],
    [
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>',
      "The body can't be read: line 1, column 54: a document type (DOCTYPE) is not allowed.",
    ],
    ['<a>text<b/></a>', "The body can't be read: line 1, column 15: the element a has both text and elements inside."],
    ['<a><b/>\u00a0</a>', "The body can't be read: line 1, column 12: the element a has both text and elements inside."],
    [deep(33), "The body can't be read: line 1, column 99: elements are nested more than 32 deep."],
    [
      `<a>${'<b/>'.repeat(20_000)}</a>`,
      "The body can't be read: line 1, column 80002: there are more than 20000 elements, comments, instructions and sections.",
    ],
    [`<a x="${'y'.repeat(1_001)}"/>`, "The body can't be read: line 1, column 1008: an attribute has more than 1000 characters."],
    [`<a ${'y'.repeat(201)}="1"/>`, "The body can't be read: line 1, column 208: a name has more than 200 characters."],
    [`<${'y'.repeat(201)}/>`, "The body can't be read: line 1, column 203: a name has more than 200 characters."],
    [
      `<a ${Array.from({ length: 17 }, (_, index) => `a${index}=""`).join(' ')}/>`,
      "The body can't be read: line 1, column 111: an element has more than 16 attributes.",
    ],
  ])('says what is wrong and where (case %#)', (body, message) => {
    expect(refusal(() => read(body))).toBe(message);
  });

  it('allows what is just within the limits', () => {
    expect(refusal(() => read(deep(32)))).toBe('not refused');
    expect(refusal(() => read(`<a>${'<b/>'.repeat(19_999)}</a>`))).toBe('not refused');
    expect(refusal(() => read(`<a x="${'y'.repeat(1_000)}"/>`))).toBe('not refused');
    expect(refusal(() => read(`<${'y'.repeat(200)}/>`))).toBe('not refused');
  });

  it('never quotes more than a little of what was sent', () => {
    expect(refusal(() => read(`<?xml ${'y'.repeat(100_000)}="1"?><a/>`)).length).toBeLessThan(300);
    expect(refusal(() => read(`<a>&${'y'.repeat(100_000)};</a>`)).length).toBeLessThan(300);
    expect(refusal(() => read(`</${'y'.repeat(100_000)}>`)).length).toBeLessThan(300);
  });
});
