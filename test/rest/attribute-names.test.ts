// A refused query names the attribute that it means as a whole, however deep it lies and however its key is spelled.
import { describe, expect, test } from 'vitest';
import { vocabularyOf } from '../../src/rest/request/query/vocabulary.js';
import { type Resource, resources } from '../../src/rest/wire/resources.js';
import { useWorld } from '../support/world.js';

const world = useWorld();

const { integration, integrationRun, integrationError, integrationHistoryRecord, contract } = resources;
const paths: readonly (readonly [path: string, resource: Resource])[] = [
  ['/api/integrations', integration],
  ['/api/integration_runs', integrationRun],
  ['/api/integration_errors', integrationError],
  ['/api/integration_history_records', integrationHistoryRecord],
  ['/api/contracts', contract],
];

/** The associations that lead from a resource to where attributes can be named. */
const placesIn = (resource: Resource, depth = 2): { readonly through: readonly string[]; readonly resource: Resource }[] => [
  { through: [], resource },
  ...(depth === 0
    ? []
    : [...vocabularyOf(resource).associations].flatMap(([name, { target }]) =>
        placesIn(target, depth - 1).map((place) => ({ ...place, through: [name, ...place.through] })),
      )),
];

const places = paths.flatMap(([path, resource]) =>
  placesIn(resource).map((place) => ({ path, title: [path, ...place.through].join(' '), ...place })),
);

const flat = ([first = '', ...rest]: readonly string[]) => first + rest.map((name) => `[${name}]`).join('');
const nested = ([first = '', ...rest]: readonly string[]) => first + rest.map((name) => `[${name}`).join('') + ']'.repeat(rest.length);

/** The message for each spelling of the key. */
const refusals = async (path: string, names: readonly string[]): Promise<Set<string>> => {
  const messages = new Set<string>();
  for (const key of [flat(names), nested(names), flat(names.map((name) => ` ${name.replaceAll('_', '-')}\t`))]) {
    const { status, json } = await world.rest('GET', `${path}?${encodeURIComponent(key)}=1`);
    expect([key, status]).toEqual([key, 400]);
    messages.add(String(Object.values(json.errors).flat()[0]));
  }
  return messages;
};

describe.each(places)('of $title', ({ path, through, resource }) => {
  const { attributes } = vocabularyOf(resource);
  const groups = new Set([...attributes.keys()].flatMap((name) => (name.includes('[') ? [name.split('[')[0] ?? ''] : [])));

  test('an attribute that does not exist', async () => {
    const messages = await refusals(path, [...through, 'bogus']);
    expect([...messages]).toEqual([expect.stringMatching(`^There is no attribute "${[...through, 'bogus'].join('\\.')}"\\. There are `)]);
    expect(await refusals(path, [...through, 'bogus', 'gt'])).toEqual(messages);
  });

  test('an attribute within a group that does not exist, and a group without one', async () => {
    for (const group of groups) {
      for (const more of [[], ['gt']]) {
        const [message, ...others] = await refusals(path, [...through, group, 'bogus', ...more]);
        expect(others).toEqual([]);
        expect(message).toMatch(new RegExp(`^There is no attribute "${[...through, group, 'bogus'].join('\\.')}"\\. .*${group}\\[`));
      }
      const whole = flat([...through, group]);
      const [message, ...others] = await refusals(path, [...through, group]);
      expect(others).toEqual([]);
      expect(
        message?.startsWith(`The parameter ${whole} names an association, but no attribute of it: ${whole}[…]. There are ${group}[`),
      ).toBe(true);
    }
  });

  test('an operator that does not exist, and operands that are none', async () => {
    for (const [name, field] of attributes) {
      const names = [...through, ...name.replace(']', '').split('[')];
      for (const more of [['bogus'], ['bogus', 'more']]) {
        const [message, ...others] = await refusals(path, [...names, ...more]);
        expect(others).toEqual([]);
        const verb = field === 'flow' ? 'is' : 'are';
        expect(message?.startsWith(`There is no operator for ${flat(names)} "${more.join('.')}". There ${verb} `)).toBe(true);
      }
      const [blank] = await refusals(path, [...names, 'blank']);
      expect(blank).toBe(`${flat([...names, 'blank'])} is "1", but must be true or false.`);
      if (field === 'flow')
        expect([...(await refusals(path, names))]).toEqual([`${flat(names)} can't be compared. There is ${flat(names)}[blank].`]);
    }
  });
});

test('supplier[code] of contracts, which is not supplier', async () => {
  const { json } = await world.rest('GET', '/api/contracts?supplier[code]=1');
  expect(json.errors.contract).toEqual([
    expect.stringMatching(/^There is no attribute "supplier\.code"\. .*There are .*supplier\[name\], /),
  ]);
  const near = await world.rest('GET', '/api/contracts?supplier[nam]=1');
  expect(near.json.errors.contract).toEqual([
    expect.stringMatching(/^There is no attribute "supplier\.nam"\. Did you mean supplier\[name\]\? There are /),
  ]);
  const order = await world.rest('GET', '/api/contracts?order_by=supplier[nam]');
  expect(order.json.errors.contract).toEqual([
    expect.stringMatching(/^There is no attribute "supplier\[nam\]"\. Did you mean supplier\[name\]\? There are /),
  ]);
});
