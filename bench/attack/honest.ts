// What a client asks that does nothing wrong, and how long it waits.
import { Agent } from 'node:http';
import type { ShownSecrets } from '../../src/cli/operations.js';
import type { Shot } from './kinds.js';
import { send } from './send.js';

export interface Honest {
  readonly name: string;
  readonly shot: (index: number) => Shot;
}

/** How a client asks for a token. */
export const tokenRequest = ({ clientId, clientSecret }: ShownSecrets): Shot => ({
  method: 'POST',
  path: '/oauth2/token',
  headers: {
    'content-type': 'application/x-www-form-urlencoded',
    authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
  },
  body: 'grant_type=client_credentials',
});

export const honestRequests = (client: ShownSecrets, bearer: () => string): readonly Honest[] => {
  const post = (query: string, variables: object): Shot => ({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: bearer() },
    body: JSON.stringify({ query, variables }),
  });
  return [
    {
      name: 'a list with errors',
      shot: () =>
        post('{integrationRuns(first:20){nodes{id status integration{name} integrationErrors(first:3){nodes{documentType}}}}}', {}),
    },
    {
      name: 'a REST run',
      shot: (index) => ({
        method: 'GET',
        path: `/api/integration_runs/${1_000 + (index % 500)}.json`,
        headers: { authorization: bearer() },
      }),
    },
    {
      name: 'a run, created',
      shot: (index) =>
        post(
          'mutation($input:CreateIntegrationRunInput!){createIntegrationRun(input:$input){... on CreateIntegrationRunSuccess{integrationRun{id}}}}',
          { input: { integration: { databaseId: 1 + (index % 50) } } },
        ),
    },
    {
      name: 'a token',
      shot: () => tokenRequest(client),
    },
    { name: 'readiness', shot: () => ({ method: 'GET', path: '/health/ready', headers: {} }) },
  ];
};

/** Ten requests a second, each kind in its turn, whatever the others wait. */
export const askHonestly = (port: number, requests: readonly Honest[]) => {
  const agent = new Agent({ keepAlive: true });
  const waited = new Map(requests.map(({ name }) => [name, [] as number[]]));
  const faults: string[] = [];
  const running = new Set<Promise<void>>();
  let index = 0;
  const ask = async ({ name, shot }: Honest): Promise<void> => {
    const begun = performance.now();
    const { status, text } = await send(port, agent, shot(Math.floor(index / requests.length)));
    waited.get(name)?.push(performance.now() - begun);
    if (status !== 200 || text.includes('"errors"')) faults.push(`${name}: ${status} ${text.slice(0, 200)}`);
  };
  const timer = setInterval(() => {
    index += 1;
    const next = requests[index % requests.length];
    if (!next) return;
    const asked = ask(next);
    running.add(asked);
    asked.finally(() => running.delete(asked));
  }, 100);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await Promise.all(running);
    agent.destroy();
  };
  return { waited, faults, stop };
};
