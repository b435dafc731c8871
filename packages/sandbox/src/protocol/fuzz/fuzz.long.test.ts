import { expect, test } from 'vitest';
import { CLIENTS, EXCEPTIONS } from './clients.ts';
import { fuzzClient } from './fuzz-client.ts';

const seed = Date.now() % 2 ** 31;

const ec2: (typeof CLIENTS)[number] = ['ec2', '@aws-sdk/client-ec2', 'ec2'];

test.each([...CLIENTS, ec2])(`long fuzz of %s, seed ${seed}`, { timeout: 600_000 }, async (name, packageName, signingName) => {
  // EC2 has ten times as many operations as the others, most of them alike.
  const rounds = name === 'ec2' ? 6 : 60;
  const { unequal } = await fuzzClient(await import(packageName), signingName, rounds, seed);
  expect([...unequal].filter(([what]) => EXCEPTIONS[what] === undefined)).toEqual([]);
});
