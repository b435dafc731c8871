import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect, test } from '@playwright/test';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { planLimboAnew } from './support/limbo.ts';
import { rollBackFrom } from './support/roll-back.ts';
import { awsOf } from './support/sandbox.ts';
import { planRole, workloadNamed } from './support/steps.ts';

// What becomes of the role: roll-back.long.ts compares whole accounts, from every step.
let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

test('a roll-back after the end leaves the account as it was: the role that the run made is gone', async () => {
  const script = new Script(console);
  const plan = await planLimboAnew(script);
  await rollBackFrom(script, plan, plan.steps.length);
});

test('a roll-back leaves a role that was there before byte for byte as it was', async () => {
  const script = new Script(console);
  await planLimboAnew(script);
  const { iam, close } = awsOf(console);
  const trust = { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const list = { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' };
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, null, 3);
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: 'OurOwn', AssumeRolePolicyDocument: document(trust), Tags: [{ Key: 'team', Value: 'bots' }] }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName: 'OurOwn', PolicyName: 'ours', PolicyDocument: document(list) }));
  close();
  const plan = await planRole(script, await workloadNamed(script, 'limbo'), { role: { existing: Role?.Arn } });
  expect(plan.blockedBy, JSON.stringify(plan.checks, null, 1)).toEqual([]);
  await rollBackFrom(script, plan, plan.steps.length);
});
