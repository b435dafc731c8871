import { expect, type Page, test } from '@playwright/test';
import type { Observations, Run } from '@rolewright/shared/apply/run.ts';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { look, type Seen, signIn } from './support/browser.ts';
import { estateSecrets, leaks } from './support/canary.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, scanAccount, workloadNamed } from './support/steps.ts';

test.describe.configure({ mode: 'serial', timeout: 600_000 });
let console: Console;
let page: Page;
let script: Script;
let before: WorkloadDetail;
let runId = '';
const seen: Seen = {};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(600_000);
  console = await startConsole();
  script = new Script(console);
  before = await webServers();
  page = await (await browser.newContext()).newPage();
  await signIn(page, console);
});
test.afterAll(async () => {
  await page?.context().close();
  await console?.stop();
});

/** The web servers of document 003, as a scan sees them now. */
async function webServers(): Promise<WorkloadDetail> {
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  return script.get<WorkloadDetail>(`/api/workloads/${(await workloadNamed(script, 'image-upload-web')).id}`);
}
const idsOf = ({ ec2Detail }: WorkloadDetail): string[] => (ec2Detail?.instances ?? []).map(({ instanceId }) => instanceId).toSorted();
const module = (name: string) => page.getByRole('button', { name: new RegExp(`^Module \\d ${name}`) });
async function lookNarrow(name: string): Promise<void> {
  await page.setViewportSize({ width: 1024, height: 768 });
  await look(page, name, seen);
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** Actions that the policy in the form allows. */
async function proposedActions(): Promise<string[]> {
  const { Statement } = JSON.parse(await page.getByLabel('Policy document').inputValue()) as { Statement: { Action: string[] }[] };
  return Statement.flatMap(({ Action }) => Action).toSorted();
}

test('D14 D15: keys in the user data of a launch configuration; a probe uploads an image and reads it again', async () => {
  expect(before).toMatchObject({ state: 'static-keys', runningCount: 2, ec2: { launchConfigurationName: 'image-upload-web-v5' } });
  await page.goto(`${console.url}/workloads/${before.id}?tab=probes`);
  await page.getByRole('button', { name: 'Add a probe' }).click();
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect(page.getByText('It passes')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Save probe' }).click();
  await expect(page.getByText('Not tried yet')).toBeVisible({ timeout: 30_000 });
});

test('D4 D5 D8 D9 D12 D17: role, least privilege, key lines, launch template and roll-out, each with a default', async () => {
  await page.goto(`${console.url}/workloads/${before.id}`);
  await page.getByRole('button', { name: 'Move to a role' }).click();
  await look(page, 'd3-1-understand', seen);
  await page.getByRole('button', { name: 'Choose the role' }).click();
  await page.getByLabel('Role name').fill('WebServerRole');
  await page.getByRole('button', { name: 'Go on to permissions' }).click();
  // Of the user's s3:*, and of the document's PutObject* and GetObject*, what its key was seen doing: to put images. Nobody read one with it.
  await page.getByRole('radio', { name: /^Only what it was seen doing/ }).check({ timeout: 60_000 });
  await expect(page.getByText('All that was not seen would be denied')).toBeVisible();
  expect(await proposedActions()).toEqual(['s3:PutObject']);
  await look(page, 'd3-1-permissions', seen);
  await page.getByRole('button', { name: 'Go on', exact: true }).click();
  await expect(page.getByRole('radio', { name: /^A launch template \(recommended\)/ })).toBeChecked();
  await expect(page.getByRole('radio', { name: /^Take the key lines out/ })).toBeChecked();
  await expect(page.getByLabel('Checkpoints (percent)')).toHaveValue('50, 100');
  await expect(page.getByText('It waits 60 s once 1 of 2 is new', { exact: false })).toBeVisible();
  await page.getByLabel('Wait at a checkpoint (seconds)').fill('1200');
  await page.getByRole('checkbox', { name: /^Change the metadata options/ }).check();
  await look(page, 'd3-2-launch', seen);
  await lookNarrow('d3-2-launch-1024');
  await page.getByRole('checkbox', { name: /^Change the metadata options/ }).uncheck();
  await page.getByLabel('Checkpoints (percent)').fill('50');
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByText('must end with 100', { exact: false })).toBeVisible();
  await page.getByLabel('Checkpoints (percent)').fill('50, 100');
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('heading', { name: 'Prove' })).toBeVisible({ timeout: 90_000 });
  await look(page, 'd3-3-prove', seen);
  await lookNarrow('d3-3-prove-1024');
});

test('D4: what the user may do, what was seen and what the role will get stand side by side; to delete the bucket is lost', async () => {
  await module('Permissions').click();
  await expect(page.getByRole('radio', { name: /^Only what it was seen doing/ })).toBeChecked();
  await expect(page.getByRole('row', { name: /lost.*s3:\*/s })).toContainText('not seen');
  await expect(page.getByRole('row', { name: /narrowed.*s3:\*/s })).toContainText(/allowed\s*[\d,]+ calls?\s*in part/);
  await lookNarrow('d3-3-permissions-compared-1024');
});

test('D18: each step says why, the calls and the way by hand, and opens by keyboard', async () => {
  await module('Change').click();
  const step = page.getByRole('button', { name: /^\d+\. .*instance/i }).first();
  await expect(step).toBeVisible();
  await step.focus();
  const isOpen = (await step.getAttribute('aria-expanded')) === 'true';
  if (!isOpen) await page.keyboard.press('Enter');
  for (const pane of ['Why', 'API calls', 'By hand']) {
    const button = page.getByRole('button', { name: pane, exact: true }).first();
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(button).toHaveAttribute('aria-expanded', 'true');
  }
  await look(page, 'd3-4-change', seen);
  await lookNarrow('d3-4-change-1024');
});

test('D9 D12 D15: rolled out one instance at a time, with its progress on the run’s page, and verified', async () => {
  for (const box of await page.getByRole('checkbox', { name: /^I know that this is not known/ }).all()) await box.check();
  await page.getByLabel('Type image-upload-web to confirm').fill('image-upload-web');
  await page.getByRole('button', { name: 'Start the change' }).click();
  await page.waitForURL(/\/runs\//);
  runId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await expect(page.getByText('Checkpoint of 50 percent reached', { exact: false }).first()).toBeVisible({ timeout: 240_000 });
  await look(page, 'd3-5-run-half', seen);
  await lookNarrow('d3-5-run-half-1024');
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible({ timeout: 400_000 });
  await look(page, 'd3-6-run-done', seen);
  const run = await script.get<Run>(`/api/runs/${runId}`);
  expect(run.verification.evidence.filter(({ state }) => state !== 'yes')).toEqual([]);
  expect(run.verification.state).toBe('verified');
  // The second is replaced only once the first stood its wait at the checkpoint.
  const looks = run.journal.filter(({ event }) => event === 'waiting').map(({ message }) => message);
  const checkpoint = looks.findIndex((message) => message.includes('Checkpoint of 50 percent reached'));
  expect(checkpoint).toBeGreaterThan(-1);
  expect(looks.slice(0, checkpoint).filter((message) => message.includes(', 100 %'))).toEqual([]);
});

test('D15: 0 failed uploads, of the web servers’ own calls and of the probe', async () => {
  const { items } = await script.get<Observations>(`/api/runs/${runId}/observations`);
  expect(items.reduce((sum, one) => sum + one.calls, 0)).toBeGreaterThan(0);
  expect(items.filter(({ failed }) => failed > 0)).toEqual([]);
  const { probes } = await script.get<Run>(`/api/runs/${runId}`);
  expect(probes.map(({ result }) => result.moment)).toEqual(expect.arrayContaining(['before', 'during', 'after']));
  expect(probes.filter(({ result }) => result.verdict !== 'pass')).toEqual([]);
});

test('D8 D9 D11: scanned again: no key in what is in use, a numbered version of a template, both instances new', async () => {
  const after = await webServers();
  expect(after).toMatchObject({ runningCount: 2, ec2: { launchConfigurationName: null } });
  expect(after.ec2?.roleArn).toContain('role/WebServerRole');
  expect(after.state).toBe('verified');
  expect(after.ec2?.launchTemplate?.version).toMatch(/^\d+$/);
  const inUse = after.ec2Detail?.documents.filter(({ standing }) => standing === 'in-use') ?? [];
  expect(inUse.length).toBeGreaterThan(0);
  expect(inUse.flatMap(({ findings }) => findings)).toEqual([]);
  expect(idsOf(after)).toHaveLength(2);
  expect(idsOf(after).filter((id) => idsOf(before).includes(id))).toEqual([]);
  await page.goto(`${console.url}/workloads/${after.id}`);
  await look(page, 'd3-7-workload-after', seen);
});

test('D-18: no secret of the estate was on any of these screens, or in an answer', () => {
  const answers = Object.fromEntries(script.answers.map((text, index) => [`answer ${index}`, text]));
  expect(leaks(estateSecrets(console.dataDir), { ...seen, ...answers })).toEqual([]);
});
