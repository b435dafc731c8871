import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { iamOf, settled } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { allowing, callerArn, freshPrincipals, planChange, secretId, targetArn, trusting, userArn } from '../testing/policy-changes.ts';
import { checkOf, control, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
});
beforeEach(async () => {
  await freshPrincipals(console);
  for (const name of ['sandbox', 'sandbox-data']) await scanAccount(console, (await accountNamed(console, name)).id);
});
afterAll(() => console.close());

const trustOf = (accountId: string, name: string): string =>
  console.sandbox.world.state.accounts[accountId]?.iam.roles[name]?.trust.document ?? '';

test('B1 B4 B7: every kind of edit over two accounts is applied as planned, verified, and undone byte by byte', async () => {
  const before = iamOf(console);
  const plan = await planChange(console, [
    { kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, secretId) },
    { kind: 'inline-policy', principalArn: callerArn, policyName: 'old', document: allowing('s3:GetObject', 'arn:aws:s3:::bucket/*') },
    { kind: 'inline-policy', principalArn: userArn, policyName: 'new', document: allowing('sts:AssumeRole', targetArn) },
    { kind: 'managed-policy', policyName: 'may-call', document: allowing('sts:AssumeRole', targetArn), attachTo: [callerArn, userArn] },
  ]);
  expect(plan.target.principals.map(({ arn, kind }) => [arn, kind])).toEqual([
    [targetArn, 'role'],
    [callerArn, 'role'],
    [userArn, 'user'],
  ]);
  expect(plan.confirm).toBe('target');
  expect(plan.blockedBy).toEqual([]);
  expect(plan.steps.map(({ kind }) => kind)).toEqual([
    'create-managed-policy',
    'change-inline-policy',
    'put-user-policy',
    'attach-managed-policy',
    'attach-user-policy',
    'replace-trust-policy',
    'verify-policies',
  ]);
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(run.verification.state).toBe('verified');
  expect(JSON.parse(trustOf('210987654321', 'target'))).toEqual(trusting({ AWS: callerArn }, secretId));
  await control(console, run.id, 'roll-back');
  const back = await runUntil(console, run.id, (one) => one.state === 'rolled-back' || one.state === 'failed');
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  await settled(console);
  expect(iamOf(console)).toBe(before);
});

test('A19 B4: the checks say exactly who loses the way in and what a role may do no longer', async () => {
  const plan = await planChange(console, [
    { kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, secretId) },
    { kind: 'inline-policy', principalArn: callerArn, policyName: 'old', document: null },
  ]);
  expect(checkOf(plan, 'trust-1-gains').verdict).toBe('pass');
  const losses = checkOf(plan, 'trust-1-losses');
  expect(losses.verdict).toBe('unknown');
  expect(losses.evidence.join(' ')).not.toContain(`${callerArn}:`);
  expect(checkOf(plan, 'access-1-more').verdict).toBe('pass');
  expect(checkOf(plan, 'access-1-less')).toMatchObject({ verdict: 'unknown', evidence: [expect.stringContaining('s3:*')] });
  expect(plan.toAcknowledge).toEqual(expect.arrayContaining(['trust-1-losses', 'access-1-less']));
});
