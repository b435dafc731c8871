import { expect, type Page, test } from '@playwright/test';
import { signIn } from './support/browser.ts';
import { planChainAnew } from './support/chains.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });
let console: Console;
let page: Page;
test.beforeAll(async ({ browser }) => {
  console = await startConsole();
  page = await (await browser.newContext()).newPage();
  await signIn(page, console);
});
test.afterAll(async () => {
  await page?.context().close();
  await console?.stop();
});

/** The reader comes back to the window: what is shown is read again. */
const comeBack = () => page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));

test('roles that the first scan finds stand in the list at its end, without a reload', async () => {
  await page.goto(`${console.url}/roles`);
  await expect(page.getByText('Nothing has been scanned yet')).toBeVisible();
  await page.getByRole('button', { name: 'Scan account: sandbox', exact: true }).click();
  await expect(page.getByRole('link', { name: 'CatalogTaskRole', exact: true })).toBeVisible({ timeout: 120_000 });
});

test('A4: a plan that cannot be made says so in the module where it was asked for', async () => {
  await page.goto(`${console.url}/chains/new?module=link-1`);
  await page.getByLabel('Minutes a session lasts').fill('5');
  for (const module of ['Prove', 'Compare', 'Change']) {
    await page.getByRole('button', { name: new RegExp(`^Module \\d ${module}`) }).click();
    await page.getByRole('button', { name: 'Make the plan' }).click();
    await expect(page.getByText('Some fields of this chain are wrong; they say what is allowed.')).toBeVisible();
  }
  await page.getByRole('button', { name: /^Module \d Role2/ }).click();
  await expect(page.getByText(/^must be at least 900 seconds/)).toBeVisible();
  await page.getByLabel('Minutes a session lasts').fill('60');
  await page.getByRole('button', { name: /^Module \d Change/ }).click();
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('heading', { name: 'Change', exact: true })).toBeVisible();
  await expect(page.getByText(/whether it was carried out is not known/)).toBeVisible();
  await page.context().setOffline(false);
});

test('A4: what is typed of a chain stays when the server does not answer for a while', async () => {
  await page.goto(`${console.url}/chains/new`);
  await page.getByLabel('Role name').fill('TypedByHand');
  await page.context().setOffline(true);
  // What was read a moment ago is not read again at once.
  await expect(async () => {
    await comeBack();
    await expect(page.getByText('The console’s server does not answer').first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByLabel('Role name')).toHaveValue('TypedByHand');
  await page.context().setOffline(false);
});

test('A11: a workload of the account before is not given the config of another account', async () => {
  await page.goto(`${console.url}/chains/new?module=deliver`);
  await page.getByRole('radio', { name: /^AWS Secrets Manager/ }).check();
  await page.getByRole('button', { name: /^Workload that gets it/ }).click();
  await page.getByRole('option').nth(1).click();
  await expect(page.getByLabel('ARN of the role that reads it')).toHaveCount(0);
  await page.getByRole('button', { name: /^Module \d Caller/ }).click();
  await page.getByRole('button', { name: /^Account sandbox/ }).click();
  await page.getByRole('option', { name: /^sandbox-data/ }).click();
  await page.getByRole('button', { name: /^Module \d Deliver/ }).click();
  await expect(page.getByLabel('ARN of the role that reads it')).toBeVisible();
});

test('an address that takes a plan for another kind of plan leads to its own screen', async () => {
  const plan = await planChainAnew(new Script(console));
  await page.goto(`${console.url}/plans/${plan.id}`);
  await page.waitForURL(new RegExp(`/chains/${plan.id}`));
  await expect(page.getByRole('heading', { level: 1, name: 'role1 → role2 → role3' })).toBeVisible();
});
