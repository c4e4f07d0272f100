import { defineConfig } from 'vitest/config';
import { resolve } from './vitest.config.js';

export default defineConfig({
  resolve,
  test: {
    include: ['test/browser/**/*.browser.ts'],
    globalSetup: 'test/support/template.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
