import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { expect, type Page, test } from '@playwright/test';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { look, type Seen, signIn } from './support/browser.ts';
import { leaks } from './support/canary.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { awsOf } from './support/sandbox.ts';
import { accountNamed, ended, runUntil, scanAccount, startRun } from './support/steps.ts';

// One session for all of them: the printed code signs in once.
test.describe.configure({ mode: 'serial', timeout: 300_000 });
const home = '560921689673';
const data = '210987654321';
const bucket = `warehouse-${data}`;
let console: Console;
let page: Page;
let script: Script;
let plan: Plan;
const seen: Seen = {};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  console = await startConsole({ ROLEWRIGHT_SANDBOX_TIME_SCALE: '0.01' });
  script = new Script(console);
  const accounts = await Promise.all(['sandbox', 'sandbox-data'].map((name) => accountNamed(script, name)));
  // A caller that ECS tasks and the console's operator may both become.
  const aws = awsOf(console);
  const trusts = (Principal: object) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
  const operator = `arn:aws:iam::${home}:role/RolewrightOperator`;
  const Statement = [trusts({ Service: 'ecs-tasks.amazonaws.com' }), trusts({ AWS: operator })];
  await aws.iam.send(
    new CreateRoleCommand({ RoleName: 'Worker', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }) }),
  );
  aws.close();
  for (const { id } of accounts) await scanAccount(script, id);
  const lists = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: `arn:aws:s3:::${bucket}` }] };
  const session = { name: 'worker-{task-id}', enforceName: true };
  const links = [
    { accountId: accounts[1]?.id, role: { create: { name: 'Lister' } }, externalId: 'generate', session, permissions: { document: lists } },
  ];
  const target = { caller: { roleArn: `arn:aws:iam::${home}:role/Worker` } };
  const body = { recipe: 'role-chain', accountId: accounts[0]?.id, region: 'us-east-1', target, inputs: { links } };
  plan = await script.post<Plan>('/api/plans', body, 201);
  page = await (await browser.newContext()).newPage();
  await signIn(page, console);
});
test.afterAll(async () => {
  await page?.context().close();
  await console?.stop();
});

const table = () => page.getByRole('table', { name: 'Truth table of Worker → Lister' });
const rows = ['The right call', 'A wrong external id', 'No external id', 'Another session name', 'Two hours requested'];

test('B5 D-58: the truth table is predicted before the change, tried after it, and each row says how it was observed', async () => {
  await page.goto(`${console.url}/chains/${plan.id}?module=prove`);
  await expect(table().getByRole('row')).toHaveCount(9);
  await expect(table().getByRole('row', { name: /The right call.*allowed.*allowed.*not tried yet/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try it now' })).toBeDisabled();
  await look(page, '56-truth-predicted', seen);

  const run = await startRun(script, plan);
  expect((await runUntil(script, run.id, ended)).state).toBe('succeeded');
  await page.reload();
  await page.getByRole('button', { name: 'Try it now' }).click();
  await expect(table().getByText('The console called STS:').first()).toBeVisible({ timeout: 30_000 });
  for (const name of rows) await expect(table().getByRole('row', { name: new RegExp(`${name}.*The console called STS`) })).toBeVisible();
  await expect(table().getByRole('row', { name: /Expired credentials.*ExpiredToken/ })).toBeVisible();
  await expect(page.getByText(/not answered as (it|they) should be/)).toHaveCount(0);
  await look(page, '57-truth-observed', seen);
});

test('B5 B6: the chain is walked from the console: identity and expiry, a reading call that is allowed and one that is not; no credentials', async () => {
  await page.getByRole('button', { name: /^Assume from here/ }).click();
  await page.getByRole('button', { name: /^Then call/ }).click();
  await page.getByRole('option', { name: /ListBucket/ }).click();
  await page.getByRole('textbox', { name: 'Bucket' }).fill(bucket);
  await page.getByRole('button', { name: 'Walk the chain' }).click();
  await expect(page.getByText('s3:ListBucket with this session: allowed')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(`arn:aws:sts::${data}:assumed-role/Lister/`).last()).toBeVisible();
  await page.getByRole('textbox', { name: 'Bucket' }).fill('another-bucket');
  await page.getByRole('button', { name: 'Walk the chain' }).click();
  await expect(page.getByText('s3:ListBucket with this session: denied (AccessDenied)')).toBeVisible({ timeout: 30_000 });
  await look(page, '58-assume-from-here', seen);
  // Of the session's keys nothing is on the page; of answers, logs and the database the API's own test says so.
  for (const text of Object.values(seen)) expect(/ASIA[A-Z0-9]{16}/.test(text)).toBe(false);
  expect(leaks(['SecretAccessKey', 'SessionToken'], seen)).toEqual([]);
});

test('E4 E5 E7: the new role is in the picture without a scan; a user is asked what it can really do', async () => {
  const lister = `arn:aws:iam::${data}:role/Lister`;
  await page.goto(`${console.url}/roles?focus=${encodeURIComponent(lister)}`);
  await expect(page.locator(`[data-node="arn:aws:iam::${home}:role/Worker"]`)).toBeVisible();
  await page.getByRole('button', { name: /^Assume from here/ }).click();
  await page.getByRole('button', { name: 'Assume the role' }).click();
  await expect(page.getByText('The right call: denied (AccessDenied)')).toBeVisible({ timeout: 30_000 });
  await look(page, '59-role-assume', seen);
  await page.goto(`${console.url}/roles?focus=${encodeURIComponent(`arn:aws:iam::${home}:user/limbo-bot`)}`);
  await expect(page.getByRole('heading', { name: 'What can this user really do?' })).toBeVisible();
  await look(page, '60-user-reach', seen);
});
