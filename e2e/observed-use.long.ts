import { expect, test } from '@playwright/test';
import type { ObservedUse } from '@rolewright/shared/plan/observed-use.ts';
import { look, signIn } from './support/browser.ts';
import { type Console, startConsole, until } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, scanAccount, workloadNamed } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

test('C8: in the browser, a policy of only what limbo’s key was seen doing, and what was seen beside what is allowed', async ({ page }) => {
  test.setTimeout(240_000);
  const script = new Script(console);
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  const { id } = await workloadNamed(script, 'limbo');
  const seen = await until(async () => {
    const use = await script.get<ObservedUse>(`/api/workloads/${id}/observed-use`);
    return new Set(use.items.map(({ action }) => action)).size >= 3 || undefined;
  });
  expect(seen, 'the bot does its three things').toBe(true);

  await signIn(page, console);
  await page.goto(`${console.url}/workloads/${id}/migration?module=permissions`);
  const own = page.getByRole('radio', { name: /^Only what it was seen doing/ });
  await expect(page.getByText(/^3 actions seen, never more than the user may do/)).toBeVisible();
  await own.check();
  await expect(page.getByText('All that was not seen would be denied')).toBeVisible();
  await expect(page.getByLabel('Policy document')).toHaveValue(/"cloudwatch:namespace": \[\s+"Limbo"/);
  await page.getByRole('button', { name: /permissions of its user not seen in use/ }).click();
  await expect(page.getByText('sqs:SendMessage')).toBeVisible();
  await look(page, '13-observed-use');

  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('heading', { name: 'Prove' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Module 3 Permissions' }).click();
  await expect(own, 'the plan’s document is still what was seen').toBeChecked();
  const row = (name: RegExp) => page.getByRole('row', { name });
  await expect(row(/lost.*sqs:SendMessage/s)).toContainText('not seen');
  await expect(row(/narrowed.*cloudwatch:PutMetricData/s)).toContainText(
    /StringEquals cloudwatch:namespace Limbo\s*allowed\s*[\d,]+ calls?\s*in part/,
  );
  await expect(row(/s3:PutObject/).first()).toContainText(/allowed\s*[\d,]+ calls?\s*will be allowed/);
  await page.setViewportSize({ width: 1024, height: 768 });
  await look(page, '14-seen-compared');
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByLabel('Policy document').fill('{"Version":"2012-10-17","Statement":[]}');
  await expect(page.getByRole('radio', { name: /^Give a policy of your own/ }), 'an edited document is one’s own').toBeChecked();

  // What could not be read is not "nothing was seen".
  await page.route('**/observed-use', (route) => route.abort());
  await page.reload();
  await expect(page.getByText('What it was seen doing could not be read')).toBeVisible({ timeout: 30_000 });
  await expect(own).toBeDisabled();
  await expect(row(/sqs:SendMessage/)).toContainText('not known');
  await look(page, '15-observed-use-failed');
  await page.unroute('**/observed-use');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(own).toBeEnabled();
});
