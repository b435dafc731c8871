import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { expect, test } from 'vitest';
import {
  atVerify,
  aws,
  console,
  deploys,
  limboAnew,
  messages,
  operator,
  planLimbo,
  revisions,
  role,
  roleExists,
} from '../testing/limbo-runs.ts';
import { askToStart, control, planFor, runUntil, startRun } from '../testing/runs.ts';

limboAnew();

test('D-95: a service that somebody else updated after the plan was made is refused with what moved, and nothing is sent', async () => {
  const plan = await planLimbo();
  await deploys('limbo:2');
  const answer = await askToStart(console, plan);
  expect(answer.status).toBe(409);
  expect(answer.body.code).toBe('stale');
  expect(answer.text).toMatch(/limbo:3 and is .*limbo:2/);
  expect(await roleExists()).toBe(false);
  expect(await revisions()).toEqual(['limbo:1', 'limbo:2', 'limbo:3']);
});

test('A14 D-85: who the operator is is asked again when an answer is lost; what stays unknown is named with what was read, and may be acknowledged', async () => {
  const identity = { service: 'sts', operation: 'GetCallerIdentity', principal: operator, when: 'before', dropAnswer: true };
  const plan = await planLimbo();
  await console.setFaults([identity]);
  const refused = await askToStart(console, plan);
  expect([refused.status, refused.body.code]).toEqual([409, 'blocked']);
  expect(refused.text).toMatch(/The console acts in the account of the plan \(sts:GetCallerIdentity: \w+\); /);
  // The plan asks for them from now on.
  const { body: now } = await console.call<Plan>(`/api/plans/${plan.id}`);
  expect(now.toAcknowledge).toEqual(expect.arrayContaining(['account-identity', 'operator-permissions']));
  expect(plan.toAcknowledge).not.toContain('account-identity');
  await console.setFaults([{ ...identity, times: 2 }]);
  const { id } = await startRun(console, plan);
  await runUntil(console, id, atVerify);
  await control(console, id, 'roll-back');
  await runUntil(console, id, (run) => run.state === 'rolled-back');
});

test('B14 D-50: a role that IAM has not spread yet is waited for on screen; meanwhile the run can be paused and resumed', async () => {
  const notYet = {
    service: 'ecs',
    operation: 'RegisterTaskDefinition',
    code: 'ClientException',
    message: 'Role is not valid',
    principal: operator,
  };
  await console.setFaults([notYet]);
  const { id } = await startRun(console, await planLimbo());
  const waiting = await runUntil(console, id, (run) => run.state === 'waiting');
  const step = waiting.steps.find((one) => one.kind === 'register-task-definition');
  expect(step?.waitingFor).toMatch(/^waiting for IAM to accept what was just created: \d+ s, usually under 15$/);
  await control(console, id, 'pause');
  expect((await runUntil(console, id, (run) => run.state === 'paused')).actions).toEqual(['resume', 'roll-back']);
  await console.setFaults([{ ...notYet, times: 2 }]);
  await control(console, id, 'resume');
  await runUntil(console, id, atVerify);
  expect(await revisions()).toEqual(['limbo:1', 'limbo:2', 'limbo:3', 'limbo:4']);
  await control(console, id, 'roll-back');
  await runUntil(console, id, (run) => run.state === 'rolled-back');
});

test('D-50: a refusal of a role that this run did not touch is real, and not waited for', async () => {
  const existing = 'arn:aws:iam::560921689673:role/LedgerTaskRole';
  const plan = await planFor(console, 'ledger', { role: { existing } });
  const message = `User is not authorized to perform: iam:PassRole on resource: ${existing}`;
  await console.setFaults([
    { service: 'ecs', operation: 'RegisterTaskDefinition', code: 'AccessDeniedException', message, principal: operator },
  ]);
  const run = await runUntil(console, (await startRun(console, plan)).id);
  expect(run.state).toBe('failed');
  expect(run.error?.what).toContain('iam:PassRole');
  expect(messages(run, 'waiting').filter((text) => /waiting for IAM/.test(text))).toEqual([]);
});

test('two starts at once make one run; the other answers with its id; double clicks change nothing', async () => {
  const plan = await planLimbo();
  const answers = await Promise.all([askToStart(console, plan), askToStart(console, plan)]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409]);
  const { id } = answers.find((answer) => answer.status === 202)!.body;
  const second = await askToStart(console, await planLimbo());
  expect(second.status).toBe(409);
  expect(second.text).toContain(id);
  await runUntil(console, id, atVerify);
  await Promise.all([control(console, id, 'roll-back'), control(console, id, 'roll-back')]);
  const run = await runUntil(console, id, (now) => now.state === 'rolled-back');
  expect(messages(run, 'roll-back-requested')).toHaveLength(1);
  expect(run.journal.filter((line) => /Deleted the role/.test(line.message))).toHaveLength(1);
});

test('D-29: what somebody else gave an existing role since the plan was made is neither overwritten nor taken away', async () => {
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const trust = document({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const { Role } = await aws.iam.send(new CreateRoleCommand({ RoleName: 'OurOwn', AssumeRolePolicyDocument: trust }));
  const plan = await planFor(console, 'limbo', { role: { existing: Role?.Arn } });
  await console.setFaults([
    { service: 'iam', operation: 'AttachRolePolicy', when: 'before', latencyMs: 1500, principal: operator, times: 1 },
  ]);
  const { id } = await startRun(console, plan);
  await runUntil(console, id, (run) => run.journal.some((line) => line.call === 'iam:AttachRolePolicy'));
  const PolicyArn = 'arn:aws:iam::560921689673:policy/bots-queues';
  await aws.iam.send(new AttachRolePolicyCommand({ RoleName: 'OurOwn', PolicyArn }));
  const theirs = document({ Action: 's3:ListAllMyBuckets', Resource: '*' });
  await aws.iam.send(new PutRolePolicyCommand({ RoleName: 'OurOwn', PolicyName: 'limbo-metrics', PolicyDocument: theirs }));
  const failed = await runUntil(console, id);
  expect(failed.error?.what).toMatch(/another inline policy limbo-metrics.*not overwritten/);
  await control(console, id, 'roll-back');
  await runUntil(console, id, (run) => run.state === 'rolled-back');
  const { AttachedPolicies } = await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'OurOwn' }));
  expect(AttachedPolicies?.map((one) => one.PolicyName)).toEqual(['bots-queues']);
  const { PolicyDocument } = await aws.iam.send(new GetRolePolicyCommand({ RoleName: 'OurOwn', PolicyName: 'limbo-metrics' }));
  expect(decodeURIComponent(PolicyDocument ?? '')).toBe(theirs);
});

test('D-29: where it cannot be read whether somebody else has put a policy of this name, nothing is put over it', async () => {
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const trust = document({ Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const { Role } = await aws.iam.send(new CreateRoleCommand({ RoleName: 'OurOther', AssumeRolePolicyDocument: trust }));
  const plan = await planFor(console, 'limbo', { role: { existing: Role?.Arn } });
  await console.setFaults([
    { service: 'iam', operation: 'AttachRolePolicy', when: 'before', latencyMs: 1500, principal: operator, times: 1 },
  ]);
  const { id } = await startRun(console, plan);
  await runUntil(console, id, (run) => run.journal.some((line) => line.call === 'iam:AttachRolePolicy'));
  const theirs = document({ Action: 's3:ListAllMyBuckets', Resource: '*' });
  await aws.iam.send(new PutRolePolicyCommand({ RoleName: 'OurOther', PolicyName: 'limbo-metrics', PolicyDocument: theirs }));
  await console.setFaults([{ service: 'iam', operation: 'GetRolePolicy', code: 'AccessDenied', principal: 'RolewrightReader' }]);
  const failed = await runUntil(console, id);
  expect(failed.error?.what).toContain('The inline policy limbo-metrics of OurOther could not be read: iam:GetRolePolicy was denied');
  const { PolicyDocument } = await aws.iam.send(new GetRolePolicyCommand({ RoleName: 'OurOther', PolicyName: 'limbo-metrics' }));
  expect(decodeURIComponent(PolicyDocument ?? '')).toBe(theirs);
  await console.setFaults([]);
  await control(console, id, 'roll-back');
  expect((await runUntil(console, id, (run) => run.state === 'rolled-back')).state).toBe('rolled-back');
});

test('D-29: a role of somebody else with the same name stops the run, and a roll-back does not touch it', async () => {
  const plan = await planLimbo();
  await console.setFaults([{ service: 'iam', operation: 'CreateRole', when: 'before', latencyMs: 1500, principal: operator, times: 1 }]);
  const { id } = await startRun(console, plan);
  await runUntil(console, id, (run) => run.journal.some((line) => line.call === 'iam:CreateRole'));
  const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await aws.iam.send(new CreateRoleCommand({ RoleName: role, AssumeRolePolicyDocument }));
  expect((await runUntil(console, id)).error?.what).toContain('EntityAlreadyExists');
  await control(console, id, 'roll-back');
  await runUntil(console, id, (run) => run.state === 'rolled-back');
  expect(await roleExists()).toBe(true);
  expect((await aws.iam.send(new ListRolePoliciesCommand({ RoleName: role }))).PolicyNames).toEqual([]);
  expect((await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }))).AttachedPolicies).toEqual([]);
});
