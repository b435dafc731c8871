import { expect, test } from 'vitest';
import { service as ecs } from '../services/ecs/index.ts';
import type { Service } from '../services/service.ts';
import { TokenBuckets } from './buckets.ts';

const start = Date.parse('2026-11-24T08:00:00.000Z');

/** How many of the calls, one every `everyMs`, get through. */
function granted(
  buckets: TokenBuckets,
  calls: number,
  everyMs: number,
  operation = 'DescribeTaskDefinition',
  region = 'us-east-1',
): number {
  let passed = 0;
  for (let call = 0; call < calls; call++) {
    try {
      buckets.take(ecs as unknown as Service, { operation, input: {} }, '560921689673', region, new Date(start + call * everyMs));
      passed++;
    } catch (error) {
      expect(error).toMatchObject({ code: 'Throttling' });
    }
  }
  return passed;
}

test('D-80 the burst at once, then what is refilled, however often is asked', () => {
  expect(granted(new TokenBuckets(), 200, 0)).toBe(50);
  // 10 s at a hundred calls a second: 50 and 20 a second.
  expect(granted(new TokenBuckets(), 1_000, 10)).toBeGreaterThanOrEqual(248);
  expect(granted(new TokenBuckets(), 1_000, 10)).toBeLessThanOrEqual(250);
  // 20 a second is never too much.
  expect(granted(new TokenBuckets(), 500, 50)).toBe(500);
});

test('D-80 operations of a bucket share it; Regions and other buckets do not', () => {
  const buckets = new TokenBuckets();
  granted(buckets, 50, 0);
  expect(granted(buckets, 1, 0, 'ListTaskDefinitions')).toBe(0);
  expect(granted(buckets, 1, 0, 'DescribeServices')).toBe(1);
  expect(granted(buckets, 1, 0, 'DescribeTaskDefinition', 'eu-west-1')).toBe(1);
});
