import { expect, type Page, test } from '@playwright/test';
import { expectNoViolations, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

// One session for all of them: the printed code signs in once.
test.describe.configure({ mode: 'serial' });
let console: Console;
let page: Page;
test.beforeAll(async ({ browser }) => {
  console = await startConsole();
  const script = new Script(console);
  const account = await accountNamed(script, 'sandbox');
  await scanAccount(script, account.id);
  page = await (await browser.newContext()).newPage();
  await signIn(page, console);
});
test.beforeEach(() => page.goto(console.url));
test.afterAll(async () => {
  await page?.context().close();
  await console?.stop();
});

test('the account that is chosen stays chosen from screen to screen, and narrows each', async () => {
  await expect(page.getByRole('heading', { name: /^\d+ of \d+ workloads still act/ })).toBeVisible();
  await page.getByRole('button', { name: /^Account: All accounts/ }).click();
  await page.getByRole('menuitem', { name: /sandbox-data/ }).click();
  await expect(page).toHaveURL(/account=acc_/);
  await expect(page.getByRole('button', { name: 'Scan account: sandbox-data', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Scan again: sandbox', exact: true })).toBeHidden();
  await page.getByRole('link', { name: 'Workloads', exact: true }).click();
  await expect(page).toHaveURL(/\/workloads\?account=acc_/);
  await expect(page.getByRole('heading', { name: 'Workloads (0)' })).toBeVisible();
  await page.getByRole('button', { name: /^Account: sandbox-data/ }).click();
  await page.getByRole('menuitem', { name: /All accounts/ }).click();
  await expect(page.getByRole('heading', { name: /Workloads \(1\d\d\)/ })).toBeVisible();
});

test('numbers lead to what they count, and back works', async () => {
  const legend = page.getByRole('listitem').filter({ hasText: 'Static keys or shadowed' });
  const number = await legend.getByRole('link').textContent();
  await legend.getByRole('link').click();
  await expect(page.getByRole('heading', { name: `Workloads (${number})` })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
});

test('an address that does not exist says so within the frame', async () => {
  await page.goto(`${console.url}/nowhere`);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await expectNoViolations(page, 'no such page');
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
});

test('a screen that cannot be loaded says what to do, and the frame stays', async () => {
  await page.route(/activity-page/, (route) => route.abort());
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  const said = page.getByText('This screen could not be shown');
  await expect(said).toBeVisible();
  const loaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Load the page anew' }).click();
  await loaded;
  // As long as it cannot be loaded it says so; the router itself tries anew as well.
  await expect(said).toBeVisible();
  await page.unroute(/activity-page/);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
});

test('the server gone: what was seen stays, and the screen says so', async () => {
  test.setTimeout(180_000);
  await expect(page.getByRole('heading', { name: /^\d+ of \d+ workloads still act/ })).toBeVisible();
  await console.kill();
  await expect(page.getByText('The console’s server does not answer')).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('heading', { name: /^\d+ of \d+ workloads still act/ })).toBeVisible();
  await expectNoViolations(page, 'offline');
  await console.restart();
});
