import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { Decimal } from '../../../src/domain/rules/decimal.js';
import { writeXmlErrors } from '../../../src/rest/response/xml.js';
import { resources } from '../../../src/rest/wire/resources.js';
import { JsonValue, treeXml } from './laid-out.js';

const run = resources.integrationRun;

/** The texts of a document in order, as a strict parser has them. Throws for a document that is not well-formed. */
const textsOf = (document: string): string[] => {
  const texts: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (text) => {
    if (text.trim() !== '') texts.push(text);
  });
  parser.write(document).close();
  return texts;
};

const anyString = fc.string({ unit: 'binary', maxLength: 30 });
const hostileString = fc.string({
  unit: fc.constantFrom(
    '\u0000',
    '\u000b',
    '\r',
    '\n',
    '\t',
    '\ud800',
    '\udfff',
    '\ufffe',
    '\uffff',
    '😀',
    '<',
    '&',
    ']]>',
    '"',
    "'",
    '<!--',
    'a',
  ),
});

describe('a document', () => {
  it('has the singular as its root, and says the type of every element that is no text', () => {
    const tree = {
      id: 7,
      'created-at': new Date('2026-01-31T09:30:00.999Z'),
      status: 'pending',
      'start-time': null,
      'total-records': 0,
      flow: new JsonValue({ steps: ['a', 1], __proto_: '<x>' }),
      integration: { id: 3, name: 'ERP & Co', code: '', standard: false, 'created-by': null },
      'integration-errors': [
        {
          id: 9,
          'document-type': 'Asn::Header',
          resolved: true,
          'integration-run-id': 7,
          responses: [{ 'response-code': '500', 'response-message': null }],
        },
        { id: 10, 'document-type': null, resolved: false, 'integration-run-id': 7, responses: [] },
      ],
      'created-by': { id: 1, login: 'erp', fullname: 'ERP "job"' },
      'updated-by': null,
    };
    expect(treeXml(run, tree)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<integration-run>
  <id type="integer">7</id>
  <created-at type="dateTime">2026-01-31T09:30:00+00:00</created-at>
  <status>pending</status>
  <start-time nil="true"/>
  <total-records type="integer">0</total-records>
  <flow>{&quot;steps&quot;:[&quot;a&quot;,1],&quot;__proto_&quot;:&quot;&lt;x&gt;&quot;}</flow>
  <integration>
    <id type="integer">3</id>
    <name>ERP &amp; Co</name>
    <code></code>
    <standard type="boolean">false</standard>
  </integration>
  <integration-errors type="array">
    <integration-error>
      <id type="integer">9</id>
      <document-type>Asn::Header</document-type>
      <resolved type="boolean">true</resolved>
      <integration-run-id type="integer">7</integration-run-id>
      <responses type="array">
        <response>
          <response-code>500</response-code>
          <response-message nil="true"/>
        </response>
      </responses>
    </integration-error>
    <integration-error>
      <id type="integer">10</id>
      <document-type nil="true"/>
      <resolved type="boolean">false</resolved>
      <integration-run-id type="integer">7</integration-run-id>
      <responses type="array"/>
    </integration-error>
  </integration-errors>
  <created-by>
    <id type="integer">1</id>
    <login>erp</login>
    <fullname>ERP &quot;job&quot;</fullname>
  </created-by>
</integration-run>
`);
  });

  it('writes decimals with two digits at least, and leaves unset associations out', () => {
    const contract = { 'minimum-value': new Decimal('1500.5'), 'maximum-value': null, supplier: null, currency: { code: 'EUR' } };
    expect(treeXml({ name: 'contract', plural: 'contracts' }, contract)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<contract>
  <minimum-value type="decimal">1500.50</minimum-value>
  <maximum-value nil="true"/>
  <currency>
    <code>EUR</code>
  </currency>
</contract>
`);
  });

  it('has the plural as its root for a list', () => {
    expect(treeXml(run, [{ id: 1 }, { id: 2 }])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<integration-runs type="array">
  <integration-run>
    <id type="integer">1</id>
  </integration-run>
  <integration-run>
    <id type="integer">2</id>
  </integration-run>
</integration-runs>
`);
  });

  it('is one empty element for an empty list and for a tree without elements', () => {
    expect(treeXml(run, [])).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<integration-runs type="array"/>\n');
    expect(treeXml(run, {})).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<integration-run/>\n');
  });

  it('lists the messages of an error', () => {
    expect(writeXmlErrors(["Integration can't be blank", 'a < b & c'])).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<errors>
  <error>Integration can&apos;t be blank</error>
  <error>a &lt; b &amp; c</error>
</errors>
`);
    expect(writeXmlErrors([])).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<errors/>\n');
  });
});

describe('a text', () => {
  const nameElement = (name: string) => treeXml(run, { name }).split('\n').slice(2, -2).join('\n');

  it.each([
    [`& < > " '`, '&amp; &lt; &gt; &quot; &apos;'],
    [']]>', ']]&gt;'],
    ['tab\tline\nreturn\r\n', 'tab\tline\nreturn&#13;\n'],
    ['\u0000 \u0008 \u000b \u001f \ufffe \uffff', '\ufffd \ufffd \ufffd \ufffd \ufffd \ufffd'],
    ['\ud800 \udc00 x\udc00\ud800', '\ufffd \ufffd x\ufffd\ufffd'],
    ['😀 é \u007f\u0085\u2028', '😀 é \u007f\u0085\u2028'],
    ['&amp;', '&amp;amp;'],
    ['  ', '  '],
  ])('%j is written as %j', (text, written) => {
    expect(nameElement(text)).toBe(`  <name>${written}</name>`);
  });

  it('of JSON keeps what XML could not hold, by the escapes of JSON', () => {
    expect(treeXml(run, { flow: new JsonValue('\u0000\ud800\ufffe\uffff') })).toContain(
      '<flow>&quot;\\u0000\\ud800\\ufffe\\uffff&quot;</flow>',
    );
  });

  it('never makes a document that is not well-formed, and is the same to whoever reads it', () => {
    fc.assert(
      fc.property(fc.oneof(anyString, hostileString), (text) => {
        const sent = `|${text}|`; // the reader above drops blank texts
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what is checked is that they are gone
        const held = sent.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');
        expect(textsOf(treeXml(run, { name: sent }))).toEqual([held]);
        expect(textsOf(writeXmlErrors([sent, sent]))).toEqual([held, held]);
        expect(textsOf(treeXml(run, { flow: new JsonValue([sent]) })).map((json) => JSON.parse(json))).toEqual([[sent]]);
      }),
    );
  });
});
