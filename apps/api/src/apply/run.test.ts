import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ListTaskDefinitionsCommand,
  RegisterTaskDefinitionCommand,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { askToStart, control, planFor, runUntil, startRun } from '../testing/runs.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

// A run with its roll-back takes seconds of the sandbox' time, and more on a machine that has others to serve.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let console: TestConsole;
let aws: ReturnType<typeof administratorOf>;
const role = 'LimboTaskRole';
const inputs = { role: { create: { name: role } } };
const operator = 'RolewrightOperator';
beforeAll(async () => {
  console = await openTestConsole();
});
beforeEach(async () => {
  const account = await accountNamed(console, 'sandbox');
  await console.call(`/api/accounts/${account.id}/reset-sandbox`, { method: 'POST' });
  await scanAccount(console, account.id);
  aws = administratorOf(console);
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

const planLimbo = () => planFor(console, 'limbo', inputs);
const serviceRuns = async (): Promise<string> => {
  const { services } = await aws.ecs.send(new DescribeServicesCommand({ cluster: 'limbo', services: ['limbo'] }));
  return services?.[0]?.taskDefinition?.split('/').at(-1) ?? '';
};
const revisions = async (): Promise<string[]> => {
  const { taskDefinitionArns } = await aws.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'limbo' }));
  return (taskDefinitionArns ?? []).map((arn) => arn.split('/').at(-1) ?? '');
};
const roleExists = (): Promise<boolean> =>
  aws.iam.send(new GetRoleCommand({ RoleName: role })).then(
    () => true,
    (error: Error) => {
      if (error.name === 'NoSuchEntityException') return false;
      throw error;
    },
  );
const deploys = (taskDefinition: string) => aws.ecs.send(new UpdateServiceCommand({ cluster: 'limbo', service: 'limbo', taskDefinition }));
/** Without tasks that call AWS nothing is proven, so that a run ends by waiting for evidence. */
const atVerify = (run: Run): boolean => run.steps.at(-1)?.startedAt !== null;
const messages = (run: Run, event: string): string[] => run.journal.filter((line) => line.event === event).map((line) => line.message);

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

test('D-95: a deployment of somebody else between start and update is not overwritten', async () => {
  await console.setFaults([{ service: 'ecs', operation: 'RegisterTaskDefinition', when: 'before', latencyMs: 1500, principal: operator }]);
  const { id } = await startRun(console, await planLimbo());
  await runUntil(console, id, (run) => run.journal.some((line) => line.call === 'ecs:RegisterTaskDefinition'));
  await deploys('limbo:2');
  const failed = await runUntil(console, id);
  expect(failed.state).toBe('failed');
  expect(failed.error?.what).toMatch(/is on limbo:2 and was on limbo:3/);
  expect(failed.actions).toEqual(['resume', 'roll-back']);
  expect(await serviceRuns()).toBe('limbo:2');
  await control(console, id, 'roll-back');
  expect((await runUntil(console, id, (run) => run.state !== 'rolling-back')).state).toBe('rolled-back');
  expect(await serviceRuns()).toBe('limbo:2');
  expect(await roleExists()).toBe(false);
});

test('a roll-back leaves the role to the revision that somebody else deployed since', async () => {
  const { id } = await startRun(console, await planLimbo());
  await runUntil(console, id, atVerify);
  await control(console, id, 'pause');
  await runUntil(console, id, (run) => run.state === 'paused');
  const { ecs } = aws;
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: 'limbo:4' }));
  const { family, containerDefinitions, taskRoleArn, executionRoleArn, networkMode } = taskDefinition ?? {};
  await ecs.send(new RegisterTaskDefinitionCommand({ family, containerDefinitions, taskRoleArn, executionRoleArn, networkMode }));
  await deploys('limbo:5');
  await control(console, id, 'roll-back');
  const run = await runUntil(console, id, (now) => now.state !== 'rolling-back');
  expect(run.state).toBe('rolled-back');
  expect(await serviceRuns()).toBe('limbo:5');
  expect(await roleExists()).toBe(true);
  expect(run.steps.find((step) => step.kind === 'create-role')).toMatchObject({
    state: 'skipped',
    message: 'Left as it is: limbo runs limbo:5, which uses LimboTaskRole.',
  });
  expect(messages(run, 'rolled-back')[0]).toMatch(/but for \d steps? whose result somebody else uses/);
});

test('D-22: a roll-back whose answer is lost still waits for the old tasks before it takes the role away', async () => {
  const { id } = await startRun(console, await planLimbo());
  await runUntil(console, id, atVerify);
  await console.setFaults([{ service: 'ecs', operation: 'UpdateService', when: 'after', dropAnswer: true, times: 1, principal: operator }]);
  // Slower, so that the old tasks cannot be there before the lost answer is noticed.
  const { settings } = console.sandbox.world;
  const scale = settings.timeScale;
  settings.timeScale = 0.7;
  await control(console, id, 'roll-back');
  const run = await runUntil(console, id, (now) => now.state !== 'rolling-back');
  settings.timeScale = scale;
  expect(run.state).toBe('rolled-back');
  const back = run.journal.filter((line) => line.direction === 'back');
  const waited = back.findIndex((line) => line.event === 'waiting' && /tasks run limbo:3/.test(line.message));
  const gone = back.findIndex((line) => /Deleted the role/.test(line.message));
  expect(waited).toBeGreaterThan(-1);
  expect(gone).toBeGreaterThan(waited);
});

test('a roll-back that fails half-way says so, and goes on when it is resumed', async () => {
  const { id } = await startRun(console, await planLimbo());
  await runUntil(console, id, atVerify);
  await console.setFaults([{ service: 'iam', operation: 'DetachRolePolicy', code: 'AccessDenied', times: 1, principal: operator }]);
  await control(console, id, 'roll-back');
  const stuck = await runUntil(console, id, (run) => run.state !== 'rolling-back');
  expect(stuck).toMatchObject({ state: 'failed', actions: ['resume'] });
  expect(stuck.error?.meaning).toMatch(/roll-back stopped on its way/);
  expect(await roleExists()).toBe(true);
  await control(console, id, 'resume');
  const run = await runUntil(console, id, (now) => now.state !== 'rolling-back' && now.state !== 'failed');
  expect(run.state).toBe('rolled-back');
  expect(run.verification.state).toBe('unproven');
  expect(await roleExists()).toBe(false);
  expect(await serviceRuns()).toBe('limbo:3');
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

test('D-22: an answer that is lost and cannot be looked up either fails the run; resumed, it finds what was done', async () => {
  const register = { service: 'ecs', operation: 'RegisterTaskDefinition', principal: operator };
  const lost = { ...register, when: 'after', dropAnswer: true, times: 1 };
  await console.setFaults([{ ...register, when: 'before', latencyMs: 1500 }, lost]);
  const { id } = await startRun(console, await planLimbo());
  await runUntil(console, id, (run) => run.journal.some((line) => line.call === 'ecs:RegisterTaskDefinition'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  await console.setFaults([lost, { service: 'ecs', operation: 'ListTaskDefinitions', code: 'AccessDeniedException' }]);
  expect((await runUntil(console, id)).state).toBe('failed');
  await console.setFaults([]);
  await control(console, id, 'resume');
  const run = await runUntil(console, id, atVerify);
  expect(messages(run, 'found').join()).toContain('limbo:4 is there with the promised content');
  expect(await revisions()).toEqual(['limbo:1', 'limbo:2', 'limbo:3', 'limbo:4']);
  await control(console, id, 'roll-back');
  await runUntil(console, id, (now) => now.state === 'rolled-back');
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

test('one look at a deployment that gets no answer does not stop the run', async () => {
  await console.setFaults([{ service: 'ecs', operation: 'DescribeTasks', code: 'UnrecognizedClientException', times: 2 }]);
  const { id } = await startRun(console, await planLimbo());
  const run = await runUntil(console, id, (now) => atVerify(now) || now.state === 'failed');
  expect(run.state).not.toBe('failed');
  expect(messages(run, 'waiting').join(' ')).toContain('ecs:DescribeTasks was not answered');
  await control(console, id, 'roll-back');
  await runUntil(console, id, (now) => now.state === 'rolled-back');
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
