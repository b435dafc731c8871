import { CreateRoleCommand, DeleteRoleCommand, GetRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect, type Page, test } from '@playwright/test';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { look, openScreen, type Seen, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { awsOf } from './support/sandbox.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

const account = '560921689673';
const externalId = 'gT7mQ2xV9bK4nR8sW3yZ6aH1cD5eF0jL';
const arnOf = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const trusting = (Principal: object, Condition?: object) =>
  document({ Sid: 'Callers', Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...(Condition ? { Condition } : {}) });
const asked = (id: string) => ({ StringEquals: { 'sts:ExternalId': id } });

let console: Console;
test.beforeAll(async () => {
  console = await startConsole({ ROLEWRIGHT_SANDBOX_TIME_SCALE: '0.01' });
});
test.afterAll(() => console?.stop());

/** Builder assumes Shared, which trusts Amazon EC2 and somebody deleted besides. */
async function roles(): Promise<void> {
  const aws = awsOf(console);
  const create = (RoleName: string, trust: object) =>
    expect(() => aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }))).toPass();
  await create('Builder', trusting({ Service: 'ecs-tasks.amazonaws.com' }));
  await create('Gone', trusting({ Service: 'ecs-tasks.amazonaws.com' }));
  const broad = JSON.stringify(document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }));
  await aws.iam.send(new PutRolePolicyCommand({ RoleName: 'Builder', PolicyName: 'assume', PolicyDocument: broad }));
  const ec2 = { Sid: 'Instances', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const { Statement } = trusting({ AWS: [arnOf('Builder'), arnOf('Gone')] }, asked(externalId));
  await create('Shared', document(...Statement, ec2));
  await aws.iam.send(new DeleteRoleCommand({ RoleName: 'Gone' }));
  aws.close();
}

async function sharedTrust(): Promise<string> {
  const aws = awsOf(console);
  const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: 'Shared' }));
  aws.close();
  return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
}

test('A3 B4 B15: a plan that mends policies is read, proven, accepted line by line, applied, and taken back', async ({ page }) => {
  test.setTimeout(240_000);
  const script = new Script(console);
  const home = await accountNamed(script, 'sandbox');
  await roles();
  await scanAccount(script, home.id);
  const before = await sharedTrust();
  const edits = [
    { kind: 'trust', roleArn: arnOf('Shared'), document: trusting({ AWS: arnOf('Builder') }, asked(externalId)) },
    {
      kind: 'inline-policy',
      principalArn: arnOf('Builder'),
      policyName: 'assume',
      document: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arnOf('Shared') }),
    },
  ];
  const title = 'Trust Builder alone, and let it assume nothing but Shared';
  const asking = { recipe: 'policy-change', accountId: home.id, region: 'us-east-1', target: { title }, inputs: { edits } };
  const plan = await script.post<Plan>('/api/plans', asking, 201);
  const seen: Seen = {};
  await signIn(page, console);
  await open(page, title);
  await expect(page.getByRole('row', { name: /to accept .*may assume Shared/i })).toBeVisible();
  await look(page, '80-policy-prove', seen);
  await page.setViewportSize({ width: 1024, height: 800 });
  await look(page, '80-policy-prove-1024', seen);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('button', { name: 'Module 2 Change' }).click();
  await expect(page.getByText('ec2.amazonaws.com').first()).toBeVisible();
  await look(page, '81-policy-change', seen);
  for (const box of await page.getByRole('checkbox', { name: /^I accept that this does not hold/ }).all()) await box.check();
  await page.getByLabel(`Type ${plan.confirm} to confirm`).fill(plan.confirm);
  await page.getByRole('button', { name: 'Start the change' }).click();
  await expect(page.getByText('Verified', { exact: true })).toBeVisible({ timeout: 60_000 });
  await look(page, '82-policy-run', seen);
  expect(JSON.parse(await sharedTrust())).toEqual(edits[0]?.document);

  await page.getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByText(/Put the trust policy of Shared back/)).toBeVisible();
  await page.getByRole('button', { name: 'Roll back now' }).click();
  await expect(page.getByText('Rolled back', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  // As it was, but for who was deleted: AWS does not take its id back (D-47).
  const { Statement } = JSON.parse(await sharedTrust());
  expect(Statement[1].Principal).toEqual({ Service: 'ec2.amazonaws.com' });
  expect(before).toContain('AROA');
  expect(JSON.stringify(Statement)).not.toContain('AROA');
  for (const [where, text] of Object.entries(seen)) expect(text, where).not.toContain(externalId);
});

async function open(page: Page, title: string): Promise<void> {
  await openScreen(page, 'Migrations');
  await look(page, '79-policy-migrations');
  await page.getByRole('link', { name: title }).click();
}
