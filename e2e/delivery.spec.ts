import { expect, type Page, test } from '@playwright/test';
import { expectNoViolations, look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

test.describe.configure({ mode: 'serial' });
let console: Console;
let page: Page;
test.beforeAll(async ({ browser }) => {
  console = await startConsole();
  const script = new Script(console);
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  page = await (await browser.newContext()).newPage();
  await signIn(page, console);
});
test.afterAll(async () => {
  await page?.context().close();
  await console?.stop();
});

const role = 'arn:aws:iam::560921689673:role/CatalogTaskRole';

test('A7 A19 B10 B11: a chain becomes files to copy; two hours are refused beside their field', async () => {
  await page.getByRole('link', { name: 'Hand a chain over', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Hand a chain over' })).toBeVisible();
  await expectNoViolations(page, 'an empty form');
  await page.getByLabel('Its AWS account').fill('560921689673');
  await page.getByLabel('Role ARN').fill(role);
  await page.getByLabel('Session name (optional)').fill('limbo-{task-id}');
  await page.getByLabel('Duration in seconds (optional)').fill('7200');
  await page.getByRole('button', { name: 'Make the files' }).click();
  await expect(page.getByText(/must be 3600 at most/).first()).toBeVisible();
  await page.getByLabel('Duration in seconds (optional)').fill('3600');
  await page.getByRole('button', { name: 'Make the files' }).click();
  await expect(page.getByText('Configuration is enough')).toBeVisible();
  const config = page.getByRole('region', { name: 'aws-config', exact: true });
  await expect(config).toContainText('credential_source = EcsContainer');
  await expect(config).toContainText(`role_arn = ${role}`);
  await expect(page.getByText('External id of CatalogTaskRole.')).toBeVisible();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy aws-config', exact: true }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('[default]\nregion = us-east-1\n');
  await look(page, 'delivery');
});

test('B7 B9: many callers of one role are compared, and who gains is told', { tag: '@long' }, async () => {
  await page.goto(`${console.url}/chains/delivery?tab=callers&role=${encodeURIComponent(role)}`);
  await expect(page.getByLabel('Role that they assume')).toHaveValue(role);
  const callers = Array.from({ length: 50 }, (_, index) => `arn:aws:iam::560921689673:role/jobs/job-${index}`);
  await page.getByLabel('ARNs of the callers').fill(callers.join('\n'));
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByText('Proposed: A path or the beginning of a name')).toBeVisible();
  await expect(page.getByText(/needs a higher quota/)).toBeVisible();
  await expect(page.getByText('No scan has found 50 of the 50 callers')).toBeVisible();
  await look(page, 'callers');
});
