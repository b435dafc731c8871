import { UpdateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import { expect, type Page, test } from '@playwright/test';
import { look, type Seen } from './support/browser.ts';
import type { Console } from './support/console.ts';
import type { Script } from './support/http.ts';
import { awsOf } from './support/sandbox.ts';
import { closeScanned, openScanned } from './support/scanned-console.ts';
import { accountNamed, scanAccount, workloadNamed } from './support/steps.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });
let console: Console;
let page: Page;
let script: Script;
let groupId = '';
const seen: Seen = {};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  ({ console, script, page } = await openScanned(browser));
  groupId = (await workloadNamed(script, 'shop-web')).id;
});
test.afterAll(() => closeScanned({ console, page }));

const broken = { title: 'Internal error', status: 500, code: 'internal', detail: 'The console could not answer.', requestId: 'req_1' };

test('D9 D13: Overview leads to the move of a group and of an instance', async () => {
  for (const kind of ['Auto Scaling group:', 'Instance:']) {
    await page.goto(`${console.url}/overview`);
    const step = page.getByText(kind, { exact: false }).first();
    await expect(step).toBeVisible();
    if (kind === 'Instance:') await look(page, 'overview-next-of-each-kind', seen);
    const name = kind === 'Instance:' ? 'builder' : /^(image-upload-web|shop-web|label-printer)$/;
    await page.getByRole('link', { name }).first().click();
    // Overview has a button of the kind for each step: this one stands alone on the page of the workload.
    await page.getByRole('button', { name: 'Move to a role', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: /^Move .* to a role$/ })).toBeVisible();
  }
});

const screens = [
  ['a workload', (id: string) => `/workloads/${id}`, '**/api/workloads/*', 'Workload', 'shop-web'],
  ['a move', (id: string) => `/workloads/${id}/migration`, '**/api/workloads/*', 'Move to a role', 'Move shop-web to a role'],
] as const;
for (const [what, path, answer, untitled, titled] of screens) {
  test(`the screen of ${what} says what failed, and goes on where it is tried again`, async () => {
    await page.route(answer, (route) => route.fulfill({ status: 500, contentType: 'application/problem+json', json: broken }));
    await page.goto(console.url + path(groupId));
    await expect(page.getByRole('heading', { level: 1, name: untitled })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible({ timeout: 30_000 });
    // It was a read: nothing may be half done.
    await expect(page.getByText('Nothing was changed by this.', { exact: false })).toBeVisible();
    await look(page, `failing-${what.replace(' ', '-')}`, seen);
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { level: 1, name: titled })).toBeVisible();
  });
}

test('a list that is asked for what it does not know keeps its filter, so that it can be taken away', async () => {
  await page.goto(`${console.url}/roles?state=nothing-like-it`);
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await look(page, 'failing-list', seen);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByRole('row').nth(1)).toBeVisible();
});

test('D14: an instance without user data says so; groups of one launch template lead to each other', async () => {
  await page.goto(`${console.url}/workloads/${(await workloadNamed(script, 'bastion')).id}?tab=user-data`);
  await expect(page.getByText('read at the last scan, and there is none', { exact: false })).toBeVisible();
  await page.goto(`${console.url}/workloads/${groupId}`);
  await page.getByRole('link', { name: 'shop-web-spot' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'shop-web-spot' })).toBeVisible();
  await look(page, 'group-leads-to-group', seen);
});

test('D10 D-73: a group whose mixed instances policy names a shared template is offered templates of its own', async () => {
  const { autoscaling, close } = awsOf(console);
  const LaunchTemplateSpecification = { LaunchTemplateName: 'shop-web', Version: '2' };
  const LaunchTemplate = { LaunchTemplateSpecification, Overrides: [{ InstanceType: 't3.small' }, { InstanceType: 't3.medium' }] };
  await autoscaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: 'shop-web', MixedInstancesPolicy: { LaunchTemplate } }));
  close();
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  await page.goto(`${console.url}/workloads/${groupId}/migration?module=launch`);
  await expect(page.getByText('Now: a mixed instances policy.', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Prove' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Give shop-web a launch template of its own', { exact: false }).first()).toBeVisible();
  await page.getByRole('button', { name: /^Module \d Launch and roll-out/ }).click();
  await page.getByRole('radio', { name: /^Launch templates of its own/ }).check();
  await look(page, 'mixed-own-templates', seen);
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Prove' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/shop-web gets the launch template shop-web-\w+ of its own/).first()).toBeVisible();
  await page.getByRole('button', { name: /^Module \d Change/ }).click();
  await expect(page.getByRole('heading', { level: 3, name: /Create the launch template/ })).toBeVisible();
  await look(page, 'mixed-own-change', seen);
});
