import { defineConfig } from 'vitest/config';

// Node loads graphql's CommonJS build; Vite would take the other one, and two builds don't know each other's types and errors
export const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

export default defineConfig({
  resolve,
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/template.ts',
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
