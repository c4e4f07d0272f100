// Columns and associations that most entities have.
import { keyed } from '../associations.js';
import { integer, time } from '../columns.js';

export const id = { id: integer('id') };

export const changes = {
  createdAt: time('created_at'),
  updatedAt: time('updated_at'),
  createdById: integer('created_by_id', { nullable: true }),
  updatedById: integer('updated_by_id', { nullable: true }),
};

/** What it takes to write what belongs to integrations. */
export const integrationRecord = { version: 'version', writeScope: 'core.integration.write' } as const;

export const changers = {
  createdBy: keyed('actor', 'created_by_id'),
  updatedBy: keyed('actor', 'updated_by_id'),
};
