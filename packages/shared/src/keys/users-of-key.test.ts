import { expect, test } from 'vitest';
import { usersOfKey } from './users-of-key.ts';

const event = (name: string, userAgent: string | null, sourceIp: string | null) => ({ name, userAgent, sourceIp });

test('D-60 D2: who else uses a key is told by program, address and calls; a deployer is named as one', () => {
  expect(
    usersOfKey([
      event('UpdateService', 'aws-cli/2.15.30 Python/3.11 Linux', '203.0.113.7'),
      event('DescribeServices', 'aws-cli/2.15.30 Python/3.11 Linux', '203.0.113.7'),
      event('ListBuckets', 'aws-sdk-js/3.1 os/linux', '10.0.1.4'),
      event('A', null, null),
      event('B', null, null),
      event('C', null, null),
      event('D', null, null),
    ]),
  ).toEqual([
    'was used by aws-cli/2.15.30 from 203.0.113.7: UpdateService, DescribeServices (a deployer).',
    'was used by aws-sdk-js/3.1 from 10.0.1.4: ListBuckets.',
    'was used by an unknown program from an unknown address: A, B, C and 1 more.',
  ]);
  expect(usersOfKey([])).toEqual([]);
});
