// Every variable of the environment that the gateway reads: what it is when it is unset, how it is read, and the rule that a wrong value is told.
import { z } from 'zod';
import { defaultAnswerLimit } from '../db/lifetime.js';
import { parseTime } from '../domain/rules/time.js';
import { scopes } from '../domain/rules/viewer.js';
import { joinWords } from '../domain/rules/wording.js';
import { defaultLimits, type LimitName } from '../graphql/limits/limits.js';
import { introspectionModes } from '../graphql/request/introspection.js';
import { trustedDocumentModes } from '../graphql/request/trusted-documents.js';
import { isTimeZone } from '../lib/time-zone.js';
import { parsePolicies } from '../rate-limit/policy.js';
import { defaultStreamLimits } from '../request/long-lived.js';
import { hosts, issuer, networks, origins, scopeMapping, tokenKeys, wrappingKeys } from './config-values.js';

const wholeNumber = (minimum: number, maximum: number) =>
  z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .refine((value) => value >= minimum && value <= maximum);

const day = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/)
  .refine((text) => parseTime(text) !== null)
  .transform((text) => new Date(`${text}T00:00:00Z`));

export interface Variable {
  /** What the gateway uses when the variable is unset. */
  readonly fallback: string | undefined;
  readonly parse: z.ZodType<unknown, string>;
  /** Ends the sentence "… must be". */
  readonly rule: string;
  /** Whether the value must not be shown. */
  readonly isSecret?: boolean;
}

/** `schema` is Prisma's: our own statements would not follow it. */
const isInPublic = ({ searchParams }: URL): boolean => (searchParams.get('schema') ?? 'public') === 'public';

const isDatabaseAddress = (address: string): boolean =>
  /^postgres(ql)?:\/\/.+/.test(address) && URL.canParse(address) && isInPublic(new URL(address));

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
    parse: z.string().refine(isDatabaseAddress),
    rule: 'a PostgreSQL address, such as postgresql://user:password@host:5432/database, of a database that keeps the tables in its schema "public"',
  },
  DATABASE_POOL_SIZE: {
    fallback: '10',
    parse: wholeNumber(1, 500),
    rule: 'a whole number from 1 to 500',
  },
  DATABASE_LISTEN_URL: {
    fallback: undefined,
    parse: z.string().refine(isDatabaseAddress),
    rule: 'an address of the same database that leads past the pooler, such as postgresql://user:password@host:5432/database',
  },
  EVENTS_RETENTION_DAYS: {
    fallback: '30',
    parse: wholeNumber(1, 3_650),
    rule: 'a whole number of days from 1 to 3650',
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
  ANSWER_LIMIT_BYTES: {
    fallback: String(defaultAnswerLimit),
    parse: wholeNumber(1024, 268_435_456),
    rule: 'a whole number of bytes from 1024 to 268435456',
  },
  REQUEST_TIMEOUT_MS: {
    fallback: '30000',
    parse: wholeNumber(100, 600_000),
    rule: 'a whole number of milliseconds from 100 to 600000',
  },
  OVERDUE_RUNS: {
    fallback: 'flag',
    parse: z.enum(['flag', 'fail']),
    rule: 'flag (clients see them as overdue, and nothing is done) or fail (they fail within a minute)',
  },
  IDEMPOTENCY_HOURS: {
    fallback: '24',
    parse: wholeNumber(1, 8_760),
    rule: 'a whole number of hours from 1 to 8760',
  },
  STREAMS: {
    fallback: String(defaultStreamLimits.all),
    parse: wholeNumber(0, 1_000_000),
    rule: 'a whole number of streams from 0 to 1000000',
  },
  STREAMS_PER_CALLER: {
    fallback: String(defaultStreamLimits.caller),
    parse: wholeNumber(0, 1_000_000),
    rule: 'a whole number of streams from 0 to 1000000',
  },
  REST_TIME_ZONE: {
    fallback: 'UTC',
    parse: z.string().refine((zone) => isTimeZone(zone)),
    rule: 'an IANA time zone, such as UTC or Europe/Berlin',
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
    parse: networks,
    rule: 'addresses or networks, such as 10.0.0.0/8,::1',
  },
  WEBHOOK_ALLOW: {
    fallback: undefined,
    parse: networks,
    rule: 'addresses or networks that webhooks may be sent to although they are not public, such as 10.1.0.0/16,127.0.0.1',
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
  KEY_ENCRYPTION_KEYS: {
    fallback: undefined,
    parse: wrappingKeys,
    rule: 'kid:secret, or several of them with commas, each secret 32 random bytes in base64url; `echo "$(date +%F):$(openssl rand -base64 32 | tr +/ -_)"` makes one',
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
    rule: `what each scope of the identity provider allows, such as runs.read=core.integration.read+core.contract.read, separated by blanks or commas; there are ${joinWords(scopes, 'and')}`,
  },
  CORS_ORIGINS: {
    fallback: '',
    parse: origins,
    rule: 'origins of pages that may call the gateway, such as https://app.example.com, separated by commas; there is no * for all',
  },
  ALLOWED_HOSTS: {
    fallback: '',
    parse: hosts,
    rule: 'names of hosts without scheme and port, such as gateway.example.com or 10.0.0.7, separated by commas; there is no * for all',
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
