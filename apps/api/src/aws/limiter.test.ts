import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RateLimiter } from './limiter.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const here = ['aws|560921689673', 'us-east-1'] as const;

/** Seconds at which each of `count` calls that all ask at once may be sent. */
async function sendTimes(limiter: RateLimiter, count: number, ask: [string, string, string, string]): Promise<number[]> {
  const start = performance.now();
  const times: number[] = [];
  const all = Promise.all(
    Array.from({ length: count }, () => limiter.acquire(...ask).then(() => times.push((performance.now() - start) / 1000))),
  );
  await vi.runAllTimersAsync();
  await all;
  return times;
}

/** Is there any moment at which AWS' own bucket would be empty? */
function refusals(times: number[], burst: number, perSecond: number): number {
  let tokens = burst;
  let last = 0;
  let refused = 0;
  for (const time of times.toSorted((one, other) => one - other)) {
    tokens = Math.min(burst, tokens + (time - last) * perSecond);
    last = time;
    if (tokens < 1) refused += 1;
    else tokens -= 1;
  }
  return refused;
}

test('D-80: at the whole share a bucket of 50 and 20 a second refuses nothing, and no more than 2 % of it is left unused', async () => {
  const times = await sendTimes(new RateLimiter(1), 400, [...here, 'ecs', 'DescribeTaskDefinition']);
  expect(refusals(times, 50, 20)).toBe(0);
  expect(Math.max(...times)).toBeLessThan(((400 - 48) / 20) * 1.03);
});

test('D-80: at half the share never more than half of it is asked for in any second', async () => {
  const times = await sendTimes(new RateLimiter(0.5), 200, [...here, 'ecs', 'DescribeTaskDefinition']);
  expect(refusals(times, 25, 10)).toBe(0);
  for (const from of times) expect(times.filter((time) => time >= from + 3 && time < from + 4).length).toBeLessThanOrEqual(11);
});

test('D-80: operations of one bucket share it; another bucket, Region or account has its own, and IAM is one for all Regions', async () => {
  const limiter = new RateLimiter(1);
  const longest = async (...ask: [string, string, string, string]) => Math.max(...(await sendTimes(limiter, 40, ask)));
  expect(await longest(...here, 'ecs', 'DescribeTaskDefinition')).toBe(0);
  expect(await longest(...here, 'ecs', 'ListTaskDefinitions')).toBeGreaterThan(1);
  expect(await longest(...here, 'ecs', 'DescribeServices')).toBe(0);
  expect(await longest('aws|560921689673', 'eu-west-1', 'ecs', 'DescribeTaskDefinition')).toBe(0);
  expect(await longest('aws|210987654321', 'us-east-1', 'ecs', 'DescribeTaskDefinition')).toBe(0);
  await longest(...here, 'iam', 'GetUser');
  expect(await longest('aws|560921689673', 'eu-west-1', 'iam', 'GetUser')).toBeGreaterThan(1);
});

test('D-80: where AWS refuses although we kept to the share, less is sent for a while, and then as much as before', async () => {
  const limiter = new RateLimiter(1);
  const ask: [string, string, string, string] = [...here, 'ecs', 'DescribeTaskDefinition'];
  await sendTimes(limiter, 48, ask);
  limiter.refused(...ask);
  const slowed = Math.max(...(await sendTimes(limiter, 20, ask)));
  await vi.advanceTimersByTimeAsync(60_000);
  await sendTimes(limiter, 48, ask);
  expect(slowed).toBeGreaterThan(1.3);
  expect(Math.max(...(await sendTimes(limiter, 20, ask)))).toBeLessThan(1.1);
});
