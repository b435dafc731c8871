import { AttachUserPolicyCommand } from '@aws-sdk/client-iam';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { PolicyEdit } from '@rolewright/shared/plan/policy-change.ts';
import { expect } from 'vitest';
import { administratorOf } from './administrator.ts';
import { dataId, homeId, iamOf, settled } from './chains.ts';
import type { TestConsole } from './open-console.ts';
import { allowing, callerArn, freshPrincipals, planChange, secretId, targetArn, trusting, userArn } from './policy-changes.ts';
import { runUntil, startRun } from './runs.ts';

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

/** One edit of every kind of step, over both accounts. */
const edits: PolicyEdit[] = [
  { kind: 'trust', roleArn: targetArn, document: trusting({ AWS: callerArn }, [secretId, 'generate']) },
  { kind: 'inline-policy', principalArn: callerArn, policyName: 'old', document: null },
  { kind: 'inline-policy', principalArn: callerArn, policyName: 'new', document: allowing('s3:GetObject', 'arn:aws:s3:::bucket/*') },
  { kind: 'inline-policy', principalArn: userArn, policyName: 'new', document: allowing('sts:AssumeRole', targetArn) },
  { kind: 'managed-policy', policyName: 'may-call', document: allowing('sts:AssumeRole', targetArn), attachTo: [callerArn, userArn] },
  { kind: 'detach-policy', principalArn: userArn, policyArn: readOnly },
];

/** Every changing call of the run of these edits, in its order. */
export const policyCalls: { operation: string; accountId: string }[] = [
  { operation: 'CreatePolicy', accountId: homeId },
  { operation: 'PutRolePolicy', accountId: homeId },
  { operation: 'PutUserPolicy', accountId: homeId },
  { operation: 'AttachRolePolicy', accountId: homeId },
  { operation: 'AttachUserPolicy', accountId: homeId },
  { operation: 'UpdateAssumeRolePolicy', accountId: dataId },
  { operation: 'DeleteRolePolicy', accountId: homeId },
  { operation: 'DetachUserPolicy', accountId: homeId },
];

/** A fresh sandbox with who is changed in it; what its IAM holds. */
export async function freshForChange(console: TestConsole): Promise<string> {
  await freshPrincipals(console);
  await administratorOf(console).iam.send(new AttachUserPolicyCommand({ UserName: 'bot', PolicyArn: readOnly }));
  await settled(console);
  return iamOf(console);
}

/** The run of the edits while this fault lies in wait for one of its calls, as it stands when it has stopped. */
export async function playChange(
  console: TestConsole,
  { operation, accountId }: (typeof policyCalls)[number],
  fault: object,
): Promise<Run> {
  const plan = await planChange(console, edits);
  const principal = `${accountId}:assumed-role/RolewrightOperator`;
  await console.setFaults([{ service: 'iam', operation, principal, times: 1, ...fault }]);
  return runUntil(console, (await startRun(console, plan)).id);
}

/** All is as the edits say. */
export function expectChanged({ sandbox }: TestConsole): void {
  const [home, data] = [homeId, dataId].map((id) => sandbox.world.state.accounts[id]?.iam);
  const made = `arn:aws:iam::${homeId}:policy/may-call`;
  expect(Object.keys(home?.roles.caller?.inline ?? {})).toEqual(['new']);
  expect(home?.roles.caller?.attached).toEqual([made]);
  expect(Object.keys(home?.users.bot?.inline ?? {})).toEqual(['new']);
  expect(home?.users.bot?.attached).toEqual([made]);
  const { Statement } = JSON.parse(data?.roles.target?.trust.document ?? '{}');
  const id = expect.stringMatching(/^[A-Za-z0-9]{32}$/);
  expect(Statement).toEqual([
    { ...trusting({ AWS: callerArn }, secretId).Statement[0], Condition: { StringEquals: { 'sts:ExternalId': [secretId, id] } } },
  ]);
}
