import { expect, test } from 'vitest';
import { CLIENTS, EXCEPTIONS } from './clients.ts';
import { fuzzClient } from './fuzz-client.ts';

const seed = Date.now() % 2 ** 31;

const ec2: (typeof CLIENTS)[number] = ['ec2', '@aws-sdk/client-ec2', 'ec2'];

test.each([...CLIENTS, ec2])(`long fuzz of %s, seed ${seed}`, { timeout: 300_000 }, async (_name, packageName, signingName) => {
  const { unequal } = await fuzzClient(await import(packageName), signingName, 60, seed);
  expect([...unequal].filter(([what]) => EXCEPTIONS[what] === undefined)).toEqual([]);
});
