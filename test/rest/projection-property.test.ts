import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuzzRuns } from '../support/fuzz.js';
import { useWorld } from '../support/world.js';
import { ask, type Format, formats } from './both-formats.js';

const world = useWorld();

const runs = '/api/integration_runs';

describe('a random choice of fields', () => {
  const names: Readonly<Record<string, readonly string[]>> = {
    '': [
      'id',
      'created-at',
      'updated-at',
      'status',
      'start-time',
      'end-time',
      'total-records',
      'records-processed',
      'max-updated-at',
      'flow',
      'integration',
      'integration-errors',
      'created-by',
      'updated-by',
      'bogus',
    ],
    integration: ['id', 'name', 'code', 'business-object', 'standard', 'bogus'],
    'integration-errors': ['id', 'document-type', 'resolved', 'responses', 'bogus'],
  };
  const spelled = (name: string) => fc.constantFrom(name, name.replaceAll('-', '_'));
  const inner = (name: string) => fc.uniqueArray(fc.constantFrom(...(names[name] ?? [])), { maxLength: 4 });
  const item = fc.constantFrom(...(names[''] ?? [])).chain((name) => {
    const whole = fc.tuple(spelled(name), fc.boolean()).map(([key, isObject]) => ({
      name,
      sent: (isObject ? { [key]: {} } : key) as unknown,
      keys: undefined as readonly string[] | undefined,
    }));
    if (name === 'bogus')
      return fc.oneof(
        whole,
        fc.jsonValue().map((anything) => ({ name, sent: { bogus: anything } as unknown, keys: undefined })),
      );
    if (!names[name]) return whole;
    return fc.oneof(
      whole,
      fc.tuple(spelled(name), inner(name)).map(([key, keys]) => ({ name, sent: { [key]: keys } as unknown, keys })),
    );
  });
  const choice = fc.uniqueArray(item, { selector: ({ name }) => name });

  /** In XML an unset association is left out. */
  const isShown = (format: Format, name: string) => name !== 'bogus' && !(format === 'xml' && name.endsWith('-by'));

  test.each(formats)('gives exactly its keys, in their order, in %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(choice, fc.constantFrom(2, 4, 7, 200), async (chosen, id) => {
        const { value } = await ask(
          world,
          format,
          'GET',
          `${runs}/${id}?fields=${encodeURIComponent(JSON.stringify(chosen.map(({ sent }) => sent)))}`,
        );
        expect(Object.keys(value as object)).toEqual(chosen.map(({ name }) => name).filter((name) => isShown(format, name)));
        for (const { name, keys } of chosen) {
          const found = (value as Record<string, unknown>)[name];
          const items = Array.isArray(found) ? found : [found];
          for (const one of keys ? items : []) expect(Object.keys(one as object)).toEqual(keys?.filter((key) => key !== 'bogus'));
        }
      }),
      { numRuns: fuzzRuns(30) },
    );
  });
});
