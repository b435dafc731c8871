import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// `pnpm exec vitest run packages/shared` for the pure rules alone; files run side by side, each with ports, folders and a database of its own.
export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
    // What takes minutes: `npm run test:long` (vitest.long.config.ts).
    exclude: ['**/node_modules/**', '**/*.long.test.ts'],
    // Names the one PostgreSQL server that tests share; it starts when a test asks for a database (apps/api/src/store/testing).
    globalSetup: ['apps/api/src/store/testing/global-setup.ts'],
    // Three at a time on two cores too, where vitest would take one: most of them wait.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
