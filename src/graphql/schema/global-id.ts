// Relay's opaque ids: the base64 of `Type:number`.

import { entitiesHaving, type Having } from '../../domain/entities/entities.js';
import { BadInputError } from '../../domain/rules/errors.js';
import { shown } from '../../lib/shown.js';
import { capitalised } from '../../lib/words.js';

/** The types that an id can name, with their entities. */
export const nodeTypes = Object.fromEntries(entitiesHaving('namedBy').map((entity) => [capitalised(entity), entity])) as {
  readonly [Name in Having<'namedBy'> as Capitalize<Name>]: Name;
}; // each under the name of its type

export type NodeType = keyof typeof nodeTypes;

export const encodeGlobalId = (type: string, id: string | number | bigint): string => Buffer.from(`${type}:${id}`).toString('base64');

/** `path`: where the id stands in the arguments. @throws BadInputError for a text that is no id */
export const decodeGlobalId = (globalId: string, path: readonly string[]): { type: NodeType; id: number } => {
  const [, type = '', digits = ''] = /^([A-Za-z]+):([1-9]\d{0,14})$/.exec(Buffer.from(globalId, 'base64').toString()) ?? [];
  if (!Object.hasOwn(nodeTypes, type) || encodeGlobalId(type, digits) !== globalId) {
    throw new BadInputError(
      `${shown(globalId)} is no id. Use the \`id\` of an object as it was given, or \`databaseId\` with the number.`,
      path,
    );
  }
  return { type: type as NodeType, id: Number(digits) }; // checked above
};

/** The number in an id of the type; `path`: where the id stands in the arguments. @throws BadInputError for a text that is no id, or one of another type */
export const decodeIdOf = (type: NodeType, globalId: string, path: readonly string[]): number => {
  const decoded = decodeGlobalId(globalId, path);
  if (decoded.type !== type)
    throw new BadInputError(`The id ${shown(globalId)} names an object of type ${decoded.type}, not ${type}.`, path);
  return decoded.id;
};
