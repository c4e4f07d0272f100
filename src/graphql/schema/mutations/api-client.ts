import { type ApiClientWithSecrets, createApiClient } from '../../../domain/api-client/create.js';
import { revokeApiClient } from '../../../domain/api-client/revoke.js';
import { rotateApiClient } from '../../../domain/api-client/rotate.js';
import { fieldDoc } from '../../../domain/rules/docs.js';
import { NotFoundError, ValidationError } from '../../../domain/rules/errors.js';
import { builder } from '../builder.js';
import { ApiClientByInput, apiClientBy } from '../by-inputs.js';
import { ScopeEnum } from '../enums.js';
import { resultOf } from '../mutation-errors.js';
import { ApiClientType } from '../types/api-client.js';
import { inInput, inputArgument } from './input-argument.js';

const doc = (field: string) => fieldDoc('ApiClient', field);

const CreateInput = builder.inputType('CreateApiClientInput', {
  description: 'A new API client.',
  fields: (t) => ({
    name: t.string({ required: true, description: doc('name') }),
    scopes: t.field({ type: [ScopeEnum], required: true, description: 'What it may do; at least one scope.' }),
    withApiKey: t.boolean({ required: true, defaultValue: false, description: 'Whether it gets an API key as well as a secret.' }),
    expiresAt: t.field({ type: 'DateTime', description: doc('expiresAt') }),
  }),
});

const RevokeInput = builder.inputType('RevokeApiClientInput', {
  description: 'Which API client is to be revoked.',
  fields: (t) => ({ by: t.field({ type: ApiClientByInput, required: true, description: 'The client to revoke.' }) }),
});

const RotateInput = builder.inputType('RotateApiClientInput', {
  description: 'Which API client is to get new secrets.',
  fields: (t) => ({ by: t.field({ type: ApiClientByInput, required: true, description: 'The client that gets them.' }) }),
});

/** A success that has secrets beside the client, which no other answer ever shows. */
const successWithSecrets = (mutation: string) =>
  builder.objectRef<ApiClientWithSecrets>(`${mutation}Success`).implement({
    description: 'The client, and what it proves itself with. The secrets are shown this once: nobody can read them again.',
    fields: (t) => ({
      apiClient: t.expose('apiClient', { type: ApiClientType, description: 'The client as it is now.' }),
      clientSecret: t.exposeString('clientSecret', { description: 'Its `client_secret` for `POST /oauth2/token`.' }),
      apiKey: t.exposeString('apiKey', { nullable: true, description: 'Its key for `X-COUPA-API-KEY`; null for a client without one.' }),
    }),
  });

const CreateSuccess = successWithSecrets('CreateApiClient');
const RotateSuccess = successWithSecrets('RotateApiClient');

/** The options of a result whose success is a type of its own. */
const unionOf = (mutation: string, types: Parameters<typeof resultOf>[3]) => {
  const { union } = resultOf(mutation, '', '', types);
  return { types, union, directResult: true };
};

builder.mutationFields((t) => ({
  createApiClient: t.field({
    type: CreateSuccess,
    nullable: true,
    description: 'Makes an API client. Its secrets are in the answer, and nowhere else. Needs the scope `admin`.',
    errors: unionOf('createApiClient', [ValidationError]),
    args: inputArgument(CreateInput),
    resolve: (_root, { input: { expiresAt = null, ...values } }, context) => createApiClient(context, { ...values, expiresAt }),
  }),
  revokeApiClient: t.field({
    type: ApiClientType,
    nullable: true,
    description:
      'Refuses everything of an API client from now on, on every gateway within seconds, the tokens that it has among them. There is no way back. Needs the scope `admin`.',
    errors: resultOf('revokeApiClient', 'apiClient', 'The client as it is now.', [NotFoundError]),
    args: inputArgument(RevokeInput),
    resolve: (_root, { input: { by } }, context) => revokeApiClient(context, apiClientBy(by, inInput('by'))),
  }),
  rotateApiClient: t.field({
    type: RotateSuccess,
    nullable: true,
    description:
      'Gives an API client a new secret, and a new API key where it has one; the old ones are refused. Tokens that it has run out by themselves, within a day: revoke a client whose secret has leaked. Needs the scope `admin`.',
    errors: unionOf('rotateApiClient', [NotFoundError, ValidationError]),
    args: inputArgument(RotateInput),
    resolve: (_root, { input: { by } }, context) => rotateApiClient(context, apiClientBy(by, inInput('by'))),
  }),
}));
