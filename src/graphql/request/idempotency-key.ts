// The idempotency key of a request, in its head: that of its one mutation.
import { type FragmentDefinitionNode, GraphQLError, Kind, OperationTypeNode, type SelectionSetNode } from 'graphql';
import { keyInHeader, keyProblem } from '../../domain/idempotency/idempotency.js';
import type { HttpRequest } from '../../http/request.js';
import { malformed } from '../refuse.js';
import type { Operation } from './documents.js';

/** The names under which an operation answers its root fields, whether or not they are skipped. */
const rootNames = ({ selections }: SelectionSetNode, fragments: ReadonlyMap<string, FragmentDefinitionNode>): string[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename' ? [] : [(selection.alias ?? selection.name).value];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return inner ? rootNames(inner.selectionSet, fragments) : [];
  });

/** For keys of which nobody could say which one is meant. */
export const ambiguousKey = (message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'IDEMPOTENCY_KEY_AMBIGUOUS', http: { status: 400, spec: false } } });

/** The key in the head; undefined without one, and for what changes nothing. An error with status 400 for one that is none, or not clear. */
export const readKey = ({ headers }: HttpRequest, operation: Operation | undefined): string | undefined | GraphQLError => {
  const sent = headers.get('idempotency-key');
  if (sent === null || operation?.node.operation !== OperationTypeNode.MUTATION) return undefined;
  const key = keyInHeader(sent);
  const problem = keyProblem(key);
  if (problem !== null) return malformed(problem);
  const names = new Set(rootNames(operation.node.selectionSet, operation.fragments));
  if (names.size < 2) return key;
  const message = `The operation has ${names.size} mutations, and Idempotency-Key says not of which it is. Give each mutation its own idempotencyKey in its input, or send it alone.`;
  return ambiguousKey(message);
};
