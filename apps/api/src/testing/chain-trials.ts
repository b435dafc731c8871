import { CreateRoleCommand } from '@aws-sdk/client-iam';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { expect } from 'vitest';
import { administratorOf } from './administrator.ts';
import { assume, dataId, externalIdOf, homeId, iamOf, link, planChain, roleArn, settled, taskKeys } from './chains.ts';
import type { TestConsole } from './open-console.ts';
import { control, runUntil, startRun } from './runs.ts';
import { accountNamed } from './scans.ts';

/** Something that happens to one call of a chain's run: AWS' answer is lost, or AWS refuses. */
export interface Trial {
  operation: string;
  /** Account of the call. */
  accountId: string;
  when: 'before' | 'after';
  /** Which of the calls of this operation in this account. */
  nth: 1 | 2;
}

/** Every changing call of the run of `chain`, in its order. */
export const changes: Pick<Trial, 'operation' | 'accountId' | 'nth'>[] = [
  { operation: 'CreateRole', accountId: homeId, nth: 1 },
  { operation: 'PutRolePolicy', accountId: homeId, nth: 1 },
  { operation: 'CreateRole', accountId: dataId, nth: 1 },
  { operation: 'PutRolePolicy', accountId: dataId, nth: 1 },
  { operation: 'PutRolePolicy', accountId: dataId, nth: 2 },
  { operation: 'UpdateAssumeRolePolicy', accountId: dataId, nth: 1 },
];

/** role1 of the first account → role2, new, → role3, which exists and trusts somebody else; both of the second account. */
const chain = (console: TestConsole) =>
  planChain(console, { create: { name: 'role1' } }, [
    link('role2', { permissions: undefined }),
    link('role3', { role: { existing: roleArn(dataId, 'role3') } }),
  ]);

/** A fresh sandbox with role3 in it; what its IAM holds. */
export async function fresh(console: TestConsole): Promise<string> {
  await console.setFaults([]);
  await console.call(`/api/accounts/${(await accountNamed(console, 'sandbox')).id}/reset-sandbox`, { method: 'POST' });
  const { iam } = administratorOf(console, 'us-east-1', 'sandbox-data');
  const statement = { Effect: 'Allow', Principal: { AWS: homeId }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 2);
  await iam.send(new CreateRoleCommand({ RoleName: 'role3', AssumeRolePolicyDocument }));
  await settled(console);
  return iamOf(console);
}

/** Lets the trial happen to a run, as often as it takes to get through, and returns the run as it stands then. */
export async function play(console: TestConsole, { operation, accountId, when, nth }: Trial, fault: object): Promise<Run> {
  const plan = await chain(console);
  // Seed 1 lets the first call pass and hits the second (packages/sandbox/src/faults/rules.ts).
  const second = nth === 2 ? { probability: 0.5, seed: 1 } : {};
  const principal = `${accountId}:assumed-role/RolewrightOperator`;
  await console.setFaults([{ service: 'iam', operation, principal, times: 1, when, ...second, ...fault }]);
  return runUntil(console, (await startRun(console, plan)).id);
}

/** The whole chain works: each link with its id, and not without. */
export async function expectWhole(console: TestConsole): Promise<void> {
  await settled(console);
  const first = { RoleArn: roleArn(dataId, 'role2'), ExternalId: externalIdOf(console, dataId, 'role2') };
  const caller = taskKeys(console, roleArn(homeId, 'role1'));
  const middle = await assume(console, caller, first);
  if ('code' in middle) throw new Error(middle.code);
  const second = { RoleArn: roleArn(dataId, 'role3'), ExternalId: externalIdOf(console, dataId, 'role3') };
  expect(await assume(console, middle.keys, second)).toMatchObject({ arn: expect.stringContaining(':assumed-role/role3/') });
  expect(await assume(console, middle.keys, { RoleArn: second.RoleArn })).toEqual({ code: 'AccessDenied' });
  expect(await assume(console, caller, { RoleArn: first.RoleArn })).toEqual({ code: 'AccessDenied' });
}

/** Rolls the run back and expects both accounts byte by byte as they were. */
export async function expectUndone(console: TestConsole, runId: string, before: string): Promise<void> {
  await control(console, runId, 'roll-back');
  const run = await runUntil(console, runId, (one) => one.state === 'rolled-back' || (one.state === 'failed' && one.actions.length === 1));
  expect(run.state, JSON.stringify(run.error)).toBe('rolled-back');
  await settled(console);
  expect(iamOf(console)).toBe(before);
}

/** Calls that the journal shows as carried out more than once. */
export function sentTwice(run: Run): string[] {
  const done = run.journal.filter(({ event }) => event === 'done' || event === 'found').map(({ stepId, call }) => `${stepId} ${call}`);
  return done.filter((one, index) => done.indexOf(one) !== index);
}
