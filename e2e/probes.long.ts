import {
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { expect, type Page, test } from '@playwright/test';
import type { ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { look, type Seen, signIn } from './support/browser.ts';
import { databaseOf, databaseRows, estateSecrets, filesBeneath, leaks } from './support/canary.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { admin, awsOf } from './support/sandbox.ts';
import { accountNamed, scanAccount, workloadNamed } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

const role = 'LimboTaskRole';
const seen: Seen = {};

test('A16 D12 D15: a probe passes before a migration; a role broken in mid-run makes it fail and stops the run, which rolls back; then all passes', async ({
  page,
}) => {
  test.setTimeout(1_200_000);
  const script = new Script(console);
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  const limbo = await workloadNamed(script, 'limbo');
  await signIn(page, console);

  await page.goto(`${console.url}/workloads/${limbo.id}?tab=probes`);
  await expect(page.getByText('No probe yet')).toBeVisible();
  await look(page, 'probes-1-empty', seen);
  await page.getByRole('button', { name: 'Add a probe' }).click();
  await expect(page.getByLabel('Address')).toHaveValue('http://limbo.sandbox.internal/brain/{{probe.id}}');
  await refusedAddress(page);
  await page.getByLabel('Address').fill('http://limbo.sandbox.internal/brain/{{probe.id}}');
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(page.getByText('It passes')).toBeVisible({ timeout: 30_000 });
  await look(page, 'probes-2-form', seen);
  await page.getByRole('button', { name: 'Save probe' }).click();
  await expect(page.getByText('Not tried yet')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Try now: upload' }).click();
  await expect(page.getByText('passes', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await look(page, 'probes-3-list', seen);
  await page.setViewportSize({ width: 1024, height: 768 });
  await look(page, 'probes-3-list-1024', seen);
  await page.getByRole('button', { name: 'Edit: upload' }).click();
  await expect(page.getByRole('heading', { name: 'Probe upload' })).toBeVisible();
  await look(page, 'probes-2-form-1024', seen);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.setViewportSize({ width: 1440, height: 900 });

  // The role loses its policies between its making and the cut-over.
  const slow = { service: 'ecs', operation: 'UpdateService', when: 'before', latencyMs: 8_000, principal: 'RolewrightOperator' };
  await admin(console, 'PUT', 'faults', { rules: [slow] });
  await startMove(page, limbo.id);
  await page.getByRole('button', { name: /^Journal/ }).click();
  await expect(page.getByRole('cell', { name: 'Calling ecs:UpdateService.' })).toBeVisible({ timeout: 120_000 });
  await strip();
  await expect(page.getByText(/^Failed: Probe upload failed/)).toBeVisible({ timeout: 180_000 });
  await expect(page.getByText(/roll-out stops here/).first()).toBeVisible();
  await look(page, 'probes-4-run-stopped', seen);
  await page.setViewportSize({ width: 1024, height: 768 });
  await look(page, 'probes-4-run-stopped-1024', seen);
  await page.setViewportSize({ width: 1440, height: 900 });
  await admin(console, 'DELETE', 'faults');
  await page.getByRole('button', { name: 'Roll back', exact: true }).click();
  await page.getByRole('button', { name: 'Roll back now' }).click();
  await expect(page.getByText('Rolled back', { exact: true }).first()).toBeVisible({ timeout: 180_000 });
  const after = await script.post<ProbeResult>(`/api/workloads/${limbo.id}/probes/upload/trials`, {}, 200);
  expect(after.verdict).toBe('pass');

  await startMove(page, limbo.id);
  await expect(page.getByText('Verified', { exact: true }).first()).toBeVisible({ timeout: 240_000 });
  await expect(page.getByText('The probe upload passes', { exact: true }).first()).toBeVisible();
  await look(page, 'probes-5-run-verified', seen);

  const secrets = estateSecrets(console.dataDir);
  const { url, folder } = databaseOf(console.dataDir);
  const files = { ...filesBeneath(console.dataDir, ['sandbox', 'postgres']), ...filesBeneath(folder) };
  const answers = Object.fromEntries(script.answers.map((text, index) => [`answer ${index}`, text]));
  expect(leaks(secrets, { ...seen, ...answers, ...files, ...(await databaseRows(url)), output: console.printed() })).toEqual([]);
});

async function refusedAddress(page: Page): Promise<void> {
  await page.getByLabel('Address').fill('http://169.254.169.254/latest/meta-data/');
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(page.getByText(/Must lead elsewhere: 169\.254\.169\.254 is link-local/)).toBeVisible();
  await look(page, 'probes-2-form-refused', seen);
}

/** The move in the browser, from the workload's page to its run. */
async function startMove(page: Page, workloadId: string): Promise<void> {
  await page.goto(`${console.url}/workloads/${workloadId}/migration`);
  await page.getByRole('button', { name: 'Choose the role' }).click();
  await page.getByLabel('Role name').fill(role);
  await page.getByRole('button', { name: 'Go on to permissions' }).click();
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByText('The probe upload passes before the change')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Module 5 Change' }).click();
  for (const box of await page.getByRole('checkbox', { name: /^I know that this is not known/ }).all()) await box.check();
  await page.getByLabel('Type limbo to confirm').fill('limbo');
  await page.getByRole('button', { name: 'Start the change' }).click();
  await expect(page.getByRole('heading', { name: 'Move of limbo' })).toBeVisible({ timeout: 60_000 });
}

/** Takes away what the role may do, as somebody else in the account would. */
async function strip(): Promise<void> {
  const { iam, close } = awsOf(console);
  for (const PolicyName of (await iam.send(new ListRolePoliciesCommand({ RoleName: role }))).PolicyNames ?? [])
    await iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName }));
  for (const { PolicyArn } of (await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: role }))).AttachedPolicies ?? [])
    await iam.send(new DetachRolePolicyCommand({ RoleName: role, PolicyArn }));
  close();
}
