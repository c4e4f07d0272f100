// Who changes what: actors, and the API clients of theirs.
import { boolean, integer, text, time } from '../columns.js';
import type { Entity } from '../entity.js';
import { id } from './shared.js';

export const actor = {
  table: 'actors',
  scope: 'core.integration.read',
  columns: { ...id, login: text('login'), name: text('name'), createdAt: time('created_at') },
  associations: {},
} as const satisfies Entity;

export const apiClient = {
  table: 'api_clients',
  scope: 'admin',
  noun: 'API client',
  namedBy: ['clientId'],
  columns: {
    ...id,
    clientId: text('client_id'),
    name: text('name', { length: 255 }),
    scopes: text('scopes'),
    hasApiKey: boolean('has_api_key'),
    actorId: integer('actor_id'),
    createdAt: time('created_at'),
    rotatedAt: time('rotated_at', { nullable: true }),
    lastUsedAt: time('last_used_at', { nullable: true }),
    expiresAt: time('expires_at', { nullable: true }),
    revokedAt: time('revoked_at', { nullable: true }),
  },
  associations: {},
} as const satisfies Entity;
