import { CreateRoleCommand, DeleteRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { PolicyEdit } from '@rolewright/shared/plan/policy-change.ts';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { everyPlace, leaksOf } from '../testing/canary.ts';
import { iamOf, settled } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import {
  allowing,
  askForChange,
  byTasks,
  callerArn,
  freshPrincipals,
  planChange,
  secretId,
  targetArn,
  trusting,
  userArn,
} from '../testing/policy-changes.ts';
import { askToStart, checkOf, control, runUntil, startRun } from '../testing/runs.ts';
import { scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
});
beforeEach(async () => {
  await freshPrincipals(console);
  await scanBothAccounts(console);
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

const trustOfTarget = (): string => trustOf('210987654321', 'target');
const data = () => administratorOf(console, 'us-east-1', 'sandbox-data').iam;
const setTrust = (document: object) =>
  data().send(new UpdateAssumeRolePolicyCommand({ RoleName: 'target', PolicyDocument: JSON.stringify(document) }));

async function applied(edits: PolicyEdit[]): Promise<Run> {
  const run = await runUntil(console, (await startRun(console, await planChange(console, edits))).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  return run;
}

async function rolledBack(runId: string): Promise<Run> {
  await control(console, runId, 'roll-back');
  return runUntil(console, runId, (one) => one.state === 'rolled-back' || (one.state === 'failed' && one.actions.length === 1));
}

test('A6 D-48: an external id is rotated in two changes; the new one is made in the call, and an id that the console made can be put back', async () => {
  const both: PolicyEdit = { kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, [secretId, 'generate']) };
  const begun = await applied([both]);
  const [kept, made] = JSON.parse(trustOfTarget()).Statement[0].Condition.StringEquals['sts:ExternalId'];
  expect(kept).toBe(secretId);
  expect(made).toMatch(/^[A-Za-z0-9]{32}$/);
  const after = trustOfTarget();
  const finish: PolicyEdit = { kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, secretId) };
  const finished = await applied([finish]);
  expect(trustOfTarget()).not.toContain(made);
  expect((await rolledBack(finished.id)).state).toBe('rolled-back');
  expect(trustOfTarget()).toBe(after);
  expect(JSON.stringify([begun, finished])).toContain('external-id-');
  expect(leaksOf(await everyPlace(console), [secretId, made])).toEqual([]);
});

test('A6 D-48: an id that somebody else chose is taken out for good: said before, acknowledged, and left so by a roll-back', async () => {
  const edit: PolicyEdit = { kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }) };
  const plan = await planChange(console, [edit]);
  expect(plan.steps[0]).toMatchObject({ kind: 'replace-trust-policy', reversible: false });
  expect(plan.toAcknowledge).toContain('external-ids-kept');
  const run = await applied([edit]);
  const back = await rolledBack(run.id);
  expect(back.state).toBe('rolled-back');
  expect(back.journal.some((line) => /Left as it is: .*is kept nowhere/.test(line.message))).toBe(true);
  expect(JSON.parse(trustOfTarget())).toEqual(trusting({ AWS: callerArn }));
});

test('D-48: an external id that the role does not ask for is refused by its field, and kept nowhere', async () => {
  const strange = 'AnIdThatTheOperatorTypedHere0123';
  const answer = await askForChange(console, [{ kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, strange) }]);
  expect(answer.status).toBe(400);
  expect(answer.body.fields?.[0]).toMatchObject({ field: 'inputs.edits.0.document', message: expect.stringContaining('"generate"') });
  expect(leaksOf(await everyPlace(console), [strange])).toEqual([]);
});

test('A6: a chain whose secret is to be renewed and that there is not is refused by its field', async () => {
  const edit = {
    kind: 'trust',
    roleArn: targetArn,
    document: trusting({ AWS: callerArn }, [secretId, 'generate']),
    configOf: 'plan-none',
  } as const;
  const { status, body } = await askForChange(console, [edit]);
  expect(status).toBe(400);
  expect(body.fields).toEqual([{ field: 'inputs.edits.0.configOf', message: expect.stringContaining('must be the id of a plan') }]);
});

test('B15 D-47: a deleted caller is taken out of a trust policy; undoing puts back all but its id, which AWS does not take', async () => {
  await administratorOf(console).iam.send(new CreateRoleCommand({ RoleName: 'gone', AssumeRolePolicyDocument: JSON.stringify(byTasks) }));
  await settled(console);
  await setTrust(trusting({ AWS: [callerArn, 'arn:aws:iam::560921689673:role/gone'], Service: 'ec2.amazonaws.com' }, secretId));
  await administratorOf(console).iam.send(new DeleteRoleCommand({ RoleName: 'gone' }));
  await settled(console);
  const mended: PolicyEdit = { kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, secretId) };
  const run = await applied([mended]);
  const back = await rolledBack(run.id);
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  expect(JSON.parse(trustOfTarget())).toEqual(trusting({ AWS: [callerArn], Service: 'ec2.amazonaws.com' }, secretId));
});

test('D-51: what somebody else added meanwhile stays when the change is undone; what they changed of it stops the undoing', async () => {
  const run = await applied([{ kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, secretId) }]);
  const [statement] = trusting({ AWS: callerArn }, secretId).Statement;
  const added = { ...statement, Sid: 'Added', Principal: { AWS: userArn } };
  await setTrust({ Version: '2012-10-17', Statement: [statement, added] });
  const back = await rolledBack(run.id);
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  const now = JSON.parse(trustOfTarget());
  expect(now.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(['Callers', 'Added']);
  expect(now.Statement[0].Principal.Service).toBe('ec2.amazonaws.com');
  expect(now.Statement[0].Condition.StringEquals['sts:ExternalId']).toBe(secretId);

  const again = await applied([{ kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, secretId) }]);
  await setTrust(trusting({ AWS: userArn }, secretId));
  const stuck = await rolledBack(again.id);
  expect(stuck.state).toBe('failed');
  expect(stuck.error?.what).toContain('left as it is');
  expect(JSON.parse(trustOfTarget())).toEqual(trusting({ AWS: userArn }, secretId));
  // Once somebody has looked at it, the undoing goes on.
  await setTrust(trusting({ AWS: callerArn }, secretId));
  await control(console, again.id, 'resume');
  expect((await runUntil(console, again.id, (one) => one.state === 'rolled-back')).state).toBe('rolled-back');
});

test('D-95: a plan whose role moved is refused with what moved; the role is not touched', async () => {
  const plan = await planChange(console, [{ kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, secretId) }]);
  await setTrust(trusting({ AWS: userArn }, secretId));
  const answer = await askToStart(console, plan);
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({ code: 'stale', moved: [expect.stringContaining(targetArn)] });
  expect(JSON.parse(trustOfTarget())).toEqual(trusting({ AWS: userArn }, secretId));
});

test('D-47: a trust policy that names who does not exist is blocked before it is sent', async () => {
  const nobody = 'arn:aws:iam::560921689673:role/nobody';
  const plan = await planChange(console, [{ kind: 'trust', roleArn: targetArn, document: trusting({ AWS: nobody }, secretId) }]);
  expect(plan.blockedBy).toEqual(['trust-names']);
  expect(checkOf(plan, 'trust-names').evidence).toEqual([expect.stringContaining(nobody)]);
});

test('B7: one policy for many roles of an account is read in a few calls, made once and attached to each', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `caller-${index}`);
  for (const RoleName of names) {
    await administratorOf(console).iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(byTasks) }));
  }
  await settled(console);
  const attachTo = names.map((name) => `arn:aws:iam::560921689673:role/${name}`);
  const edit: PolicyEdit = { kind: 'managed-policy', policyName: 'may-call', document: allowing('sts:AssumeRole', targetArn), attachTo };
  const before = iamOf(console);
  const plan = await planChange(console, [edit]);
  expect(plan.checks.filter(({ id }) => id.startsWith('access-')).map(({ id }) => id)).toEqual(['access-1-more', 'access-1-less']);
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  const roles = console.sandbox.world.state.accounts['560921689673']?.iam.roles;
  expect(names.every((name) => roles?.[name]?.attached.includes('arn:aws:iam::560921689673:policy/may-call'))).toBe(true);
  expect((await rolledBack(run.id)).state).toBe('rolled-back');
  await settled(console);
  expect(iamOf(console)).toBe(before);
});
