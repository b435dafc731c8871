import { defineConfig } from 'vitest/config';

// `pnpm exec vitest run packages/shared` for the pure rules alone; files run side by side, each with ports and folders of its own.
export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
