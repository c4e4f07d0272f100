// Which records a query selects, page after page.
import type { World } from '../support/world.js';
import { ask, type Format, idsIn } from './both-formats.js';

/** The ids that the query selects, in its order, read in pages. An XML query that nothing matches is 404. */
export const selected = async (world: World, format: Format, path: string, query: string): Promise<number[]> => {
  const ids: number[] = [];
  for (let offset = 0; ; offset += 50) {
    const answer = await ask(world, format, 'GET', `${path}?${query}${query === '' ? '' : '&'}offset=${offset}&fields=["id"]`);
    if (answer.status === 404 && format === 'xml' && offset === 0) return [];
    if (answer.status !== 200) throw new Error(`${path}?${query}: ${answer.status} ${answer.text}`);
    const page = idsIn(answer.value);
    ids.push(...page);
    if (page.length < 50) return ids;
  }
};

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

export const without = (all: readonly number[], ...gone: number[]): number[] => all.filter((id) => !gone.includes(id));
