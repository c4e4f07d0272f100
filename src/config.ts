// The environment, read once and checked: a wrong value stops the start and says what would be right.
import { z } from 'zod';
import { parseProxies, type TrustedProxies } from './client-address.js';
import { parseTime } from './domain/time.js';
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
}

const limitOf = (name: LimitName, unit: string, minimum: number, maximum: number) => ({
  fallback: String(defaultLimits[name]),
  parse: wholeNumber(minimum, maximum),
  rule: `a whole number of ${unit} from ${minimum} to ${maximum}`,
});

const loopback = /^(127(\.\d+){3}|::1|localhost)$/i;

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
  NODE_ENV: { fallback: undefined, parse: z.string(), rule: 'a name, such as production' },
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
}

export class ConfigError extends Error {}

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
      const shown = name === 'DATABASE_URL' ? (text ?? '').replace(/^(.*?\/\/)?.*@/s, '$1…@') : text;
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
    rateLimit: rateLimit === undefined ? (loopback.test(host) && !isProduction ? null : defaultPolicies) : rateLimit,
    trustedProxies: read('TRUSTED_PROXIES'),
  };
  if (config.workers > 1 && config.databaseUrl === undefined)
    problems.push(
      `WORKERS is "${config.workers}", but only one process can have the embedded database open. Name a PostgreSQL in DATABASE_URL.`,
    );
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return Object.freeze(config);
};
