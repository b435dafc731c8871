import path from 'node:path';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { fromIni } from '@aws-sdk/credential-providers';
import { expect, test } from '@playwright/test';
import { look, openScreen, type Seen, signIn } from './support/browser.ts';
import { databaseOf, databaseRows, filesBeneath, leaks } from './support/canary.ts';
import { type Console, startConsole } from './support/console.ts';
import { identityInTask, startDelivered } from './support/delivered-task.ts';
import { Script } from './support/http.ts';
import { awsOf } from './support/sandbox.ts';
import { accountNamed, scanAccount } from './support/steps.ts';
import { assumeInTask, credentialsInTask } from './support/task-role.ts';

const role1 = 'arn:aws:iam::560921689673:role/UploaderTaskRole';
const reader = 'arn:aws:iam::560921689673:role/UploaderExecution';
const role2 = 'arn:aws:iam::210987654321:role/UploaderAccess';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

test('A4 A5 A6 A7 A8 A11 A17 B3: document 000 in the browser: a task role, an external id in a secret, a role of another account that opens to nobody else', async ({
  page,
}) => {
  test.setTimeout(600_000);
  const script = new Script(console);
  await executionRole();
  for (const name of ['sandbox', 'sandbox-data']) await scanAccount(script, (await accountNamed(script, name)).id);
  const seen: Seen = {};
  await signIn(page, console);
  await openScreen(page, 'Migrations');
  await page.getByRole('button', { name: 'Design a role chain' }).click();
  await page.getByLabel('Role name').fill('UploaderTaskRole');
  await look(page, '50-chain-caller', seen);
  await page.getByRole('button', { name: 'Go on to the next role' }).click();
  await page.getByLabel('Role name').fill('UploaderAccess');
  await page.getByLabel('Minutes a session lasts').fill('120');
  await page
    .getByLabel('Policy document')
    .fill('{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}');
  await expect(page.getByText('Action "*" grants everything that AWS can do').first()).toBeVisible();
  await look(page, '51-chain-role2', seen);

  await page.getByRole('button', { name: 'Begin with a template' }).click();
  await page.getByRole('menuitem', { name: 'Read and write objects of one bucket' }).click();
  await page.getByRole('button', { name: 'Make the plan' }).click();
  // B11, D-49: what a session makes lasts an hour at most; the field itself says so.
  await expect(page.getByText(/^must be at most 3600: a session that another session makes lasts an hour at most/)).toBeVisible();
  await page.getByLabel('Minutes a session lasts').fill('60');
  await page.getByRole('button', { name: 'Deliver it within the run' }).click();
  await page.getByRole('radio', { name: /^AWS Secrets Manager/ }).check();
  await page.getByLabel('Name of the secret').fill('uploader/chain');
  await page.getByLabel('ARN of the role that reads it').fill(reader);
  await page.keyboard.press('Escape');
  await look(page, '52-chain-deliver', seen);
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('row', { name: /holds UploaderTaskRole may assume UploaderAccess/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('row', { name: /holds A wrong external id, or none, is refused/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /unknown Nobody but its readers can read the secret/ })).toBeVisible();
  await look(page, '52-chain-prove', seen);
  await page.getByRole('button', { name: /^Module \d Change/ }).click();
  await look(page, '53-chain-change', seen);
  for (const box of await page.getByRole('checkbox', { name: /^I know that this is not known/ }).all()) await box.check();
  await page.getByLabel('Type UploaderAccess to confirm').fill('UploaderAccess');
  await page.getByRole('button', { name: 'Start the change' }).click();
  await expect(page.getByText('UploaderAccess trusts UploaderTaskRole as planned')).toBeVisible({ timeout: 60_000 });
  await look(page, '54-chain-run', seen);

  // A7: what the application needs, filled in from the plan.
  await openScreen(page, 'Migrations');
  await page.getByRole('link', { name: 'UploaderTaskRole → UploaderAccess' }).click();
  await page.getByRole('button', { name: /^Module \d Deliver/ }).click();
  await expect(page.getByText(/^Stored as arn:aws:secretsmanager:us-east-1:560921689673:secret:uploader\/chain-/)).toBeVisible();
  const patch = (await page.getByRole('region', { name: 'What is added to the task definition' }).textContent()) ?? '';
  await look(page, '55-chain-delivered', seen);
  // A6: a plan that accepts a new external id beside the old, and gives the secret a version with it; it is not started here.
  await page.getByRole('button', { name: 'Rotate the external id' }).click();
  await page.getByRole('menuitem', { name: /^Accept a new one of UploaderAccess beside the old/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Accept a new external id of UploaderAccess beside the old' })).toBeVisible();
  await look(page, '56-chain-rotation', seen);
  await page.goBack();
  await page.getByRole('button', { name: 'Hand it over' }).click();
  await page.getByRole('button', { name: 'Make the files' }).click();
  const config = page.getByRole('region', { name: 'aws-config', exact: true });
  await expect(config).toContainText('credential_source = EcsContainer');
  await expect(config).toContainText(role2);

  const externalId = await externalIdOf('UploaderAccess');
  expect(externalId).toMatch(/^[A-Za-z0-9]{22,}$/);
  // A8: the task has it from the secret, by its execution role, and its SDK becomes role2 with it.
  const task = await startDelivered(console, patch);
  expect(task.environment.AWS_CONFIG).toContain(`external_id = ${externalId}\n`);
  expect(await identityInTask(console, task)).toContain('arn:aws:sts::210987654321:assumed-role/UploaderAccess/app-');
  const credentials = await credentialsInTask(console, role1);
  const call = { RoleArn: role2, RoleSessionName: 'app-1' };
  expect(await assumeInTask(console, credentials, { ...call, ExternalId: externalId })).toBe(
    'arn:aws:sts::210987654321:assumed-role/UploaderAccess/app-1',
  );
  expect(await assumeInTask(console, credentials, { ...call, ExternalId: `${externalId}x` })).toBe('AccessDenied');
  expect(await assumeInTask(console, credentials, call)).toBe('AccessDenied');
  expect(await assumeInTask(console, credentials, { ...call, ExternalId: externalId, DurationSeconds: 7200 })).toBe('ValidationError');

  const script2 = new Script(console);
  for (const list of ['plans', 'runs', 'audit', 'roles']) await script2.all(`/api/${list}`);
  const database = databaseOf(console.dataDir);
  expect(
    leaks([externalId], {
      ...seen,
      ...Object.fromEntries(script2.answers.map((text, index) => [`answer ${index}`, text])),
      ...(await databaseRows(database.url)),
      ...filesBeneath(database.folder),
      ...filesBeneath(console.dataDir, ['sandbox', 'postgres']),
      printed: console.printed(),
    }),
    'A5: the external id is nowhere but in AWS: in the trust policy and in the secret',
  ).toEqual([]);
});

/** The execution role of the application's tasks, which may do nothing yet. */
async function executionRole(): Promise<void> {
  const Statement = { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const aws = awsOf(console);
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await aws.iam.send(new CreateRoleCommand({ RoleName: 'UploaderExecution', AssumeRolePolicyDocument }));
  aws.close();
}

/** The external id as AWS holds it, in the role's trust policy. */
async function externalIdOf(RoleName: string): Promise<string> {
  const filepath = path.join(console.dataDir, 'sandbox/aws-credentials');
  const iam = new IAMClient({
    region: 'us-east-1',
    endpoint: console.sandbox().url,
    credentials: fromIni({ profile: 'sandbox-data', filepath }),
  });
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  iam.destroy();
  return /"sts:ExternalId":"([^"]+)"/.exec(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '').replaceAll(/\s/g, ''))?.[1] ?? '';
}
