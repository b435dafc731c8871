import { expect, test } from 'vitest';
import { endpointProblem, isLoopback } from './endpoint.ts';

test.each([
  'https://aws.example',
  'https://aws.example:8443/base',
  'http://localhost:4566',
  'http://127.0.0.1:4601',
  'http://127.8.8.8',
  'http://[::1]:1',
])('%s is taken', (url) => expect(endpointProblem(url)).toBeNull());

test.each([
  ['http://aws.example', 'must be https, or http on loopback'],
  ['http://10.0.0.1:4566', 'must be https, or http on loopback'],
  ['http://127.0.0.1.example', 'must be https, or http on loopback'],
  ['http://127.0.0.999', 'must be https, or http on loopback'],
  ['http://localhost@evil.example', 'must not hold a user name or password'],
  ['http://localhost\\@evil.example', 'must not hold a user name or password'],
  ['https://me:secret@aws.example', 'must not hold a user name or password'],
  ['https://aws.example:99999', 'has a port above 65535'],
  ['ftp://localhost', 'must be an address'],
  ['http://localhost:4566?x=1', 'must be an address'],
  ['localhost:4566', 'must be an address'],
  ['', 'must be an address'],
])('%s is refused: %s', (url, why) => expect(endpointProblem(url)).toContain(why));

test('loopback is this machine alone', () => {
  expect(['localhost', '::1', '127.0.0.1', '127.255.255.254'].every(isLoopback)).toBe(true);
  expect(['0.0.0.0', '::', '127.0.0.256', '127.0.0.1.nip.io', 'localhost.example', '128.0.0.1'].some(isLoopback)).toBe(false);
});
