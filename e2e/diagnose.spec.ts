import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { expect, test } from '@playwright/test';
import { look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { awsOf } from './support/sandbox.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

const account = '560921689673';
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

test('B1: a pasted message of AWS tells which half is missing, and the change that mends it', { tag: '@long' }, async ({ page }) => {
  const { iam, close } = awsOf(console);
  const AssumeRolePolicyDocument = document({ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
  for (const RoleName of ['role1', 'role2']) await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  close();
  const script = new Script(console);
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  await signIn(page, console);
  await page.getByRole('link', { name: 'Why was a call denied?' }).click();
  await expect(page.getByText('No call yet')).toBeVisible();
  await look(page, 'diagnose-empty');

  const message = page.getByLabel('Message of AWS');
  await message.fill('Access Denied');
  await page.getByRole('button', { name: 'Diagnose' }).click();
  await expect(page.getByText(/^holds no sentence such as/).first()).toBeVisible();
  const call = `User: arn:aws:sts::${account}:assumed-role/role1/i-0123 is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${account}:role/role2`;
  await message.fill(`An error occurred (AccessDenied) when calling the AssumeRole operation: ${call}`);
  await page.getByRole('button', { name: 'Diagnose' }).click();
  await expect(page.getByRole('heading', { name: 'The trust half is missing' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Statement: Trust policy of the role' })).toContainText(
    `"AWS": "arn:aws:iam::${account}:role/role1"`,
  );
  await expect(page.getByText('The call is allowed then.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Plan the change: Let role1 call sts:AssumeRole on role2/ })).toBeEnabled();
  await look(page, 'diagnose');

  // By its parts, as an address may say them; a bucket’s own policy is among what was not seen.
  await page.goto(
    `${console.url}/diagnose?principal=arn:aws:iam::${account}:role/role1&action=s3:ListBucket&resource=arn:aws:s3:::reports`,
  );
  await page.getByRole('button', { name: 'Diagnose' }).click();
  await expect(page.getByRole('heading', { name: 'The caller’s half is missing' })).toBeVisible();
  await expect(page.getByText(/Policies of buckets, keys, queues/)).toBeVisible();
  await page.getByLabel('Who called').fill('nobody');
  await page.getByRole('button', { name: 'Diagnose' }).click();
  await expect(page.getByText(/No scan has found/).first()).toBeVisible();
});
