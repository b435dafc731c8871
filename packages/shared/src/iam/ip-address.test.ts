import { expect, test } from 'vitest';
import { inIpRange, ipRangeWithin, parseIp, parseIpRange } from './ip-address.ts';

test.each([
  ['203.0.113.7', '203.0.113.0/24', true],
  ['203.0.113.7', '203.0.113.7', true],
  ['203.0.113.8', '203.0.113.7/32', false],
  ['2001:db8::1', '2001:DB8::/32', true],
  ['2001:db8:0:0:0:0:0:1', '2001:db8::1/128', true],
  ['::ffff:203.0.113.7', '::ffff:0:0/96', true],
  ['::1', '0.0.0.0/0', false],
])('%s in %s: %s', (address, range, inside) => {
  const [ip, block] = [parseIp(address), parseIpRange(range)];
  expect(ip && block && inIpRange(ip, block)).toBe(inside);
});

test.each([
  '203.0.113',
  '203.0.113.256',
  '1.2.3.4/33',
  '1.2.3.4/',
  ':::',
  '1:2:3:4:5:6:7',
  '1::2::3',
  'g::1',
  '1:2:3:4:5:6:7:8::',
  'x/8',
  '1.2.3.4/8/8',
])('%s is no range', (text) => expect(parseIpRange(text)).toBeNull());

test('one range within another', () => {
  const [narrow, wide] = [parseIpRange('10.1.0.0/16'), parseIpRange('10.0.0.0/8')];
  expect(narrow && wide && ipRangeWithin(narrow, wide)).toBe(true);
  expect(narrow && wide && ipRangeWithin(wide, narrow)).toBe(false);
});
