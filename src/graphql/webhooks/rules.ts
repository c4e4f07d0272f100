// How webhooks' queries and filters are looked at before they are kept: what a request with the same query would be refused for, they are refused for as well.
import { coerceInputValue, GraphQLError, isInputObjectType, type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { everything } from '../../domain/read/conditions.js';
import { scopesOf } from '../../domain/read/scopes.js';
import { BadInputError, DomainError } from '../../domain/rules/errors.js';
import { authorize, type Viewer } from '../../domain/rules/viewer.js';
import type { ChangedEntity } from '../../domain/webhook/message.js';
import type { WebhookRules } from '../../domain/webhook/rules.js';
import { cut } from '../../lib/shown.js';
import { capitalised } from '../../lib/words.js';
import { type Limits, overLimit } from '../limits/limits.js';
import type { KnownDocument, Operation } from '../request/documents.js';
import { documentOf, type TrustedDocuments } from '../request/trusted-documents.js';
import { type FilterInput, toCondition } from '../schema/filters/to-condition.js';
import { encodeGlobalId } from '../schema/global-id.js';
import { schema } from '../schema/schema.js';
import { planQuery } from '../single-statement/plan.js';
import { namedDocument } from './named-document.js';

const place = ['input', 'filter'];

/** The condition that a filter asks for, which has its shape from JSON. @throws BadInputError */
export const conditionOf: WebhookRules['conditionOf'] = (filter) => {
  if (filter == null) return everything;
  const type = schema.getType('IntegrationRunFilter');
  if (!isInputObjectType(type)) throw new TypeError('There is no filter of runs.');
  const refuse = (path: readonly (string | number)[], _value: unknown, { message }: GraphQLError): never => {
    throw new BadInputError(message, [...place, ...path.map(String)]);
  };
  return toCondition('integrationRun', coerceInputValue(JSON.parse(JSON.stringify(filter)), type, refuse) as FilterInput, place);
};

/** The id is the one thing that a change gives. */
const variableProblem = ({ variableDefinitions = [] }: OperationDefinitionNode): string | null => {
  for (const { variable, type } of variableDefinitions) {
    const named = type.kind === 'NonNullType' ? type.type : type;
    const isId = variable.name.value === 'id' && named.kind === 'NamedType' && named.name.value === 'ID';
    if (!isId)
      return `may declare the variable $id: ID! alone, which is the id of the record that changed, and no $${cut(variable.name.value)}`;
  }
  return null;
};

/** Checks that the viewer may read what is asked, as far as that can be told beforehand. @throws ForbiddenError */
const authorizeQuery = ({ node, fragments }: Operation, about: readonly ChangedEntity[], viewer: Viewer): void => {
  for (const entity of about) {
    let scopes: ReturnType<typeof scopesOf>;
    try {
      scopes = scopesOf(planQuery(node, fragments, { id: encodeGlobalId(capitalised(entity), 1) }));
    } catch (error) {
      // a query that only the executor answers, or that has no answer for records of this kind
      if (error instanceof DomainError || error instanceof GraphQLError || error instanceof TypeError) continue;
      throw error;
    }
    for (const scope of scopes) authorize({ viewer }, scope);
  }
};

interface Parts {
  readonly documents: (text: string) => KnownDocument;
  readonly limits: Limits;
  readonly trusted: TrustedDocuments;
}

export const createDocumentProblem =
  ({ documents, limits, trusted }: Parts): WebhookRules['documentProblem'] =>
  (text, about, viewer) => {
    const found = documentOf(trusted, namedDocument(trusted, text));
    if (typeof found !== 'string') return 'must be one of the manifest, since only these are answered here';
    const known = documents(text);
    if ('errors' in known) return `is refused: ${known.errors[0]?.message}`;
    const operation = known.operations.get(undefined);
    if (!operation) return 'must have one operation, and has several';
    if (operation.node.operation !== OperationTypeNode.QUERY) return `must be a query, and is a ${operation.node.operation}`;
    if (known.introspects) return "can't ask about the schema, which no change changes";
    const problem = variableProblem(operation.node);
    if (problem !== null) return problem;
    const tooLarge = overLimit(limits, 'cost', operation.cost.of({}));
    if (tooLarge) return `is refused: ${tooLarge.message}`;
    authorizeQuery(operation, about, viewer);
    return null;
  };
