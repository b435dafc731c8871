import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

// The tests that take minutes each: `npm run test:long`.
export default defineConfig({
  test: {
    ...base.test,
    include: ['packages/*/src/**/*.long.test.ts', 'apps/*/src/**/*.long.test.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 30 * 60_000,
    passWithNoTests: true,
  },
});
