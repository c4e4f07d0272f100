// The descriptions of elements: the comments of Prisma's schema, in the names that this door uses.

import type { EntityName } from '../../domain/entities/entity.js';
import { fieldDoc } from '../../domain/rules/docs.js';
import { capitalised, dashed } from '../../lib/words.js';

/** Comments that speak of this door from outside it. */
const ownWords: Readonly<Record<string, string>> = { id: 'The number that paths and references name it by.' };

const remarks: Readonly<Record<string, string>> = {
  maxUpdatedAt: ' Answers leave it out until then.',
  flow: ' In XML it is the JSON text of that value.',
};

/** What the column means, for a reader who knows dashed names only. @throws TypeError for a column without a comment */
export const elementText = (entity: EntityName, field: string): string => {
  const text = ownWords[field] ?? fieldDoc(capitalised(entity), field);
  const own = text
    .replace(/, shown by the REST door as `\w+`/, '')
    .replace(/`([a-z]+(?:[A-Z][a-z]+)+)`/g, (_all, name: string) => `\`${dashed(name)}\``);
  return own + (remarks[field] ?? '');
};
