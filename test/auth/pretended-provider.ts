// A company's identity provider, played by a server on this machine.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll } from 'vitest';

export interface ProviderKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: object;
}

export const makeProviderKey = async (kid: string): Promise<ProviderKey> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
};

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}

export interface Provider {
  readonly issuer: string;
  readonly key: ProviderKey;
  /** The paths that it was asked for. */
  readonly asked: string[];
  /** What it answers in this test instead of what it should; undefined for that. */
  respond: (path: string) => Answer | undefined;
  /** A token of `user-1` for the audience `gateway`. */
  sign(claims: Record<string, unknown>, change?: (jwt: SignJWT) => SignJWT, by?: ProviderKey): Promise<string>;
}

const nothing = () => undefined;

/** The provider for the tests of a file. */
export const useProvider = (): Provider => {
  let server: Server;
  const provider: Provider & { issuer: string; key: ProviderKey } = {
    issuer: '',
    key: undefined as unknown as ProviderKey, // there while tests run
    asked: [],
    respond: nothing,
    sign: (claims, change = (jwt) => jwt, by = provider.key) =>
      change(
        new SignJWT(claims)
          .setProtectedHeader({ alg: 'RS256', kid: by.kid })
          .setIssuer(provider.issuer)
          .setAudience('gateway')
          .setSubject('user-1')
          .setIssuedAt()
          .setExpirationTime('1 h'),
      ).sign(by.privateKey),
  };
  beforeAll(async () => {
    provider.key = await makeProviderKey('first');
    server = createServer(({ url = '' }, response) => {
      provider.asked.push(url);
      const usual = url.includes('openid-configuration')
        ? { issuer: provider.issuer, jwks_uri: `${provider.issuer}/keys` }
        : { keys: [provider.key.publicJwk] };
      const { status = 200, body = usual } = provider.respond(url) ?? {};
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    provider.respond = nothing;
    provider.asked.length = 0;
  });
  afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return provider;
};
