import type { Rows } from '../../../domain/entities/entity.js';
import { fieldDoc, modelDoc } from '../../../domain/rules/docs.js';
import { scopesIn } from '../../../domain/rules/viewer.js';
import { builder } from '../builder.js';
import { ScopeEnum } from '../enums.js';
import { connectionType } from '../sources/connection.js';
import { fromRoot, nullOnlyWithError } from '../sources/from.js';

const doc = (field: string) => fieldDoc('ApiClient', field);

// not of the Prisma plugin: its row would have the hashes in it, which no reader gives out
export const ApiClientType = builder.node(builder.objectRef<Rows['apiClient']>('ApiClient'), {
  id: { resolve: ({ id }) => String(id) },
  description: modelDoc('ApiClient'),
  fields: (t) => ({
    databaseId: t.exposeInt('id', { description: doc('id') }),
    clientId: t.exposeString('clientId', { description: doc('clientId') }),
    name: t.exposeString('name', { description: doc('name') }),
    scopes: t.field({ type: [ScopeEnum], description: 'What it may do.', resolve: ({ scopes }) => scopesIn(scopes) }),
    hasApiKey: t.exposeBoolean('hasApiKey', { description: doc('hasApiKey') }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: doc('createdAt') }),
    rotatedAt: t.expose('rotatedAt', { type: 'DateTime', nullable: true, description: doc('rotatedAt') }),
    lastUsedAt: t.expose('lastUsedAt', { type: 'DateTime', nullable: true, description: doc('lastUsedAt') }),
    expiresAt: t.expose('expiresAt', { type: 'DateTime', nullable: true, description: doc('expiresAt') }),
    revokedAt: t.expose('revokedAt', { type: 'DateTime', nullable: true, description: doc('revokedAt') }),
  }),
});

const ApiClientConnection = connectionType<'apiClient'>('ApiClient', ApiClientType);

builder.queryFields((t) => ({
  apiClients: t.field({
    type: ApiClientConnection,
    description: `The programs that may call the gateway, revoked and expired ones among them, newest first. Needs the scope \`admin\`. ${nullOnlyWithError}`,
    ...fromRoot.newestFirst('apiClient'),
  }),
}));
