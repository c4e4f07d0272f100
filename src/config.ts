// The environment, read once and checked: a wrong value stops the start and says what would be right.
import { z } from 'zod';
import type { AuthOptions } from './auth/auth.js';
import type { BrowserOptions } from './browser-rules.js';
import { parseProxies, type TrustedProxies } from './client-address.js';
import { isLoopback, issuer, origins, scopeMapping, tokenKeys } from './config-values.js';
import { parseTime } from './domain/time.js';
import { scopes } from './domain/viewer.js';
import { listing } from './domain/words.js';
import { type Introspection, introspectionModes } from './graphql/introspection.js';
import { defaultLimits, type LimitName, type Limits } from './graphql/limits/limits.js';
import { type TrustedDocuments, trustedDocumentModes } from './graphql/trusted-documents.js';
import { defaultPolicies, parsePolicies, type RatePolicies } from './rate-limit/policy.js';

const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum);

const isTimeZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .refine((text) => parseTime(text) !== null)
  .transform((text) => new Date(`${text}T00:00:00Z`));

interface Variable {
  /** What the gateway uses when the variable is unset. */
  readonly fallback: string | undefined;
  readonly parse: z.ZodType<unknown, string>;
  /** Ends the sentence "… must be". */
  readonly rule: string;
  /** Whether the value must not be shown. */
  readonly isSecret?: boolean;
}

const limitOf = (name: LimitName, unit: string, minimum: number, maximum: number) => ({
  fallback: String(defaultLimits[name]),
  parse: wholeNumber(minimum, maximum),
  rule: `a whole number of ${unit} from ${minimum} to ${maximum}`,
});

/** Every variable that the gateway reads. */
export const variables = {
  HOST: {
    fallback: '127.0.0.1',
    parse: z.string().min(1),
    rule: 'a host name or an address, such as 127.0.0.1 or 0.0.0.0',
  },
  PORT: {
    fallback: '4000',
    parse: wholeNumber(0, 65_535),
    rule: 'a whole number from 0 (any free port) to 65535',
  },
  DATABASE_URL: {
    fallback: undefined,
    parse: z.string().refine((address) => /^postgres(ql)?:\/\/.+/.test(address) && URL.canParse(address)),
    rule: 'a PostgreSQL address, such as postgresql://user:password@host:5432/database',
  },
  DATABASE_POOL_SIZE: {
    fallback: '10',
    parse: wholeNumber(1, 500),
    rule: 'a whole number from 1 to 500',
  },
  WORKERS: {
    fallback: '1',
    parse: wholeNumber(1, 128),
    rule: 'a whole number of processes from 1 to 128',
  },
  DATA_DIR: { fallback: '.data', parse: z.string().min(1), rule: 'a folder' },
  SAMPLE_DATA: {
    fallback: 'on',
    parse: z.enum(['on', 'off']).transform((value) => value === 'on'),
    rule: 'on or off',
  },
  LOG_LEVEL: {
    fallback: 'info',
    parse: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    rule: 'fatal, error, warn, info, debug, trace or silent',
  },
  BODY_LIMIT_BYTES: {
    fallback: '1048576',
    parse: wholeNumber(1024, 104_857_600),
    rule: 'a whole number of bytes from 1024 to 104857600',
  },
  REQUEST_TIMEOUT_MS: {
    fallback: '30000',
    parse: wholeNumber(100, 600_000),
    rule: 'a whole number of milliseconds from 100 to 600000',
  },
  REST_TIME_ZONE: {
    fallback: 'UTC',
    parse: z.string().refine((zone) => isTimeZone(zone)),
    rule: 'a time zone, such as UTC or Europe/Berlin',
  },
  REST_EMPTY_XML: {
    fallback: 'not-found',
    parse: z.enum(['not-found', 'list']),
    rule: 'not-found (as the original has it) or list',
  },
  REST_DEPRECATED_SINCE: {
    fallback: undefined,
    parse: day,
    rule: 'a date, such as 2026-12-31',
  },
  REST_SUNSET: {
    fallback: undefined,
    parse: day,
    rule: 'a date, such as 2027-12-31',
  },
  GRAPHQL_MAX_DOCUMENT_LENGTH: limitOf('documentLength', 'characters', 100, 104_857_600),
  GRAPHQL_MAX_TOKENS: limitOf('tokens', 'tokens', 10, 1_000_000),
  GRAPHQL_MAX_DEPTH: limitOf('depth', 'levels', 1, 1_000),
  GRAPHQL_MAX_ALIASES: limitOf('aliases', 'aliases', 0, 100_000),
  GRAPHQL_MAX_ROOT_FIELDS: limitOf('rootFields', 'fields', 1, 100_000),
  GRAPHQL_MAX_DIRECTIVES: limitOf('directives', 'directives', 0, 100_000),
  GRAPHQL_MAX_VALUES: limitOf('values', 'values', 1, 10_000_000),
  GRAPHQL_MAX_COST: limitOf('cost', 'objects', 1, 1_000_000_000),
  INTROSPECTION: {
    fallback: undefined,
    parse: z.enum(introspectionModes),
    rule: 'on, authenticated (for holders of a credential) or off',
  },
  TRUSTED_DOCUMENTS: {
    fallback: 'off',
    parse: z.enum(trustedDocumentModes),
    rule: 'off, prefer or only',
  },
  TRUSTED_DOCUMENTS_FILE: { fallback: undefined, parse: z.string().min(1), rule: 'a JSON file of id and text' },
  RATE_LIMIT: {
    fallback: undefined,
    parse: z.string().transform((text, context) => {
      if (text === 'off') return null;
      const policies = parsePolicies(text);
      if (!policies) context.addIssue('');
      return policies;
    }),
    rule: 'off, or points a second and the burst beyond them for each door, such as rest=25+20,graphql=1000+4000',
  },
  TRUSTED_PROXIES: {
    fallback: undefined,
    parse: z.string().transform((text, context) => {
      const proxies = parseProxies(text);
      if (!proxies) context.addIssue('');
      return proxies ?? undefined;
    }),
    rule: 'addresses or networks, such as 10.0.0.0/8,::1',
  },
  AUTH: {
    fallback: undefined,
    parse: z.enum(['open', 'required']),
    rule: 'open (on this machine only) or required',
  },
  NODE_ENV: { fallback: undefined, parse: z.string(), rule: 'production, or anything else' },
  TOKEN_KEYS: {
    fallback: undefined,
    parse: tokenKeys,
    rule: 'kid:secret, or several of them with commas, each secret at least 32 random bytes in base64url; `echo "$(date +%F):$(openssl rand -base64 32 | tr +/ -_)"` makes one',
    isSecret: true,
  },
  OIDC_ISSUER: {
    fallback: undefined,
    parse: issuer,
    rule: "the identity provider's issuer, such as https://login.example.com/realms/company, by https unless it is on this machine",
  },
  OIDC_AUDIENCE: { fallback: undefined, parse: z.string().min(1), rule: 'the audience that its tokens for this gateway have' },
  OIDC_SCOPES: {
    fallback: undefined,
    parse: scopeMapping,
    rule: `what each scope of the identity provider allows, such as runs.read=core.integration.read+core.contract.read, separated by blanks or commas; there are ${listing(scopes, 'and')}`,
  },
  CORS_ORIGINS: {
    fallback: '',
    parse: origins,
    rule: 'origins of pages that may call the gateway, such as https://app.example.com, separated by commas; there is no * for all',
  },
  HSTS_SECONDS: {
    fallback: undefined,
    parse: wholeNumber(0, 63_072_000),
    rule: 'a whole number of seconds from 0 to 63072000, for a gateway that is reached by HTTPS only',
  },
  SHUTDOWN_TIMEOUT_MS: {
    fallback: '10000',
    parse: wholeNumber(0, 600_000),
    rule: 'a whole number of milliseconds from 0 to 600000',
  },
} as const satisfies Record<string, Variable>;

export interface Config {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string | undefined;
  readonly databasePoolSize: number;
  /** Processes that answer on the one port. */
  readonly workers: number;
  readonly dataDir: string;
  readonly sampleData: boolean;
  readonly logLevel: (typeof variables)['LOG_LEVEL']['parse']['_zod']['output'];
  /** Bytes. */
  readonly bodyLimit: number;
  /** Milliseconds. */
  readonly requestTimeout: number;
  /** Milliseconds. */
  readonly shutdownTimeout: number;
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
    'and make the first client, which has to be done once:',
    '  npx integration-runs client create --name admin --scope admin',
    'or let only this machine reach an open gateway:',
    '  HOST=127.0.0.1 NODE_ENV=development AUTH=open',
  );
  return auth;
};

type Provider = NonNullable<AuthOptions['identityProvider']>;

const readProvider = (
  issuer: string | undefined,
  audience: string | undefined,
  mapping: Provider['scopes'] | undefined,
  problems: string[],
): Provider | undefined => {
  if (issuer === undefined && audience === undefined && mapping === undefined) return undefined;
  if (issuer !== undefined && audience !== undefined) return { issuer, audience, scopes: mapping ?? null };
  problems.push(
    `OIDC_ISSUER and OIDC_AUDIENCE go together, but ${issuer === undefined ? 'OIDC_ISSUER' : 'OIDC_AUDIENCE'} is unset. Set both, or none of OIDC_….`,
  );
  return undefined;
};

/**
 * Reads and checks the environment.
 * @throws ConfigError naming every wrong variable, its value and what would be right
 */
export const readConfig = (environment: Record<string, string | undefined> = process.env): Config => {
  const problems: string[] = [];
  const read = <Name extends keyof typeof variables>(name: Name): z.output<(typeof variables)[Name]['parse']> => {
    const variable: Variable = variables[name];
    const text = environment[name]?.trim() || variable.fallback;
    const result = text === undefined ? undefined : variable.parse.safeParse(text);
    if (result?.success === false) {
      const shown = variable.isSecret ? '…' : name === 'DATABASE_URL' ? (text ?? '').replace(/^(.*?\/\/)?.*@/s, '$1…@') : text;
      problems.push(`${name} is "${shown}", but must be ${variable.rule}.`);
    }
    return result?.data as z.output<(typeof variables)[Name]['parse']>; // a wrong value throws below, before anybody sees it
  };
  const host = read('HOST');
  const isProduction = read('NODE_ENV') === 'production';
  const rateLimit = read('RATE_LIMIT');
  const trustedDocuments = read('TRUSTED_DOCUMENTS');
  const trustedDocumentsFile = read('TRUSTED_DOCUMENTS_FILE');
  if (trustedDocuments !== 'off' && trustedDocumentsFile === undefined)
    problems.push(
      `TRUSTED_DOCUMENTS is "${trustedDocuments}", so TRUSTED_DOCUMENTS_FILE must name ${variables.TRUSTED_DOCUMENTS_FILE.rule}.`,
    );
  const config: Config = {
    host,
    port: read('PORT'),
    databaseUrl: read('DATABASE_URL'),
    databasePoolSize: read('DATABASE_POOL_SIZE'),
    workers: read('WORKERS'),
    dataDir: read('DATA_DIR'),
    sampleData: read('SAMPLE_DATA'),
    logLevel: read('LOG_LEVEL'),
    bodyLimit: read('BODY_LIMIT_BYTES'),
    requestTimeout: read('REQUEST_TIMEOUT_MS'),
    shutdownTimeout: read('SHUTDOWN_TIMEOUT_MS'),
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
    auth: {
      mode: readMode(host, read('AUTH'), read('NODE_ENV'), problems),
      tokenKeys: read('TOKEN_KEYS'),
      identityProvider: readProvider(read('OIDC_ISSUER'), read('OIDC_AUDIENCE'), read('OIDC_SCOPES'), problems),
    },
    browser: { origins: read('CORS_ORIGINS'), httpsOnly: read('HSTS_SECONDS') ?? null },
  };
  if (config.workers > 1 && config.databaseUrl === undefined)
    problems.push(
      `WORKERS is "${config.workers}", but only one process can have the embedded database open. Name a PostgreSQL in DATABASE_URL.`,
    );
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return Object.freeze(config);
};
