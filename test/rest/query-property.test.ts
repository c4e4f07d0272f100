import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { fuzzRuns } from '../support/fuzz.js';
import { useWorld } from '../support/world.js';
import { formats } from './both-formats.js';
import { associations, type Condition, type Kind, kinds, meets, readAll, type Seen, type Things } from './query-model.js';
import { selected } from './selected.js';

const world = useWorld();
let everything: Awaited<ReturnType<typeof readAll>>;

const texts = [
  '50%',
  'a_b',
  'a\\b',
  `it's "so"`,
  'Ärger',
  'ÄRGER 😀',
  'straße',
  '日本 ～',
  '\t\n',
  '',
  '  ',
  'axb',
  'Éé',
  'ЯВЬ',
  '\u{1f600}a',
  '\uff5ea',
];

beforeAll(async () => {
  await world.database.prisma.integrationError.createMany({
    data: texts.map((status, index) => ({
      integrationRunId: 1 + (index % 3),
      integrationId: 1 + (index % 3),
      status,
      externalId: texts[(index * 5) % texts.length] ?? null,
      creationMethod: index % 2 === 0 ? null : status,
      createdAt: new Date(Date.UTC(2026, 5, 1, 12, 0, index % 4, index * 60)),
    })),
  });
  await world.database.prisma.integrationHistoryRecord.createMany({
    data: texts.map((status, index) => ({
      integrationRunId: index % 2 === 0 ? null : 1 + (index % 3),
      integrationId: 1 + (index % 3),
      status,
      externalId: texts[(index * 5) % texts.length] ?? null,
    })),
  });
  everything = await readAll(world.database);
});

const roots = ['integrations', 'integration_runs', 'integration_errors', 'integration_history_records', 'contracts'] as const;
const ordered = ['', 'not_eq', 'in', 'not_in', 'blank', 'gt', 'lt', 'gt_or_eq', 'lt_or_eq'];
const operatorsOf = (kind: Kind): string[] =>
  kind === 'text'
    ? [...ordered, 'contains', 'starts_with', 'ends_with']
    : ordered.slice(0, kind === 'boolean' || kind === 'enum' ? 5 : ordered.length);

/** An attribute of the things or of what is associated with them, at most two associations away. */
const placed = (things: Things, depth: number): { through: string[]; things: Things }[] => [
  { through: [], things },
  ...(depth === 0
    ? []
    : Object.entries(associations[things]).flatMap(([name, target]) =>
        placed(target, depth - 1).map((place) => ({ ...place, through: [name, ...place.through] })),
      )),
];

const zoned = (time: string, minutes: number): string => {
  const local = new Date(Date.parse(time) + minutes * 60_000).toISOString().slice(0, 19);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${local}${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
};

/** A value as an operand near it: itself, its neighbour, a part of it, in other letters, in another zone. */
const near = (kind: Kind, value: string): fc.Arbitrary<string> => {
  if (kind === 'boolean' || kind === 'enum') return fc.constant(value);
  if (kind === 'integer') return fc.integer({ min: -1, max: 1 }).map((step) => String(Number(value) + step));
  if (kind === 'decimal') return fc.constantFrom(value, `${Number(value) + 0.5}`, Number(value).toFixed(3));
  if (kind === 'time')
    return fc
      .tuple(fc.constantFrom(-1, 0, 0, 1), fc.constantFrom(0, 120, -330))
      .map(([step, minutes]) => zoned(new Date(Date.parse(value) + step * 1000).toISOString(), minutes));
  const characters = [...value];
  return fc
    .tuple(
      fc.nat(characters.length),
      fc.nat(characters.length),
      fc.constantFrom<(text: string) => string>(
        String,
        (text) => text.toUpperCase(),
        (text) => text.toLowerCase(),
      ),
      fc.boolean(),
    )
    .map(([from, count, spell, isWhole]) => spell(isWhole ? value : characters.slice(from, from + count).join('')).replace('SS', 'ss'));
};

const conditionOn = (through: string[], things: Things, records: readonly Seen[]): fc.Arbitrary<Condition> =>
  fc.constantFrom(...Object.entries<Kind>(kinds[things])).chain(([attribute, kind]) => {
    const values = records.flatMap(({ attributes }) => attributes[attribute] ?? []);
    const operand = fc
      .constantFrom(...(values.length > 0 ? values : [kind === 'text' ? 'x' : '2026-01-01T00:00:00Z']))
      .chain((value) => near(kind, value));
    return fc.constantFrom(...operatorsOf(kind)).chain((operator): fc.Arbitrary<Condition> => {
      const said =
        operator === 'blank'
          ? fc.constantFrom('true', 'false')
          : operator === 'in' || operator === 'not_in'
            ? fc
                .array(
                  operand.filter((item) => item !== '' && item === item.trim() && !item.includes(',')),
                  { maxLength: 3 },
                )
                .map((items) => items.join(','))
            : operand;
      return said.map((text) => ({ through, attribute, kind, operator, operand: text }));
    });
  });

/** One to three conditions; the later ones often on the same place, so that repeated keys and one record for all come up. */
const query = fc.constantFrom(...roots).chain((root) =>
  fc.constantFrom(...placed(root, 2)).chain(({ through, things }) => {
    const here = fc.constant(null).chain(() => conditionOn(through, things, everything[things]));
    const own = fc.constant(null).chain(() => conditionOn([], root, everything[root]));
    return fc.tuple(fc.constant(root), fc.array(fc.oneof({ weight: 3, arbitrary: here }, own), { minLength: 1, maxLength: 3 }));
  }),
);

/** A condition in one of its spellings: `a[b][c]` or `a[b[c]]`, dashes or underscores, brackets raw or encoded, with blanks or without. */
const spelled = (
  { through, attribute, operator, operand }: Condition,
  isNested: boolean,
  isDashed: boolean,
  isRaw: boolean,
  blanks: string,
): string => {
  const names = [...through, ...attribute.replace(']', '').split('['), ...(operator === '' ? [] : [operator])];
  const [first = '', ...rest] = names.map((name, index) => {
    const dashed = isDashed && !(operator !== '' && index === names.length - 1) ? name.replaceAll('_', '-') : name;
    return `${blanks}${dashed}${blanks}`;
  });
  const isList = operator === 'in' || operator === 'not_in';
  const said =
    isList && operand !== ''
      ? operand
          .split(',')
          .map((entry) => `${blanks}${entry}${blanks}`)
          .join(',')
      : operand;
  const key = isNested
    ? `${first}${rest.map((name) => `[${name}`).join('')}${']'.repeat(rest.length)}`
    : `${first}${rest.map((name) => `[${name}]`).join('')}`;
  return `${isRaw ? key : encodeURIComponent(key)}=${encodeURIComponent(said)}`;
};

const blank = fc.constantFrom('', '', ' ', '\t ');

describe.each(formats)('in %s', (format) => {
  test('a random query selects exactly the records that its plain reading selects', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        query,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        blank,
        async ([root, conditions], isNested, isDashed, isRaw, blanks) => {
          const text = conditions.map((condition) => spelled(condition, isNested, isDashed, isRaw, blanks)).join('&');
          const ids = await selected(world, format, `/api/${root}`, text);
          expect({ root, text, ids }).toEqual({
            root,
            text,
            ids: everything[root].filter((record) => meets(record, conditions)).map(({ id }) => id),
          });
        },
      ),
      { numRuns: fuzzRuns(60) },
    );
  });
});
