// One operation through either door, told in the words of the domain, and what it leaves in the database.
import { expect } from 'vitest';
import type { World } from '../support/world.js';

const doors = ['graphql', 'rest'] as const;
export type Door = (typeof doors)[number];

/** What a door answers to a write: the id of the record, or the kind of refusal and its messages. */
export interface Outcome {
  readonly id: number | null;
  readonly code: string;
  readonly messages: readonly string[];
}

interface MutationResult {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly fieldErrors?: readonly { readonly message: string }[];
  readonly record?: { readonly databaseId: number };
}

const capitalised = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/** `updateIntegrationRun` → `integrationRun`. */
const record = (mutation: string): string => mutation.replace(/^[a-z]+(.)/, (_all, first: string) => first.toLowerCase());

export const byGraphQL = async (world: World, mutation: string, input: object, refusals: readonly string[]): Promise<Outcome> => {
  const fields = refusals.includes('ValidationError') ? '... on ValidationError { fieldErrors { message } }' : '';
  const { data, errors } = await world.graphql<{ result: MutationResult }, never>(
    `mutation($input: ${capitalised(mutation)}Input!) {
      result: ${mutation}(input: $input) {
        __typename
        ... on ${capitalised(mutation)}Success { record: ${record(mutation)} { databaseId } }
        ... on Error { code message }
        ${fields}
      }
    }`,
    { input },
  );
  if (!data || errors) throw new Error(`${mutation} failed: ${JSON.stringify(errors)}`);
  const { code, message = '', fieldErrors, record: made } = data.result;
  if (made) return { id: made.databaseId, code: 'OK', messages: [] };
  return { id: null, code: code ?? '', messages: fieldErrors?.map((error) => error.message) ?? [message] };
};

/** The code that a status stands for; the message tells an illegal move from a wrong value. */
const codeOf = (status: number, messages: readonly string[]): string => {
  if (status === 200 || status === 201) return 'OK';
  if (status === 404) return 'NOT_FOUND';
  if (status !== 400) return `HTTP_${status}`;
  return messages.some((message) => / only a .* run can /.test(message)) ? 'INVALID_TRANSITION' : 'VALIDATION_FAILED';
};

/** What GraphQL tells by its path: in which item of which list it is. */
const withoutPlace = (message: string): string => message.replace(/^(?:Integration error|Response) \d+(?:, response \d+)?: /, '');

export const byRest = async (world: World, method: string, path: string, body?: object): Promise<Outcome> => {
  const { status, json } = await world.rest(method, path, body);
  const messages: readonly string[] = json.errors ? (Object.values(json.errors)[0] as string[]) : [];
  return { id: status < 300 ? json.id : null, code: codeOf(status, messages), messages: messages.map(withoutPlace) };
};

const isTime = (value: unknown): value is Date => value instanceof Date;

/** Moments of now are all the same to a comparison; times that a client has sent are not. */
const settled = (row: object, own: readonly number[]): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (isTime(value)) return [name, Math.abs(value.getTime() - Date.now()) < 600_000 ? 'now' : value.toISOString()];
      return [name, /^(id|integrationRunId|integrationErrorId)$/.test(name) && own.includes(value) ? 'own' : value];
    }),
  );

/** Everything that is kept of a record, its own ids and the moments of now left out, and the source of its history. */
export const keptOf = async (
  world: World,
  thing: 'run' | 'error' | 'historyRecord' | 'integration' | 'contract',
  id: number,
): Promise<unknown> => {
  const { prisma } = world.database;
  if (thing === 'contract') return settled(await prisma.contract.findUniqueOrThrow({ where: { id } }), [id]);
  if (thing === 'integration') return settled(await prisma.integration.findUniqueOrThrow({ where: { id } }), [id]);
  if (thing === 'historyRecord') {
    const { responses, ...row } = await prisma.integrationHistoryRecord.findUniqueOrThrow({
      where: { id },
      include: { responses: { orderBy: { id: 'asc' } } },
    });
    return [{ ...settled(row, [id]), responses: responses.map(({ code, message }) => [code, message]) }];
  }
  const errorsOf = async (where: { id: number } | { integrationRunId: number }) => {
    const errors = await prisma.integrationError.findMany({
      where,
      include: { responses: { orderBy: { id: 'asc' } } },
      orderBy: { id: 'asc' },
    });
    return errors.map(({ id: errorId, responses, ...error }) => ({
      ...settled(error, thing === 'run' ? [id] : []),
      responses: responses.map(({ code, message, integrationErrorId }) => [code, message, integrationErrorId === errorId]),
    }));
  };
  if (thing === 'error') return errorsOf({ id });
  const history = await prisma.integrationRunTransition.findMany({ where: { integrationRunId: id }, orderBy: { id: 'asc' } });
  return {
    run: settled(await prisma.integrationRun.findUniqueOrThrow({ where: { id } }), [id]),
    history: history.map(({ from, to, actorId, note }) => ({ from, to, actorId, note })),
    errors: await errorsOf({ integrationRunId: id }),
  };
};

export const sourcesOf = async (world: World, id: number): Promise<string[]> =>
  (await world.database.prisma.integrationRunTransition.findMany({ where: { integrationRunId: id }, orderBy: { id: 'asc' } })).map(
    ({ source }) => source,
  );

/** Acts through each door, and fails where the outcome (but the id) or what is kept differs. */
export const compare = async (act: (door: Door) => Promise<Outcome>, kept: (outcome: Outcome, door: Door) => Promise<unknown>) => {
  const results: { outcome: object; kept: unknown }[] = [];
  for (const door of doors) {
    const outcome = await act(door);
    results.push({ outcome: { ...outcome, id: outcome.id === null ? null : 'some' }, kept: await kept(outcome, door) });
  }
  const [graphql, rest] = results;
  expect(rest).toEqual(graphql);
  return graphql;
};

/** The same error in the words of each door. */
export const errorInput = {
  documentType: 'ASN_HEADER',
  documentId: 5,
  documentRevision: 2,
  documentStatus: 'approved',
  contactAlertType: 'Functional',
  status: 'open',
  externalId: 'EXT',
  creationMethod: 'import',
  integrationFilename: 'a.csv',
  responses: [
    { code: '1', message: 'one' },
    { code: null, message: 'two' },
  ],
};
export const errorBody = {
  'document-type': 'Asn::Header',
  'document-id': 5,
  'document-revision': 2,
  'document-status': 'approved',
  'contact-alert-type': 'Functional',
  status: 'open',
  'external-id': 'EXT',
  'creation-method': 'import',
  'integration-filename': 'a.csv',
  responses: [
    { 'response-code': '1', 'response-message': 'one' },
    { 'response-code': null, 'response-message': 'two' },
  ],
};
