// Writes what is derived from the schema, in one process: the SDL for its readers, the typed operations that the tests use, and the OpenAPI document.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CodegenConfig, generate } from '@graphql-codegen/cli';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './src/graphql/schema/schema.js';
import { openApiText } from './src/rest/openapi/document.js';

/** The tests that have typed operations. Reading all of them for operations took most of the time. */
const documents = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('support/generated'))
  .map((path) => join('test', path))
  .filter((path) => readFileSync(path, 'utf8').includes('/support/generated/'));

const config: CodegenConfig = {
  schema: printSchema(lexicographicSortSchema(schema)),
  documents,
  silent: true,
  generates: {
    'schema/schema.graphql': {
      plugins: [{ add: { content: '# Written by `npm run generate`; change src/graphql/ instead.' } }, 'schema-ast'],
      config: { includeDirectives: true, sort: true },
    },
    'test/support/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        importExtension: '.js',
        strictScalars: true,
        scalars: { DateTime: 'string', Decimal: 'string', JSON: 'unknown', Position: 'string' },
      },
    },
  },
};

await generate(config);
writeFileSync('schema/openapi.json', openApiText());
