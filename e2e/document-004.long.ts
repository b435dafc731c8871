import { expect, type Page, test } from '@playwright/test';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { look, openScreen, type Seen, signIn } from './support/browser.ts';
import { estateSecrets, leaks } from './support/canary.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

const accountId = '560921689673';
const [implicit, expansive] = ['builder-implicit', 'builder-expansive'];
const builds = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::build-artifacts-${accountId}/builds/*` },
    { Effect: 'Allow', Action: 'ecs:ListClusters', Resource: '*' },
  ],
});

let console: Console;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  console = await startConsole({ ROLEWRIGHT_SANDBOX_TIME_SCALE: '0.01' });
});
test.afterAll(() => console?.stop());

test('A1 E1 E2 E3 E4 E5 E11 E15: document 004 in the browser: an instance without a profile works over implicit and expansive role, and its session is found', async ({
  page,
}) => {
  test.setTimeout(600_000);
  const script = new Script(console);
  const home = await accountNamed(script, 'sandbox');
  for (const { id } of [home, await accountNamed(script, 'sandbox-data')]) await scanAccount(script, id);
  const seen: Seen = {};
  await signIn(page, console);
  await openScreen(page, 'Migrations');
  await page.getByRole('button', { name: 'Design a role chain' }).click();

  await page.getByRole('radio', { name: /^What an instance or a group runs as/ }).check();
  await page.getByRole('button', { name: /Instance or group/ }).click();
  await expect(page.getByRole('option', { name: /builder/ })).toContainText('It has no instance profile: give it one with a role first.');
  await expect(page.getByRole('option', { name: /builder/ })).toHaveAttribute('aria-disabled', 'true');
  await look(page, 'document-004-no-profile', seen);
  await page.keyboard.press('Escape');

  await page.getByRole('radio', { name: /^Create an instance role/ }).check();
  await page.getByLabel('Role name').fill(implicit);
  await page.getByRole('button', { name: 'Go on to the next role' }).click();
  await page.getByRole('button', { name: /^Account sandbox/ }).click();
  await page.getByRole('option', { name: new RegExp(`^sandbox · ${accountId}`) }).click();
  await page.getByLabel('Role name').fill(expansive);
  await page.getByRole('radio', { name: /^No external id/ }).check();
  await page.getByLabel('Why none is right').fill('The script of the builders sends none');
  await expect(page.getByRole('textbox', { name: 'Session name' })).toHaveValue('{instance-id}');
  await page.getByRole('checkbox', { name: /^Enforce the session name/ }).check();
  await page.getByLabel('Policy document').fill(builds);
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('row', { name: new RegExp(`holds ${implicit} may assume ${expansive}`) })).toBeVisible({ timeout: 30_000 });
  await start(page, expansive);
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible({ timeout: 120_000 });

  // A role of EC2's without a profile is said, with the reason why no instance can be given it.
  await page.goto(`${new URL(page.url()).origin}/roles?focus=${encodeURIComponent(`arn:aws:iam::${accountId}:role/${implicit}`)}`);
  await expect(page.getByText(/no (instance )?profile holds/).first()).toBeVisible({ timeout: 30_000 });
  await look(page, 'document-004-role-without-profile', seen);

  const { items } = await script.get<{ items: { ec2: { instanceIds: string[] } }[] }>('/api/workloads?kind=instance&q=builder');
  const instanceId = items[0]?.ec2.instanceIds[0] ?? '';
  const plan = await script.post<Plan>(
    '/api/plans',
    {
      ...{ recipe: 'ec2-instance-profile', accountId: home.id, region: 'us-east-1', target: { instanceId } },
      inputs: {
        role: { existing: `arn:aws:iam::${accountId}:role/${implicit}` },
        profile: { create: { name: implicit } },
        ...{ permissions: 'none', userData: 'remove-keys' },
      },
    },
    201,
  );
  await page.goto(`${new URL(page.url()).origin}/plans/${plan.id}`);
  await expect(page.getByText('The role gets nothing by this plan.', { exact: false }).first()).toBeVisible({ timeout: 30_000 });
  await start(page, plan.confirm);
  await expect(page.getByText('Verified', { exact: true }).first()).toBeVisible({ timeout: 180_000 });
  // The live chart: the user's calls give way to the role's, and none failed.
  await expect(page.getByRole('heading', { name: /^builder: \d+ calls, 0 failed$/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(`role ${expansive}`).first()).toBeVisible({ timeout: 60_000 });
  await look(page, 'document-004-run', seen);

  await page.getByRole('link', { name: 'builder', exact: true }).first().click();
  await expect(page.getByText(`${implicit} was seen in use on what runs now`, { exact: false }).first()).toBeVisible();
  await look(page, 'document-004-verified', seen);

  // From now on the instance can be chosen, and the picture shows how it comes to what it may do.
  await page.goto(`${new URL(page.url()).origin}/chains/new`);
  await page.getByRole('radio', { name: /^What an instance or a group runs as/ }).check();
  await page.getByRole('button', { name: /Instance or group/ }).click();
  await page.getByRole('option', { name: /builder/ }).click();
  await look(page, 'document-004-caller', seen);
  await openScreen(page, 'Migrations');
  await page
    .getByRole('link', { name: `${implicit} → ${expansive}` })
    .first()
    .click();
  const picture = page.getByRole('list', { name: 'The chain' });
  await expect(picture.getByText('1 instance running')).toBeVisible({ timeout: 30_000 });
  await expect(picture.getByText('instance profile')).toBeVisible();
  await expect(picture.getByText('1 instance can reach it')).toBeVisible({ timeout: 30_000 });
  await look(page, 'document-004-picture', seen);
  await page.setViewportSize({ width: 1024, height: 800 });
  await look(page, 'document-004-picture-1024', seen);
  await page.setViewportSize({ width: 1440, height: 900 });

  await openScreen(page, 'Activity');
  await page.getByRole('button', { name: 'Find a session' }).click();
  await page.getByLabel('Name of the session').fill(instanceId);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await expect(page.getByRole('heading', { name: new RegExp(`Calls of ${instanceId}`) })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('rowheader', { name: /ListClusters/ }).first()).toBeVisible({ timeout: 30_000 });
  await look(page, 'document-004-session', seen);
  expect(leaks(estateSecrets(console.dataDir), seen)).toEqual([]);
});

/** Confirms a plan on its page and starts it. */
async function start(page: Page, confirm: string): Promise<void> {
  await page.getByRole('button', { name: /^Module \d Change/ }).click();
  for (const box of await page.getByRole('checkbox', { name: /^I know that this is not known/ }).all()) await box.check();
  await page.getByLabel(`Type ${confirm} to confirm`).fill(confirm);
  await page.getByRole('button', { name: 'Start the change' }).click();
}
