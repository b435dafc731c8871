import { CreateLaunchTemplateCommand } from '@aws-sdk/client-ec2';
import { expect, type Page, test } from '@playwright/test';
import type { Run } from '@rolewright/shared/apply/run.ts';
import type { Workload, WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { Role } from '@rolewright/shared/roles/role.ts';
import { look, type Seen } from './support/browser.ts';
import { estateSecrets, leaks } from './support/canary.ts';
import type { Console } from './support/console.ts';
import type { Script } from './support/http.ts';
import { awsOf } from './support/sandbox.ts';
import { closeScanned, openScanned } from './support/scanned-console.ts';
import { accountNamed, scanAccount, workloadNamed } from './support/steps.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });
let console: Console;
let page: Page;
let script: Script;
const seen: Seen = {};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  ({ console, script, page } = await openScanned(browser, { ROLEWRIGHT_SANDBOX_TIME_SCALE: '0.01' }));
});
test.afterAll(() => closeScanned({ console, page }));

const module = (name: string) => page.getByRole('button', { name: new RegExp(`^Module \\d ${name}`) });
async function lookNarrow(name: string): Promise<void> {
  await page.setViewportSize({ width: 1024, height: 768 });
  await look(page, name, seen);
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('D5 D13: from the workload’s page to a plan: role, profile, permissions, user data, each default chosen', async () => {
  await page.goto(`${console.url}/workloads/${(await workloadNamed(script, 'gzip-importer')).id}`);
  await page.getByRole('button', { name: 'Move to a role' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Move gzip-importer to a role' })).toBeVisible();
  await look(page, '93-move-understand', seen);
  await page.getByRole('button', { name: 'Choose the role' }).click();
  await expect(page.getByLabel('Role name')).toHaveValue('GzipImporterRole');
  await page.getByLabel('Role name').fill('ImporterRole');
  await expect(page.getByLabel('Name of the instance profile')).toHaveValue('ImporterRole');
  await look(page, '94-move-role', seen);
  await lookNarrow('94-move-role-1024');
  await page.getByRole('button', { name: 'Go on to permissions' }).click();
  await expect(page.getByRole('radio', { name: /^Carry over/ })).toBeChecked();
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await expect(page.getByRole('radio', { name: /^Leave the user data/ })).toBeChecked();
  await page.getByRole('radio', { name: /^Take the key lines out/ }).check();
  await page.getByRole('button', { name: /^Instance i-/ }).click();
  await expect(page.getByText('export AWS_SECRET_ACCESS_KEY=').first()).toBeVisible();
  await look(page, '95-move-user-data', seen);
  await lookNarrow('95-move-user-data-1024');
});

test('E2 E3: an instance profile that cannot be chosen says why, a role that cannot be chosen what the plan does about it', async () => {
  await module('Role').click();
  await page.getByRole('radio', { name: 'Use an instance profile that exists' }).check();
  await page.getByRole('button', { name: /Choose an instance profile|Instance profile that exists/ }).click();
  const other = page.getByRole('option').filter({ hasText: 'metrics-collector' }).first();
  await expect(other).toHaveAttribute('aria-disabled', 'true');
  await look(page, '96-move-profiles', seen);
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'Create an instance profile' }).check();
  await page.getByRole('radio', { name: /^Use a role that exists/ }).check();
  const [forTasks] = await script.all<Role>('/api/roles?state=ecs-tasks');
  await page.getByLabel('ARN of the role').fill(forTasks?.arn ?? '');
  await page.getByRole('heading', { level: 1 }).click();
  await expect(page.getByText('It cannot be chosen for an instance as it stands')).toBeVisible();
  await expect(page.getByText('does not name ec2.amazonaws.com', { exact: false })).toBeVisible();
  await look(page, '97-move-existing-role', seen);
  await page.getByRole('radio', { name: /^Create a role/ }).check();
});

test('what the form or the API refuses stands at its field, and nothing that was typed is lost', async () => {
  await page.getByLabel('Role name').fill('no spaces');
  await module('User data').click();
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByText('must be 1 to 64 characters', { exact: false })).toBeVisible();
  await expect(page.getByLabel('Role name')).toHaveValue('no spaces');
  await look(page, '98-move-refused', seen);
  await page.getByLabel('Role name').fill('GzipImporterRole');
  await page.getByLabel('Name of the instance profile').fill('GzipImporterRole');
  await module('Permissions').click();
  await page.getByRole('radio', { name: /^Give a policy/ }).check();
  await page.getByLabel('Policy document').fill('{"Version":"2012-10-17","Statement":[{"Effect":"Maybe","Action":"s3:*","Resource":"*"}]}');
  await module('User data').click();
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByLabel('Policy document')).toHaveValue(/Maybe/);
  await look(page, '98-move-refused-by-api', seen);
  await page.getByRole('link', { name: 'Workloads', exact: true }).first().click();
  await page.goBack();
  await expect(page.getByLabel('Policy document')).toHaveValue(/Maybe/);
  await page.getByRole('radio', { name: /^Carry over/ }).check();
});

test('D5 D13 E15: planned, started and verified in the browser; the key lines are gone', async () => {
  await module('User data').click();
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('heading', { name: 'Prove' })).toBeVisible({ timeout: 60_000 });
  await look(page, '99-move-prove', seen);
  await page.getByRole('button', { name: 'Go on to the change' }).click();
  await expect(page.getByText('Attach the instance profile GzipImporterRole').first()).toBeVisible();
  await look(page, '99-move-change', seen);
  for (const box of await page.getByRole('checkbox', { name: /^I know that this is not known/ }).all()) await box.check();
  await page.getByLabel('Type gzip-importer to confirm').fill('gzip-importer');
  await page.getByRole('button', { name: 'Start the change' }).click();
  await page.waitForURL(/\/runs\//);
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible({ timeout: 180_000 });
  const run = await script.get<Run>(`/api/runs/${id}`);
  expect(run.verification.evidence.filter(({ state }) => state !== 'yes')).toEqual([]);
  expect(run.verification.state).toBe('verified');
  await look(page, '99-move-run', seen);
});

test('D8 D-68: what a person has to edit is left, says why by line, may be looked up in *Inspect a file*, and what was chosen stays', async () => {
  const { id } = await oneWith('manual');
  await page.goto(`${console.url}/workloads/${id}/migration?module=launch`);
  await expect(page.getByText('A person has to edit it')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Take the key lines out/ })).toBeDisabled();
  await look(page, '99-move-manual', seen);
  await module('Role').click();
  await page.getByLabel('Role name').fill('ChosenBefore');
  await module('(User data|Launch)').click();
  // The first is the navigation's.
  await page.getByRole('link', { name: 'Inspect a file' }).last().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Inspect a file' })).toBeVisible();
  await page.goBack();
  await module('Role').click();
  await expect(page.getByLabel('Role name')).toHaveValue('ChosenBefore');
});

test('a workload that cannot be read and one that nothing is launched from have a screen that says so', async () => {
  await page.goto(`${console.url}/workloads/wl_nowhere/migration`);
  await expect(page.getByText('There is no workload', { exact: false })).toBeVisible();
  const aws = awsOf(console);
  const LaunchTemplateData = { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro' as const };
  await aws.ec2.send(new CreateLaunchTemplateCommand({ LaunchTemplateName: 'idle', LaunchTemplateData }));
  aws.close();
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  const { id } = await workloadNamed(script, 'idle');
  await page.goto(`${console.url}/workloads/${id}/migration`);
  await expect(page.getByText('There is nothing to move')).toBeVisible();
  await look(page, '99-move-nothing', seen);
});

/** A workload whose user data has this verdict. */
async function oneWith(verdict: string): Promise<WorkloadDetail> {
  for (const { id } of await script.all<Workload>('/api/workloads?kind=instance,auto-scaling-group')) {
    const detail = await script.get<WorkloadDetail>(`/api/workloads/${id}`);
    if (detail.ec2Detail?.documents.some((one) => one.standing === 'in-use' && one.verdict === verdict)) return detail;
  }
  throw new Error(`no workload with user data that is ${verdict}`);
}

test('D-18: no secret of the estate was on any of these screens', () => {
  expect(leaks(estateSecrets(console.dataDir), seen)).toEqual([]);
});
