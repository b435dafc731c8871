import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { askToStart, planFor } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole();
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
});
afterAll(() => console.close());

/** Twenty seconds for what the plan stands on, twenty for the checks that read by themselves, and some for the machine. */
const atMost = 60_000;

test('what AWS does not answer within 20 seconds is unknown, never a pass; a start then finds that it cannot tell', async () => {
  const slow = (service: string, operation: string) => ({ service, operation, when: 'before', latencyMs: 120_000 });
  const quick = await planFor(console, 'limbo', { role: { create: { name: 'LimboTaskRole' } } });
  await console.setFaults([slow('iam', 'GetRole'), slow('cloudformation', 'DescribeStackResources')]);
  const began = Date.now();
  const plan = await planFor(console, 'limbo', { role: { create: { name: 'LimboTaskRole' } } });
  expect(Date.now() - began).toBeLessThan(atMost);
  const verdicts = Object.fromEntries(plan.checks.map((check) => [check.id, check.verdict]));
  expect(verdicts).toMatchObject({ 'role-name': 'unknown', 'owned-elsewhere': 'unknown', 'operator-permissions': 'unknown' });
  expect(plan.checks.find((check) => check.id === 'role-name')?.evidence).toEqual(['AWS did not answer within 20 seconds']);
  expect(quick.toAcknowledge).not.toContain('role-name');

  await console.setFaults([slow('ecs', 'DescribeServices')]);
  const started = Date.now();
  const answer = await askToStart(console, plan);
  expect(Date.now() - started).toBeLessThan(atMost);
  expect(answer.status).toBe(409);
  expect(answer.text).toContain('not readable');
  await console.setFaults([]);
});
