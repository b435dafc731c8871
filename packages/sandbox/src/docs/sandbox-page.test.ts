import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { sandboxPage } from './sandbox-page.ts';

test('docs/sandbox.md names every operation that the sandbox has: else run node packages/sandbox/src/docs/generate.ts', () => {
  const written = readFileSync(path.resolve(import.meta.dirname, '../../../../docs/sandbox.md'), 'utf8');
  expect(written).toBe(sandboxPage());
  expect(written).toContain('| RegisterTaskDefinition |');
});
