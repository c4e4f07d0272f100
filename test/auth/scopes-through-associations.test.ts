// What a credential may not read must not be told by filters, counts and orders either: a filter by a contract's number would let anybody find
// out its digits one by one.
import { beforeAll, describe, expect, test } from 'vitest';
import { makeClient } from '../support/credentials.js';
import { useWorld } from '../support/world.js';

const world = useWorld({ auth: { mode: 'required' } });
let reader: Record<string, string>;
let contractReader: Record<string, string>;

beforeAll(async () => {
  reader = { 'x-coupa-api-key': (await makeClient(world, ['core.integration.read'])).apiKey ?? '' };
  contractReader = { 'x-coupa-api-key': (await makeClient(world, ['core.contract.read'])).apiKey ?? '' };
});

const needsContracts = 'This needs the scope core.contract.read, which your credential does not have.';

describe('GraphQL', () => {
  const byContract = '{ contract: { number: { startsWith: "C-1" } } }';
  test.each([
    ['errors by their contract', `integrationErrors(filter: ${byContract}) { totalCount }`],
    ['errors by not having a contract', `integrationErrors(filter: { not: ${byContract} }) { totalCount }`],
    ['errors within and, or', `integrationErrors(filter: { or: [{ and: [${byContract}] }] }) { totalCount }`],
    ['runs by the contracts of their errors', `integrationRuns(filter: { integrationErrors: { none: ${byContract} } }) { nodes { id } }`],
    [
      'runs two associations away',
      `integrationRuns(filter: { integration: { integrationErrors: { every: ${byContract} } } }) { totalCount }`,
    ],
  ])('refuses to filter %s without the scope of contracts', async (_title, field) => {
    const { data, errors } = await world.graphql(`{ ${field} }`, {}, reader);
    expect(Object.values(data ?? {})).toEqual([null]);
    expect(errors?.map(({ message, extensions }) => ({ message, extensions }))).toEqual([
      { message: needsContracts, extensions: { code: 'FORBIDDEN' } },
    ]);
  });

  test('refuses such a filter of a list within a record, and of its count', async () => {
    for (const selection of ['totalCount', 'nodes { id }']) {
      const query = `query($filter: IntegrationErrorFilter) { integrationRun(by: { databaseId: 4 }) { integrationErrors(filter: $filter) { ${selection} } } }`;
      const { errors } = await world.graphql(query, { filter: { contract: { number: { eq: 'C-1004' } } } }, reader);
      expect(errors?.map(({ message }) => message)).toEqual([needsContracts]);
    }
  });

  test('refuses contracts filtered by their errors without the scope of integrations', async () => {
    const { errors } = await world.graphql('{ contracts(filter: { integrationErrors: { some: {} } }) { totalCount } }', {}, contractReader);
    expect(errors?.map(({ message }) => message)).toEqual([
      'This needs the scope core.integration.read, which your credential does not have.',
    ]);
  });

  test('answers null for the contract of an error, with the refusal at its path, and everything else', async () => {
    const { status, data, errors } = await world.graphql<Record<string, unknown>, never>(
      `{ contract(by: { databaseId: 1 }) { number }
         integrationErrors(first: 2, filter: { documentType: { eq: CONTRACT } }, orderBy: { field: ID }) { nodes { databaseId documentId contract { number } } } }`,
      {},
      reader,
    );
    expect(status).toBe(200);
    const nodes = [
      { databaseId: 3, documentId: 4, contract: null },
      { databaseId: 6, documentId: 7, contract: null },
    ];
    expect(data).toEqual({ contract: null, integrationErrors: { nodes } });
    expect(errors?.map(({ message, path, extensions }) => ({ message, path, extensions }))).toEqual(
      [['contract'], ['integrationErrors', 'nodes', 0, 'contract'], ['integrationErrors', 'nodes', 1, 'contract']].map((path) => ({
        message: needsContracts,
        path,
        extensions: { code: 'FORBIDDEN' },
      })),
    );
  });

  test('answers one text to those who may and those who may not, each in its own way, again and again', async () => {
    const both = { 'x-coupa-api-key': (await makeClient(world, ['core.integration.read', 'core.contract.read'])).apiKey ?? '' };
    const query = '{ integrationError(by: { databaseId: 3 }) { contract { number } } }';
    for (let round = 0; round < 3; round += 1) {
      expect((await world.graphql(query, {}, both)).data).toEqual({ integrationError: { contract: { number: 'C-1004' } } });
      expect((await world.graphql(query, {}, reader)).data).toEqual({ integrationError: { contract: null } });
    }
  });
});

describe('REST', () => {
  test.each([
    '/api/integration_errors?contract[number][starts_with]=C-1',
    '/api/integration_errors?contract[name][blank]=false',
    '/api/integration_runs?integration_errors[contract[number]]=C-1004',
  ])('refuses %s without the scope of contracts', async (path) => {
    const { status, json } = await world.rest('GET', path, undefined, reader);
    expect({ status, json }).toEqual({ status: 403, json: { errors: { base: [needsContracts] } } });
  });

  test('refuses it to those who ask for XML before it tells whether anything matches', async () => {
    const { status } = await world.rest('GET', '/api/integration_errors?contract[number]=nothing', undefined, {
      ...reader,
      accept: 'application/xml',
    });
    expect(status).toBe(403);
  });

  test('reads runs and errors whole, about contracts or not, without it', async () => {
    const { status, json } = await world.rest('GET', '/api/integration_errors/3', undefined, reader);
    expect({ status, type: json['document-type'], id: json['document-id'] }).toEqual({ status: 200, type: 'Contract', id: 4 });
    expect((await world.rest('GET', '/api/integration_runs?integration_errors[document_type]=Contract', undefined, reader)).status).toBe(
      200,
    );
  });
});
