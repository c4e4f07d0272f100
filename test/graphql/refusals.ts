// What every refusal has to be like, whatever was asked.
import { expect } from 'vitest';
import type { GraphQLAnswer, World } from '../support/world.js';

/** Words that only somebody who knows the database would use. */
const internals = /prisma|sql|postgres|pglite|relation "|syntax error at|select\s.*\sfrom|constraint "|integration_run_|\bat .*\.[jt]s:/i;

export const expectNoInternals = (text: string): void => {
  expect(text).not.toMatch(internals);
  expect(text).not.toMatch(/Something went wrong/);
};

/** The one error at the top of an answer: never a fault of ours, always with a code. */
const refusalOf = <Data>({ status, errors }: GraphQLAnswer<Data>): { code: string; message: string } => {
  expect(status).toBeLessThan(500);
  expect(errors).toHaveLength(1);
  const [{ message, extensions } = { message: '', extensions: { code: '' } }] = errors ?? [];
  expectNoInternals(message);
  return { code: extensions.code, message };
};

/** Asks and gives back the refusal, with the HTTP status. */
export const refuse = async (world: World, query: string, variables?: Record<string, unknown>) => {
  const answer = await world.graphql(query, variables);
  return { status: answer.status, ...refusalOf(answer) };
};

/** An error that a mutation can answer, as its union has it. */
export interface UnionError {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
  readonly fieldErrors?: readonly { readonly path: readonly string[]; readonly message: string }[];
}

const errorFields = '__typename ... on Error { code message }';
const validationFields = '... on ValidationError { fieldErrors { path message } }';

/** The mutations that take nothing that could be invalid, so that their unions have no ValidationError. */
const withoutValues = [
  'resolveIntegrationError',
  'unresolveIntegrationError',
  'resolveIntegrationHistoryRecord',
  'unresolveIntegrationHistoryRecord',
];

/** Makes a mutation that is to be refused, and gives back the error that its union holds. */
export const refuseMutation = async (world: World, field: string, input: object): Promise<UnionError | null> => {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const answer = await world.graphql<{ result: UnionError | null }, never>(
    `mutation($input: ${type}!) { result: ${field}(input: $input) { ${errorFields} ${withoutValues.includes(field) ? '' : validationFields} } }`,
    { input },
  );
  expect(answer.errors).toBeUndefined();
  expect(answer.status).toBe(200);
  const result = answer.data?.result ?? null;
  expectNoInternals(result?.message ?? '');
  return result;
};

/** The opaque id of a record, made by hand. */
export const globalId = (type: string, id: string | number): string => Buffer.from(`${type}:${id}`).toString('base64');
