import { expect, test } from 'vitest';
import { service as ec2 } from '../../services/ec2/index.ts';
import { CLIENTS, EXCEPTIONS } from './clients.ts';
import { fuzzClient } from './fuzz-client.ts';

test.each(CLIENTS)('fuzz of %s: every operation, both directions, two rounds', async (_name, packageName, signingName) => {
  const { operations, exchanges, unequal } = await fuzzClient(await import(packageName), signingName, 2, 42);
  expect(exchanges).toBe(operations * 2);
  expect([...unequal].filter(([what]) => EXCEPTIONS[what] === undefined)).toEqual([]);
});

test('fuzz of ec2: the operations that the sandbox has, both directions, two rounds', async () => {
  const names = Object.keys(ec2.handlers);
  const { operations, exchanges, unequal } = await fuzzClient(await import('@aws-sdk/client-ec2'), 'ec2', 2, 42, names);
  expect([operations, exchanges]).toEqual([names.length, names.length * 2]);
  expect([...unequal]).toEqual([]);
});
