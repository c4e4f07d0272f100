// Where webhooks are sent to, and where never, whatever an address is written like and whatever a name leads to a moment later.
import type { LookupAddress, lookup } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseProxies } from '../../src/http/client-address.js';
import { createSend } from '../../src/http/outgoing/send.js';
import { addressProblem, noNetworks } from '../../src/http/outgoing/targets.js';
import { useWorld } from '../support/world.js';

/** Hosts that lead inside, as they may be written. */
const inner = [
  '127.0.0.1',
  '0x7f.1',
  '2130706433',
  '0.0.0.0',
  '[::]',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[fe80::1]',
  '[fc00::1]',
  '100.64.0.1',
  '169.254.169.254',
  '192.0.2.1',
  '198.18.0.1',
  '10.0.0.1',
  '192.168.0.1',
  '172.16.0.1',
  '[::127.0.0.1]',
  '[2001:db8::1]',
  '[fec0::1]',
  '[ff02::1]',
  '224.0.0.1',
  '255.255.255.255',
] as const;

const closed = useWorld();
const opened = useWorld({ webhookNetworks: parseProxies('10.1.0.0/16, 127.0.0.1, fc00::/7') ?? noNetworks });

interface Answer {
  readonly made: {
    readonly code?: string;
    readonly fieldErrors?: readonly { path: string[]; message: string }[];
    readonly secret?: string;
  };
}
const create = async (world: typeof closed, url: string) => {
  const { data } = await world.graphql<Answer, never>(
    `mutation($url: String!) { made: createWebhookEndpoint(input: { url: $url }) { ... on CreateWebhookEndpointSuccess { secret }
      ... on ValidationError { code fieldErrors { path message } } } }`,
    { url },
  );
  return data?.made;
};

test.each(inner)('an endpoint at %s is refused', async (host) => {
  for (const protocol of ['https', 'http']) {
    const made = await create(closed, `${protocol}://${host}:8443/hook`);
    expect(made).toMatchObject({ code: 'VALIDATION_FAILED', fieldErrors: [{ path: ['url'] }] });
    expect(made?.fieldErrors?.[0]?.message).toMatch(
      /^Url leads to .+, which is not public\. Operators can let its network be sent to, by WEBHOOK_ALLOW$/,
    );
  }
});

test.each([
  ['http://example.com/', 'Url must begin with https://; http:// is for networks that operators name in WEBHOOK_ALLOW'],
  ['http://93.184.216.34/', 'Url leads to 93.184.216.34, which is sent to by https alone'],
  ['ftp://example.com/', 'Url must begin with https://'],
  ['file:///etc/passwd', 'Url must begin with https://'],
  ['https://user:password@example.com/', "Url can't have a user or a password in it; receivers know a delivery by its signature"],
  ['example.com', 'Url must be an address, such as https://example.com/hooks'],
  ['', "Url can't be blank"],
  [`https://example.com/${'x'.repeat(2048)}`, 'Url is too long (at most 2048 characters)'],
])('an endpoint at %s is refused in words', async (url, message) => {
  expect((await create(closed, url))?.fieldErrors).toEqual([{ path: ['url'], message }]);
});

test.each(['https://example.com/', 'https://93.184.216.34/', 'https://[2606:4700::1111]/', 'https://xn--mnchen-3ya.example/'])(
  'an endpoint at %s is made',
  async (url) => {
    expect((await create(closed, url))?.secret).toMatch(/^whsec_/);
  },
);

test('networks that operators name may be sent to, by plain http as well, and no others', async () => {
  for (const url of ['http://10.1.2.3/', 'https://10.1.2.3/', 'http://127.0.0.1:1/', 'http://[fc00::1]/', 'http://inside.example/'])
    expect((await create(opened, url))?.secret, url).toBeDefined();
  for (const url of ['http://10.2.0.1/', 'https://127.0.0.2/', 'http://[::1]/', 'http://93.184.216.34/'])
    expect((await create(opened, url))?.code, url).toBe('VALIDATION_FAILED');
});

const server = createServer((_request, response) => response.end('reached'));
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

type Find = typeof lookup;

const post = (host: string, networks = noNetworks, find?: Find) =>
  createSend(networks, { patience: 500, ...(find && { find }) })(
    { url: `http://${host}:${port}/`, headers: {}, body: '{}' },
    new AbortController().signal,
  );

/** Finds those addresses for a name when it is asked for the first time, the second time, … */
const leading = (...answers: string[][]): Find => {
  const all = answers.map((addresses) => addresses.map((address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })));
  const find = (_name: string, _options: object, callback: (error: null, found: LookupAddress[]) => void) =>
    callback(null, (all.length > 1 ? all.shift() : all[0]) ?? []);
  return find as unknown as Find; // as it is called here
};

test.each(inner.map((host) => new URL(`http://${host}`).hostname))(
  'nothing is sent to %s, nor to a name that leads there',
  async (host) => {
    await expect(post(host)).rejects.toThrow(/ is not public\./);
    const find = leading([host.replace(/^\[|\]$/g, '')]);
    await expect(post('inside.example', noNetworks, find)).rejects.toThrow(/ is not public\./);
  },
);

const loopback = (address: string) => address === '127.0.0.1';

test('a name with one address outside and one inside is not sent to', async () => {
  await expect(post('both.example', noNetworks, leading(['93.184.216.34', '127.0.0.1']))).rejects.toThrow(/by https alone\.$/);
  await expect(post('both.example', loopback, leading(['127.0.0.1', '10.0.0.1']))).rejects.toThrow('The address 10.0.0.1 is not public.');
});

test('the address that is judged is the one that is connected to, each time anew', async () => {
  const find = leading(['127.0.0.1'], ['10.0.0.1']);
  await expect(post('rebinding.example', loopback, find)).resolves.toMatchObject({ statusCode: 200, excerpt: 'reached' });
  await expect(post('rebinding.example', loopback, find)).rejects.toThrow('The address 10.0.0.1 is not public.');
});

test('a name without an address, and localhost, are told so', async () => {
  await expect(post('localhost')).rejects.toThrow(/ is not public\./);
  const nowhere = (_name: string, _options: object, callback: (error: object) => void) =>
    callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }));
  await expect(post('nowhere.example', noNetworks, nowhere as unknown as Find)).rejects.toThrow('leads to no address.');
});

test('public addresses are sent to by https', () => {
  for (const address of ['8.8.8.8', '2606:4700::1111']) expect(addressProblem(address, 'https:', noNetworks)).toBeNull();
});
