// The OpenAPI document of the REST door. It is made of the tables that the door itself goes by (routes, elements, operators, statuses), so
// that it can't say anything else than the door does; `npm run generate` writes it to schema/openapi.json.

import { modelDoc } from '../../domain/rules/docs.js';
import { answerHeaders, requestHeaders } from '../../http/headers.js';
import { capitalised } from '../../lib/words.js';
import { changesPath } from '../changes/answer.js';
import type { Route } from '../route.js';
import { routes } from '../routes.js';
import { shownStatistics } from '../statistics/layout.js';
import type { Resource } from '../wire/resources.js';
import { changeSchema, changesOperation } from './changes.js';
import { type Example, exampleOf, timeExample } from './examples.js';
import { listParameters, recordParameters, selectionParameters, sharedParameters, storedParameter } from './parameters.js';
import { headers, isList, responsesOf, sharedResponses } from './responses.js';
import { changesName, newName, type Schema, schemaReference, schemas } from './schemas.js';
import { securitySchemes } from './security.js';
import { statisticsParameters, statisticsSchema } from './statistics.js';
import { elementText } from './texts.js';

const listOf = (table: Readonly<Record<string, string>>): string =>
  Object.entries(table)
    .map(([name, text]) => `- \`${name}\`: ${text}`)
    .join('\n');

const description = `
The integration runs of a procurement platform, their integrations, errors and history records, and the contracts that these are about, on the
paths of the original API. The same data, with more to ask, is at \`POST /graphql\`; a browser finds a playground there.

- **Formats**: JSON and XML, by \`Accept\` or by \`.json\` or \`.xml\` at the end of the path; without either, the format of the body that was
  sent, else XML. In XML, \`type\` attributes say what an element holds, unset elements are \`nil="true"\`, unset associations are left out.
- **Names**: answers have dashes; requests and queries may have dashes or underscores. A JSON body may come wrapped in its root element.
- **Times** have an offset and whole seconds. In requests the time of day (midnight) and the offset (UTC) may be missing, and the basic
  format (\`20260131T093000Z\`) is taken as well.
- **Reads** answer \`HEAD\` as well, and every path answers \`OPTIONS\`. There is no \`DELETE\`.

Requests may have these headers, and pages of other origins too, where \`CORS_ORIGINS\` names them:

${listOf(requestHeaders)}

Answers have these, where they apply, and such pages may read them:

${listOf(answerHeaders)}
`.trim();

const tagOf = ({ plural }: Resource): string => plural.replaceAll('-', ' ');

const pathOf = ({ path }: Route): string => `/api/${path.replace(':id', '{id}')}`;

const operationId = ({ method, path }: Route): string => `${method.toLowerCase()}_${path.replaceAll('/', '_').replace(':', '')}`;

const requestBody = (schema: Schema, { json, xml }: Example, required: boolean): Schema => ({
  required,
  content: { 'application/json': { schema, example: json }, 'application/xml': { schema, example: xml } },
});

const storedSchema = ({ name, entity, elements }: Resource, stored: string): Schema => {
  const { field = stored } = elements.find((element) => element.name === stored) ?? {};
  const value = { type: 'string', format: 'date-time', description: elementText(entity, field) };
  return { type: 'object', xml: { name }, properties: { [stored]: value } };
};

const bodyOf = ({ method, resource, stores }: Route): Schema => {
  if (stores !== undefined) return requestBody(storedSchema(resource, stores), timeExample(resource, stores), false);
  return method === 'POST'
    ? requestBody(schemaReference(newName(resource)), exampleOf(resource, 'creation'), true)
    : requestBody(schemaReference(changesName(resource)), exampleOf(resource, 'change'), false);
};

const operation = (route: Route): Schema => {
  const { method, resource, summary, stores, takesNothing } = route;
  return {
    tags: [tagOf(resource)],
    summary,
    operationId: operationId(route),
    parameters: route.shows
      ? [...selectionParameters(resource), ...statisticsParameters]
      : isList(route)
        ? listParameters(resource)
        : [...recordParameters(route), ...(stores === undefined ? [] : [storedParameter(resource, stores)])],
    ...(method !== 'GET' && !takesNothing && { requestBody: bodyOf(route) }),
    responses: responsesOf(route),
  };
};

const paths = (): Readonly<Record<string, Schema>> => {
  const operations: Record<string, Record<string, Schema>> = {};
  for (const route of routes) operations[pathOf(route)] = { ...operations[pathOf(route)], [route.method.toLowerCase()]: operation(route) };
  return { ...operations, [changesPath]: { get: changesOperation } };
};

/** The document, OpenAPI 3.1, as plain JSON values in a stable order. */
export const openApiDocument = (): object => ({
  openapi: '3.1.1',
  info: { title: 'Integration runs', version: '39', summary: 'The paths of the original API, kept working.', description },
  tags: [
    ...[...new Set(routes.map(({ resource }) => resource))].map((resource) => ({
      name: tagOf(resource),
      description: modelDoc(capitalised(resource.entity)),
    })),
    { name: 'changes', description: 'What has changed, record by record, in the order of the commits.' },
  ],
  security: [{ oauth2: [] }, { apiKey: [] }, {}],
  paths: paths(),
  components: {
    schemas: { ...schemas, [shownStatistics.root.name]: statisticsSchema, change: changeSchema },
    parameters: sharedParameters,
    headers,
    responses: sharedResponses,
    securitySchemes,
  },
});

/** The text that is written to schema/openapi.json and served. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;
