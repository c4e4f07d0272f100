// How clients prove who they are, as the document says it. A gateway that is open to its own machine asks for nothing.
import { scopes } from '../../domain/rules/viewer.js';
import type { Schema } from './schemas.js';

/** What each scope allows over REST; those that are for GraphQL alone are left out. */
const texts: Readonly<Record<(typeof scopes)[number], string | null>> = {
  'core.integration.read': 'Read runs, errors and integrations.',
  'core.integration.write':
    'Create and change runs, errors and integrations, and move runs. A change of nothing, such as a repeated move, is a read.',
  'core.contract.read': 'Read contracts, and query by them.',
  'core.contract.write': 'Create and change contracts.',
  admin: null,
};

export const securitySchemes: Readonly<Record<string, Schema>> = {
  oauth2: {
    type: 'oauth2',
    description: 'A token by the client credentials grant, sent as `Authorization: Bearer …`. It is valid for a day.',
    flows: {
      clientCredentials: {
        tokenUrl: '/oauth2/token',
        scopes: Object.fromEntries(scopes.flatMap((scope) => (texts[scope] === null ? [] : [[scope, texts[scope]]]))),
      },
    },
  },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-COUPA-API-KEY', description: 'A key, as clients of the original still use it.' },
};
