// A text that begins with U+FEFF, which decoders like to drop, is the same text whatever way it is read.
import { describe, expect, test } from 'vitest';
import { entityOf } from '../../src/domain/entities/entities.js';
import type { EntityName } from '../../src/domain/entities/entity.js';
import { useWorld } from '../support/world.js';

const world = useWorld();

/** The texts of each type that clients write: the columns, by the type that has them. */
const written = {
  integration: ['name', 'code', 'businessObject', 'endSystem'],
  contract: ['number', 'name', 'status', 'supplierName', 'supplierNumber', 'currencyCode'],
  integrationError: ['documentStatus', 'contactAlertType', 'status', 'externalId', 'creationMethod', 'integrationFilename'],
  integrationErrorResponse: ['code', 'message'],
  integrationHistoryRecord: ['documentStatus', 'contactAlertType', 'status', 'externalId', 'creationMethod', 'integrationFilename'],
  integrationHistoryRecordResponse: ['code', 'message'],
  integrationRunTransition: ['note'],
  integrationRun: [],
  apiClient: ['name'],
  actor: ['name'],
  webhookEndpoint: ['url', 'description', 'document'],
  webhookDelivery: [],
} as const satisfies Record<EntityName, readonly string[]>;

/** The gateway makes these itself. */
const made = new Set([
  'actor.login',
  'apiClient.clientId',
  'apiClient.scopes',
  'integrationError.fingerprint',
  'webhookEndpoint.types',
  'webhookEndpoint.disabledReason',
  'webhookDelivery.messageId',
  'webhookDelivery.position',
  'webhookDelivery.body',
  'webhookDelivery.lastError',
]);

test('the table below has every column of text that a client can write', () => {
  for (const [entity, columns] of Object.entries(written)) {
    const texts = Object.entries(entityOf(entity as EntityName).columns).flatMap(([field, { kind }]) => (kind === 'text' ? [field] : []));
    expect(texts.filter((field) => !made.has(`${entity}.${field}`)).sort(), entity).toEqual([...columns].sort());
  }
});

const names = (entity: EntityName) => written[entity].join(' ');
const all = (entity: EntityName, text: string) => Object.fromEntries(written[entity].map((field) => [field, text]));

const creation = `mutation($integration: CreateIntegrationInput!, $contract: CreateContractInput!, $error: CreateIntegrationErrorInput!, $record: CreateIntegrationHistoryRecordInput!,
    $note: String, $flow: JSON, $client: String!) {
  integration: createIntegration(input: $integration) { ... on CreateIntegrationSuccess { integration { databaseId ${names('integration')} } } }
  contract: createContract(input: $contract) { ... on CreateContractSuccess { contract { databaseId ${names('contract')} } } }
  error: createIntegrationError(input: $error) {
    ... on CreateIntegrationErrorSuccess { integrationError { databaseId ${names('integrationError')} message responses { ${names('integrationErrorResponse')} } } }
  }
  record: createIntegrationHistoryRecord(input: $record) {
    ... on CreateIntegrationHistoryRecordSuccess {
      integrationHistoryRecord { databaseId ${names('integrationHistoryRecord')} message responses { ${names('integrationHistoryRecordResponse')} } }
    }
  }
  start: startIntegrationRun(input: { by: { databaseId: 1 } }) { __typename }
  pause: pauseIntegrationRun(input: { by: { databaseId: 1 }, note: $note, flow: $flow }) {
    ... on PauseIntegrationRunSuccess { integrationRun { databaseId flow transitions(last: 1) { nodes { note } } } }
  }
  client: createApiClient(input: { name: $client, scopes: [CORE_INTEGRATION_WRITE] }) {
    ... on CreateApiClientSuccess { apiClient { databaseId name } }
  }
}`;

const reading = (alias: string) => `query($integration: Int!, $contract: Int!, $error: Int!, $record: Int!, $run: Int!) {
  ${alias}: integration(by: { databaseId: $integration }) { databaseId ${names('integration')} }
  contract(by: { databaseId: $contract }) { databaseId ${names('contract')} }
  integrationError(by: { databaseId: $error }) {
    databaseId ${names('integrationError')} message responses { ${names('integrationErrorResponse')} }
  }
  integrationHistoryRecord(by: { databaseId: $record }) {
    databaseId ${names('integrationHistoryRecord')} message responses { ${names('integrationHistoryRecordResponse')} }
  }
  integrationRun(by: { databaseId: $run }) { databaseId flow transitions(last: 1) { nodes { note } } }
}`;

interface Created {
  readonly integration: { readonly integration: { readonly databaseId: number } };
  readonly contract: { readonly contract: { readonly databaseId: number } };
  readonly error: { readonly integrationError: { readonly databaseId: number } };
  readonly record: { readonly integrationHistoryRecord: { readonly databaseId: number } };
  readonly pause: { readonly integrationRun: { readonly databaseId: number } };
  readonly client: { readonly apiClient: { readonly databaseId: number } };
}

const asked = async (query: string, variables: object) => {
  const url = new URL('http://gateway.test/graphql');
  url.searchParams.set('query', query);
  url.searchParams.set('variables', JSON.stringify(variables));
  const response = await world.app(new Request(url, { headers: { accept: 'application/json' } }));
  return (await response.json()) as { readonly data: unknown };
};

describe.each([
  ['one mark', '\ufeffc'],
  ['two marks', '\ufeff\ufeffd'],
  ['a mark at its end, too', '\ufeffe\ufeff'],
])('texts that begin with %s', (_title, text) => {
  const flow = { [text]: [text] };

  test('are answered as they were written, by mutations, queries in one statement and field by field, GET and REST', async () => {
    const { data, errors } = await world.graphql<Created, never>(creation, {
      integration: { ...all('integration', text), direction: 'TO_COUPA', endSystemType: 'ERP' },
      contract: all('contract', text),
      error: { integrationRun: { databaseId: 1 }, ...all('integrationError', text), responses: [all('integrationErrorResponse', text)] },
      record: {
        integration: { databaseId: 1 },
        ...all('integrationHistoryRecord', text),
        responses: [all('integrationHistoryRecordResponse', text)],
      },
      note: text,
      flow,
      client: text,
    });
    expect(errors).toBeUndefined();
    if (!data) throw new Error('Nothing was created.');
    const [integration, contract] = [data.integration.integration, data.contract.contract];
    const [error, run, client] = [data.error.integrationError, data.pause.integrationRun, data.client.apiClient];
    const record = data.record.integrationHistoryRecord;
    const expectedError = { ...all('integrationError', text), message: text, responses: [all('integrationErrorResponse', text)] };
    expect(integration).toEqual({ databaseId: integration.databaseId, ...all('integration', text) });
    expect(contract).toEqual({ databaseId: contract.databaseId, ...all('contract', text) });
    expect(error).toEqual({ databaseId: error.databaseId, ...expectedError });
    expect(record).toEqual({ databaseId: record.databaseId, ...expectedError });
    expect(run).toEqual({ databaseId: 1, flow, transitions: { nodes: [{ note: text }] } });
    expect(client).toEqual({ databaseId: client.databaseId, name: text });

    const ids = {
      integration: integration.databaseId,
      contract: contract.databaseId,
      error: error.databaseId,
      record: record.databaseId,
      run: 1,
    };
    const long = 'a'.repeat(64); // a name of a column can't be as long, so the query is answered field by field
    for (const alias of ['a', long]) {
      const expected = { [alias]: integration, contract, integrationError: error, integrationHistoryRecord: record, integrationRun: run };
      expect((await world.graphql(reading(alias), ids)).data).toEqual(expected);
      expect((await world.fieldByField(reading(alias), ids)).data).toEqual(expected);
      expect((await asked(reading(alias), ids)).data).toEqual(expected);
    }

    const stored = await world.database.prisma.apiClient.findUnique({ where: { id: client.databaseId }, include: { actor: true } });
    expect([stored?.name, stored?.actor.name]).toEqual([text, text]);
    expect((await world.rest('GET', `/api/integrations/${integration.databaseId}`)).json).toMatchObject({ name: text, 'end-system': text });
    expect((await world.rest('GET', `/api/contracts/${contract.databaseId}`)).json).toMatchObject({ name: text, supplier: { name: text } });
    const { json } = await world.rest('GET', `/api/integration_errors/${error.databaseId}`);
    expect(json).toMatchObject({ 'contact-alert-type': text, responses: [{ 'response-code': text, 'response-message': text }] });
    const xml = await world.rest('GET', `/api/integration_errors/${error.databaseId}.xml`, undefined, { accept: 'application/xml' });
    expect(xml.text).toContain(`<response-message>${text}</response-message>`);
  });

  test('come in over REST as they are, in JSON and XML, and are found by the query language', async () => {
    const json = { 'integration-run': { id: 1 }, 'external-id': text, responses: [{ 'response-message': text }] };
    const xml = `<integration-error><integration-run><id>1</id></integration-run><external-id>${text}</external-id>
      <responses><response><response-message>${text}</response-message></response></responses></integration-error>`;
    for (const [body, type] of [
      [JSON.stringify(json), 'application/json'],
      [xml, 'application/xml'],
    ] as const) {
      const { status, json: made } = await world.rest('POST', '/api/integration_errors', body, { 'content-type': type });
      expect([status, made['external-id'], made.responses[0]['response-message']]).toEqual([201, text, text]);
    }
    const found = await world.rest('GET', `/api/integration_errors?external-id=${encodeURIComponent(text)}`);
    expect(found.json.map((error: Record<string, unknown>) => error['external-id'])).toEqual([text, text, text]);
  });

  test('have the same cursor either way, from which the list goes on, and are found by filters', async () => {
    const list = `query($text: String) {
      contracts(filter: { name: { eq: $text, startsWith: $text } }, orderBy: { field: NAME, direction: ASC }) { edges { cursor node { name } } }
    }`;
    const [direct, byField] = [await world.graphql(list, { text }), await world.fieldByField(list, { text })];
    expect(direct).toEqual(byField);
    const { edges } = (direct.data as { contracts: { edges: { cursor: string; node: { name: string } }[] } }).contracts;
    expect(edges.map(({ node }) => node.name)).toEqual([text]);
    const [edge] = edges;
    expect(JSON.parse(Buffer.from(edge?.cursor ?? '', 'base64url').toString())).toContain(text);
    const next = 'query($after: String) { contracts(after: $after, orderBy: { field: NAME, direction: ASC }) { nodes { name } } }';
    for (const ask of [world.graphql, world.fieldByField]) {
      const { data } = await ask<{ contracts: { nodes: { name: string }[] } }, never>(next, { after: edge?.cursor });
      expect(data?.contracts.nodes.every(({ name }) => Buffer.compare(Buffer.from(name), Buffer.from(text)) > 0)).toBe(true);
    }
  });
});
