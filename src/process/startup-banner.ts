// What a person who starts the gateway in a terminal is to see.
import type { Config } from './config.js';
import { firstClientCommand, portOf } from './printed-command.js';

const examples = (url: string): string => `
  Three things to try:
    1. open ${url}/graphql in a browser
    2. curl ${url}/api/integrations.json
    3. curl ${url}/graphql -H 'content-type: application/json' \\
         -d '{"query":"{ integrationRuns(first: 3) { nodes { status integration { name } } } }"}'
`;

const places = (url: string): string => `
  The playground is at ${url}/graphql, tokens are at ${url}/oauth2/token
`;

interface Start {
  readonly url: string;
  readonly config: Config;
  /** Whether the sample world was just loaded. */
  readonly isSampled: boolean;
  /** Whether anybody has a credential yet. */
  readonly hasClients: boolean;
}

const dataOf = ({ config: { databaseUrl, dataDir }, isSampled }: Start): string =>
  databaseUrl === undefined ? `embedded database in ${dataDir}/${isSampled ? ', with a new sample world' : ''}` : 'PostgreSQL';

const accessOf = ({ url, config, hasClients }: Start): string => {
  const { auth } = config;
  if (auth.mode === 'open')
    return 'Open: everybody on this machine is a local developer, who may read and change everything. AUTH=required asks for credentials.';
  if (auth.identityProvider || hasClients) return 'Every request needs a credential.';
  return `Closed: every request needs a credential, and there is no client yet. Make the first one:
    ${firstClientCommand({ ...config, port: portOf(url) })}`;
};

/** Where the gateway is, what it works on, who may call it, and what to do next. */
export const greeting = (start: Start): string => `
  The integration-runs gateway listens on ${start.url}
  Data: ${dataOf(start)}
  ${accessOf(start)}
${start.config.auth.mode === 'open' ? examples(start.url) : places(start.url)}`;
