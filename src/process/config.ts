// The environment, read once and checked: a wrong value stops the start and says what would be right.
import type { z } from 'zod';
import type { AuthOptions } from '../auth/auth.js';
import type { Limits } from '../graphql/limits/limits.js';
import type { Introspection } from '../graphql/request/introspection.js';
import type { TrustedDocuments } from '../graphql/request/trusted-documents.js';
import type { TrustedProxies } from '../http/client-address.js';
import type { AllowedNetworks } from '../http/outgoing/targets.js';
import { defaultPolicies, type RatePolicies } from '../rate-limit/policy.js';
import type { BrowserOptions } from '../request/browser-rules.js';
import type { PlaceLimits } from '../request/in-flight.js';
import { parseHostName } from '../request/own-hosts.js';
import { isLoopback } from './config-values.js';
import { type Variable, variables } from './config-variables.js';

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  readonly databasePoolSize: number;
  readonly databaseListenUrl: string | undefined;
  /** Processes that answer on the one port. */
  readonly workers: number;
  readonly dataDir: string;
  readonly sampleData: boolean;
  readonly logLevel: (typeof variables)['LOG_LEVEL']['parse']['_zod']['output'];
  /** Bytes. */
  readonly bodyLimit: number;
  /** Bytes. */
  readonly answerLimit: number;
  /** Milliseconds. */
  readonly requestTimeout: number;
  /** Milliseconds. */
  readonly shutdownTimeout: number;
  /** What is done about runs that should have ended by now. */
  readonly overdueRuns: 'flag' | 'fail';
  /** For how long idempotency keys are kept. */
  readonly idempotencyHours: number;
  /** Streams, sockets and waits at once, of each process. */
  readonly streamLimits: PlaceLimits;
  /** Days that changes stay in the feed. */
  readonly eventsRetentionDays: number;
  readonly restTimeZone: string;
  readonly emptyXmlIsNotFound: boolean;
  readonly restDeprecatedSince: Date | undefined;
  readonly restSunset: Date | undefined;
  readonly graphqlLimits: Limits;
  readonly introspection: Introspection;
  readonly trustedDocuments: TrustedDocuments['mode'];
  readonly trustedDocumentsFile: string | undefined;
  /** Null for no limit. */
  readonly rateLimit: RatePolicies | null;
  readonly trustedProxies: TrustedProxies | undefined;
  /** Inner networks that webhooks may be sent to. */
  readonly webhookNetworks: AllowedNetworks | undefined;
  readonly auth: AuthOptions;
  readonly browser: BrowserOptions;
}

export class ConfigError extends Error {}

/** Who may call: everybody on a gateway that only its own machine reaches, unless it is told otherwise. */
const readMode = (
  host: string,
  auth: AuthOptions['mode'] | undefined,
  nodeEnv: string | undefined,
  problems: string[],
): AuthOptions['mode'] => {
  const why = nodeEnv === 'production' ? 'NODE_ENV is production' : isLoopback(host) ? null : `HOST is ${host}, which others reach`;
  if (auth !== 'open' || why === null) return auth ?? (why === null ? 'open' : 'required');
  problems.push(
    `AUTH is open, but ${why}: anybody could read and change everything. Ask for credentials instead:`,
    '  AUTH=required',
    'The start then says how to make the first client. Or let only this machine reach an open gateway:',
    '  HOST=127.0.0.1 NODE_ENV=development AUTH=open',
  );
  return auth;
};

/** Where the gateway listens is a name of its own, when it is one. */
const hostOf = (host: string): string[] => {
  const name = parseHostName(host);
  return name === null ? [] : [name];
};

type Provider = NonNullable<AuthOptions['identityProvider']>;

/** `unset`: those of its two variables that are not set, be it rightly or wrongly. */
const readProvider = (
  issuer: string | undefined,
  audience: string | undefined,
  mapping: Provider['scopes'] | undefined,
  unset: readonly string[],
  problems: string[],
): Provider | undefined => {
  const [missing] = unset;
  if (missing !== undefined && (unset.length === 1 || mapping !== undefined))
    problems.push(`OIDC_ISSUER and OIDC_AUDIENCE go together, but ${missing} is unset. Set both, or none of OIDC_….`);
  return issuer === undefined || audience === undefined ? undefined : { issuer, audience, scopes: mapping ?? null };
};

/** All that is certain not to be a password in what should have been a database's address. */
const schemeOf = (text: string): string => /^[a-z][a-z\d+.-]*:\/\//i.exec(text)?.[0] ?? '';

/**
 * Reads and checks the environment.
 * @throws ConfigError naming every wrong variable, its value and what would be right
 */
export const readConfig = (environment: Record<string, string | undefined> = process.env): Config => {
  const problems: string[] = [];
  const isSet = (name: keyof typeof variables): boolean => Boolean(environment[name]?.trim());
  const read = <Name extends keyof typeof variables>(name: Name): z.output<(typeof variables)[Name]['parse']> => {
    const variable: Variable = variables[name];
    const text = environment[name]?.trim() || variable.fallback;
    const result = text === undefined ? undefined : variable.parse.safeParse(text);
    if (result?.success === false) {
      const shown = variable.isSecret ? '…' : /^DATABASE_.*URL$/.test(name) ? `${schemeOf(text ?? '')}…` : text;
      problems.push(`${name} is "${shown}", but must be ${variable.rule}.`);
    }
    return result?.data as z.output<(typeof variables)[Name]['parse']>; // a wrong value throws below, before anybody sees it
  };
  const host = read('HOST');
  const isProduction = read('NODE_ENV') === 'production';
  const rateLimit = read('RATE_LIMIT');
  const trustedDocuments = read('TRUSTED_DOCUMENTS');
  const trustedDocumentsFile = read('TRUSTED_DOCUMENTS_FILE');
  if ((trustedDocuments === 'prefer' || trustedDocuments === 'only') && trustedDocumentsFile === undefined)
    problems.push(
      `TRUSTED_DOCUMENTS is "${trustedDocuments}", so TRUSTED_DOCUMENTS_FILE must name ${variables.TRUSTED_DOCUMENTS_FILE.rule}.`,
    );
  const config: Config = {
    host,
    port: read('PORT'),
    databaseUrl: read('DATABASE_URL'),
    databasePoolSize: read('DATABASE_POOL_SIZE'),
    databaseListenUrl: read('DATABASE_LISTEN_URL'),
    workers: read('WORKERS'),
    dataDir: read('DATA_DIR'),
    sampleData: read('SAMPLE_DATA'),
    logLevel: read('LOG_LEVEL'),
    bodyLimit: read('BODY_LIMIT_BYTES'),
    answerLimit: read('ANSWER_LIMIT_BYTES'),
    requestTimeout: read('REQUEST_TIMEOUT_MS'),
    shutdownTimeout: read('SHUTDOWN_TIMEOUT_MS'),
    overdueRuns: read('OVERDUE_RUNS'),
    idempotencyHours: read('IDEMPOTENCY_HOURS'),
    streamLimits: { all: read('STREAMS'), caller: read('STREAMS_PER_CALLER') },
    eventsRetentionDays: read('EVENTS_RETENTION_DAYS'),
    restTimeZone: read('REST_TIME_ZONE'),
    emptyXmlIsNotFound: read('REST_EMPTY_XML') === 'not-found',
    restDeprecatedSince: read('REST_DEPRECATED_SINCE'),
    restSunset: read('REST_SUNSET'),
    graphqlLimits: {
      documentLength: read('GRAPHQL_MAX_DOCUMENT_LENGTH'),
      tokens: read('GRAPHQL_MAX_TOKENS'),
      depth: read('GRAPHQL_MAX_DEPTH'),
      aliases: read('GRAPHQL_MAX_ALIASES'),
      rootFields: read('GRAPHQL_MAX_ROOT_FIELDS'),
      directives: read('GRAPHQL_MAX_DIRECTIVES'),
      values: read('GRAPHQL_MAX_VALUES'),
      cost: read('GRAPHQL_MAX_COST'),
    },
    introspection: read('INTROSPECTION') ?? (isProduction ? 'authenticated' : 'on'),
    trustedDocuments,
    trustedDocumentsFile,
    // whoever works on their own machine has no limit, unless they ask for one
    rateLimit: rateLimit === undefined ? (isLoopback(host) && !isProduction ? null : defaultPolicies) : rateLimit,
    trustedProxies: read('TRUSTED_PROXIES'),
    webhookNetworks: read('WEBHOOK_ALLOW'),
    auth: {
      mode: readMode(host, read('AUTH'), read('NODE_ENV'), problems),
      tokenKeys: read('TOKEN_KEYS'),
      wrappingKeys: read('KEY_ENCRYPTION_KEYS'),
      identityProvider: readProvider(
        read('OIDC_ISSUER'),
        read('OIDC_AUDIENCE'),
        read('OIDC_SCOPES'),
        (['OIDC_ISSUER', 'OIDC_AUDIENCE'] as const).filter((name) => !isSet(name)),
        problems,
      ),
    },
    browser: {
      origins: read('CORS_ORIGINS'),
      httpsOnly: read('HSTS_SECONDS') ?? null,
      hosts: hostOf(host).concat(read('ALLOWED_HOSTS')),
    },
  };
  if (isSet('DATABASE_LISTEN_URL') && !isSet('DATABASE_URL'))
    problems.push('DATABASE_LISTEN_URL is set, but DATABASE_URL is not, so the embedded database would be used. Set both, or neither.');
  if (config.workers > 1 && !isSet('DATABASE_URL'))
    problems.push(
      `WORKERS is "${config.workers}", but only one process can have the embedded database open. Name a PostgreSQL in DATABASE_URL.`,
    );
  const { restDeprecatedSince, restSunset } = config;
  if (restDeprecatedSince && restSunset && restSunset < restDeprecatedSince)
    problems.push('REST_SUNSET must be no day before REST_DEPRECATED_SINCE: the paths are deprecated first, and end later.');
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return Object.freeze(config);
};
