// The same body in every way to use namespaces that clients' XML libraries have. Names count without their prefixes.
import { describe, expect, test } from 'vitest';
import { useWorld } from '../support/world.js';

const world = useWorld();

const runs = '/api/integration_runs';
const xml = { 'content-type': 'application/xml' };

/** The run's body; `p` is what stands before each name, and `root` and `flow` are attributes of these two elements. */
const bodyOf = (p: string, root: string): string =>
  `<${p}integration-run${root}><${p}integration><${p}code>hr-users</${p}code></${p}integration><${p}total_records type="integer">9</${p}total_records>
   <${p}flow>{"n:a":1}</${p}flow><${p}integration-errors type="array"><${p}integration-error><${p}document-type>Invoice</${p}document-type>
   <${p}responses><${p}response><${p}response-code>E1</${p}response-code></${p}response></${p}responses></${p}integration-error></${p}integration-errors></${p}integration-run>`;

const expected = {
  integration: { code: 'hr-users' },
  'total-records': 9,
  flow: { 'n:a': 1 },
  'integration-errors': [{ 'document-type': 'Invoice', responses: [{ 'response-code': 'E1' }] }],
};

test.each<[title: string, body: string]>([
  ['no namespace', bodyOf('', '')],
  ['a default namespace', bodyOf('', ' xmlns="urn:x"')],
  ['a prefix', bodyOf('c:', ' xmlns:c="urn:x"')],
  ['a prefix that is declared nowhere', bodyOf('c:', '')],
  ['a prefix beside the default', bodyOf('n0:', ' xmlns="urn:y" xmlns:n0="urn:x" n0:version="1"')],
  ['a prefix called type', bodyOf('type:', ' xmlns:type="urn:x" xmlns:nil="true"')],
  ['a prefix of the same name as an element', bodyOf('flow:', ' xmlns:flow="urn:x"')],
])('creates the same run with %s', async (_title, body) => {
  const { status, json } = await world.rest('POST', runs, body, xml);
  expect([status, json]).toMatchObject([201, expected]);
});

test('stores a prefixed element among others', async () => {
  const body =
    '<integration-run xmlns:n="urn:x"><n:total-records>9</n:total-records><records_processed>3</records_processed></integration-run>';
  const { status, json } = await world.rest('PUT', `${runs}/7`, body, xml);
  expect([status, json['total-records'], json['records-processed']]).toEqual([200, 9, 3]);
});

test('refuses two elements that differ in the prefix only, rather than drop one', async () => {
  const body = '<integration-run xmlns:n="urn:x"><n:total-records>9</n:total-records><total-records>3</total-records></integration-run>';
  const before = (await world.rest('GET', `${runs}/8`)).text;
  const { status, json } = await world.rest('PUT', `${runs}/8`, body, xml);
  expect([status, json]).toEqual([400, { errors: { integration_run: ['Total records must be a whole number'] } }]);
  expect((await world.rest('GET', `${runs}/8`)).text).toBe(before);
});

describe('attributes count without their prefixes as well', () => {
  const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

  test.each<[attributes: string, inside: string, value: unknown]>([
    ['xsi:nil="true"', '', null],
    ['i:nil="1"', '', null],
    ['xsi:type="xsd:integer"', ' 12 ', 12],
    ['xsi:type="xsd:string"', '12', 12],
    ['n:type="integer" n:nil="false"', '12', 12],
  ])('<total-records %s>', async (attributes, inside, value) => {
    const { json } = await world.rest('POST', runs, { integration: { id: 7 }, 'total-records': 5 });
    const body = `<integration-run ${xsi}><total-records ${attributes}>${inside}</total-records></integration-run>`;
    const answer = await world.rest('PUT', `${runs}/${json.id}`, body, xml);
    expect([answer.status, answer.json['total-records']]).toEqual([200, value]);
  });
});

test.each(['a:b:integration-run', ':integration-run', 'integration-run:'])('refuses the name %s', async (name) => {
  const { status, json } = await world.rest('PUT', `${runs}/7`, `<${name}/>`, xml);
  expect([status, json.errors.base]).toEqual([400, [expect.stringMatching(/^The body (is no XML|can't be read): line 1, column \d+: /)]]);
});

test.each([
  ['a prefixed root of something else', '<c:integration xmlns:c="urn:x"><c:id>1</c:id></c:integration>'],
  ['a root within another', '<soap:Envelope xmlns:soap="urn:s"><soap:Body><integration-run/></soap:Body></soap:Envelope>'],
])('refuses %s', async (_title, body) => {
  const { status, json } = await world.rest('PUT', `${runs}/7`, body, xml);
  expect([status, json.errors.integration_run]).toEqual([400, [expect.stringMatching(/root element must be <integration-run>/)]]);
});
