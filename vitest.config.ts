import { defineConfig } from 'vitest/config';

// Node loads graphql's CommonJS build; Vite would take the other one, and two builds don't know each other's types and errors
export const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

export default defineConfig({
  resolve,
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/template.ts',
    // what a file costs is code that is cold: threads that are kept run it warm
    pool: 'threads',
    isolate: false,
    maxWorkers: 3, // on two cores: they wait for processes, servers and time as well
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } }, // what is waited for takes longer where others work beside
  },
});
