// What is asked for an example, and how it is refused. This folder goes through the OWASP cheat sheets for GraphQL and for REST, and of the API Security Top 10
// of 2023 through what neither has: a test for each point, titled by its section and the point, with one telling example. What is behind an example
// is tested at length beside what it is about.

export const needs = (scope: string) => `This needs the scope ${scope}, which your credential does not have.`;
export const sql = "' OR 1=1; DROP TABLE integration_runs; --";
export const many = (count: number, write: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => write(index)).join(' ');
export const count = (list: string, filter: string) => `{ ${list}(filter: { ${filter} }) { totalCount } }`;
export const change = (move: string, more = '', id = 1) =>
  `mutation { ${move}IntegrationRun(input: { by: { databaseId: ${id} } ${more} }) { ... on Error { code message } } }`;
const made = '... on CreateApiClientSuccess { clientSecret apiClient { clientId } }';
export const createClient = `mutation { createApiClient(input: { name: "x", scopes: [ADMIN] }) { ${made} } }`;
export const [wrong, bad] = ['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'];
