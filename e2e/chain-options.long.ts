import { expect, type Page, test } from '@playwright/test';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { look, signIn } from './support/browser.ts';
import { planChainAnew } from './support/chains.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';

test.describe.configure({ mode: 'serial' });
let console: Console;
let page: Page;
let plan: Plan;
test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  console = await startConsole();
  plan = await planChainAnew(new Script(console));
  page = await (await browser.newContext()).newPage();
  await signIn(page, console);
});
test.afterAll(async () => {
  await page?.context().close();
  await console?.stop();
});

test('B2: copying the policies and assuming the role stand side by side on the chain’s page', async () => {
  await page.goto(`${console.url}/chains/${plan.id}?module=prove`);
  await page.getByRole('button', { name: /^Module \d Compare/ }).click();
  await expect(page.getByRole('heading', { name: 'Copy the policies, or assume the role' })).toBeVisible();
  await expect(
    page.getByRole('row', {
      name: /What role1 may do by itself .* s3:GetObject .* sts:AssumeRole on arn:aws:iam::210987654321:role\/role2/,
    }),
  ).toBeVisible();
  await expect(page.getByText('Here it is better to assume the role')).toBeVisible();
  await look(page, 'chain-compare');
  await page.setViewportSize({ width: 1024, height: 800 });
  await look(page, 'chain-compare-1024');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('B13 E13: a chain is seen and downloaded as Terraform, as one stack after the other, and as a script', async () => {
  await page.goto(`${console.url}/chains/${plan.id}?module=change`);
  await page.getByRole('button', { name: 'Export as' }).click();
  const file = (name: string) => page.getByRole('region', { name: `The ${name} file` });
  await expect(file('Terraform')).toContainText('alias   = "account_2"');
  await look(page, 'chain-export-terraform');
  await page
    .getByRole('radio', { name: 'CloudFormation' })
    .or(page.getByRole('button', { name: 'CloudFormation' }))
    .first()
    .click();
  await expect(file('CloudFormation')).toContainText('Stack 1 of 3');
  await page.getByRole('button', { name: /^Stack/ }).click();
  await page.getByRole('option', { name: /3 of 3: role3/ }).click();
  await expect(file('CloudFormation')).toContainText('Stack 3 of 3');
  await expect(file('CloudFormation')).toContainText('--change-set-type IMPORT');
  await look(page, 'chain-export-cloudformation');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Download the CloudFormation file/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('role1-role2-role3-3.json');
  await page
    .getByRole('radio', { name: 'AWS CLI' })
    .or(page.getByRole('button', { name: 'AWS CLI' }))
    .first()
    .click();
  await expect(file('AWS CLI')).toContainText('EXTERNAL_ID_1');
});
