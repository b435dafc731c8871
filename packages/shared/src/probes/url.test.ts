import { expect, test } from 'vitest';
import { addressProblem } from './address.ts';
import cases from './cases/urls.json' with { type: 'json' };
import { readProbeUrl } from './url.ts';

test.each(cases.allowed as [string, string, number][])('A16: a probe may go to %s', (text, host, port) => {
  expect(readProbeUrl(text)).toMatchObject({ host, port });
});

test.each(cases.refused as [string, string][])('A16: a probe may not go to %j', (text, why) => {
  expect(readProbeUrl(text)).toEqual({ problem: expect.stringContaining(why) });
});

test('A16: what is refused by spelling is refused by every resolver’s answer as well', () => {
  for (const address of [
    '127.0.0.1',
    '::1',
    '169.254.169.254',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:127.0.0.1',
    '0.0.0.0',
    '::',
    'x',
    '1.2.3',
    '',
  ])
    expect(addressProblem(address), address).not.toBeNull();
  for (const address of ['10.0.0.1', '172.16.0.1', '192.168.0.1', '2600:1f18::1', 'fd12::1'])
    expect(addressProblem(address), address).toBeNull();
});

test('A16: the path and query are what is sent, unchanged', () => {
  expect(readProbeUrl('http://web:8080/a/{{probe.id}}?b=c&d')).toEqual({
    scheme: 'http',
    host: 'web',
    port: 8080,
    target: '/a/{{probe.id}}?b=c&d',
  });
  expect(readProbeUrl('http://web?b=c')).toMatchObject({ target: '/?b=c' });
});
