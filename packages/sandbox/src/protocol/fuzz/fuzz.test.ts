import { expect, test } from 'vitest';
import { CLIENTS, EXCEPTIONS } from './clients.ts';
import { fuzzClient } from './fuzz-client.ts';

test.each(CLIENTS)('fuzz of %s: every operation, both directions, two rounds', async (_name, packageName, signingName) => {
  const { operations, exchanges, unequal } = await fuzzClient(await import(packageName), signingName, 2, 42);
  expect(exchanges).toBe(operations * 2);
  expect([...unequal].filter(([what]) => EXCEPTIONS[what] === undefined)).toEqual([]);
});
