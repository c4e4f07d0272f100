// The document as tests read it: its operations, and a judge of what is sent and answered.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { openApiDocument } from '../../src/rest/openapi/document.js';

export interface Media {
  readonly schema: { readonly $ref?: string };
  readonly example?: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly description: string;
  readonly schema?: { readonly type: string; readonly format?: string; readonly enum?: readonly string[]; readonly default?: unknown };
}

export interface Operation {
  readonly operationId: string;
  readonly parameters: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: Readonly<Record<string, Media>> }>>;
}

interface ObjectSchema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly readOnly?: boolean; readonly enum?: readonly (string | null)[] }>>;
}

export interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, ObjectSchema>>;
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
  };
}

export const document = JSON.parse(JSON.stringify(openApiDocument())) as Document;

/** All but the feed, which answers no records and no XML: `changes.test.ts` has it. */
export const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  path === '/api/changes' ? [] : Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

/** Elements that an answer may lack although nothing was cut from it. */
const optional = new Set(['max-updated-at', 'by-integration', 'timeline']);

/** The same schemas, but nothing may be missing and nothing may be more: what a whole answer is held to. */
const exact = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(exact);
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, exact(part)]));
  const { properties } = value as ObjectSchema;
  if (!properties || 'anyOf' in value) return inner;
  return { ...inner, additionalProperties: false, required: Object.keys(properties).filter((name) => !optional.has(name)) };
};

const judge = (whole: unknown) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { ...fullFormats, decimal: /^-?\d+\.\d{2,}$/ } });
  ajv.addSchema(whole as object, 'openapi');
  return ({ schema }: Media, value: unknown): string[] => {
    const validate = ajv.compile(schema.$ref === undefined ? schema : { $ref: `openapi${schema.$ref}` });
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  };
};

/** What is wrong with a value that a client may send or get. */
export const problemsWith = judge(document);

/** What is wrong with a whole answer: also what it lacks, and what it has beside. */
export const problemsWithWhole = judge(exact(document));
