// Writes what is derived from the schema: the SDL for its readers, and the typed operations that the tests use.
import type { CodegenConfig } from '@graphql-codegen/cli';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { schema } from './src/graphql/schema.js';

const sdl = printSchema(lexicographicSortSchema(schema));

const config: CodegenConfig = {
  schema: sdl,
  documents: ['test/**/*.ts', '!test/support/generated/**'],
  ignoreNoDocuments: true,
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
        scalars: { DateTime: 'string', Decimal: 'string', JSON: 'unknown' },
      },
    },
  },
};

export default config;
