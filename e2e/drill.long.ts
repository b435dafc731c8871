import { expect, test } from '@playwright/test';
import { look, type Seen, signIn } from './support/browser.ts';
import { estateSecrets, leaks } from './support/canary.ts';
import { type Console, startConsole } from './support/console.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole({ ROLEWRIGHT_SANDBOX_TIME_SCALE: '0.1' });
});
test.afterAll(() => console?.stop());

test('D1: the document’s own order is watched as a drill: outage, recovery, and the sandbox put back', async ({ page }) => {
  test.setTimeout(300_000);
  const seen: Seen = {};
  await signIn(page, console);
  await page.getByRole('link', { name: 'Accounts', exact: true }).click();
  // Offered where the document's web servers are, and on no other card.
  await expect(page.getByRole('button', { name: 'Drill: sandbox', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Drill: sandbox-data' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Drill: sandbox', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Drill: delete the user first' })).toBeVisible();
  await expect(page.getByText(/The servers upload with the user’s key: 0 of [1-9]\d* calls failed/).first()).toBeVisible({
    timeout: 30_000,
  });
  await look(page, '95-drill-before', seen);

  await page.getByRole('button', { name: 'Delete the user (drill)' }).click();
  await expect(page.getByText(/^Outage: [1-9]\d* of \d+ calls failed/).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText('s3:PutObject: InvalidAccessKeyId').first()).toBeVisible();
  await expect(page.getByText('a key that nobody has').first()).toBeVisible();
  await look(page, '96-drill-outage', seen);
  await page.setViewportSize({ width: 1024, height: 800 });
  await look(page, '96-drill-outage-1024', seen);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('link', { name: 'Overview', exact: true }).click();
  await expect(page.getByText('A drill is under way in the sandbox')).toBeVisible();
  await look(page, '97-overview-in-drill', seen);
  await page.getByRole('link', { name: 'Open the drill' }).click();

  // A reload loses nothing: where the drill stands is read from the account.
  await page.reload();
  for (const button of ['Narrow the policy', 'Create the role', 'Update the group']) {
    await page.getByRole('button', { name: `${button} (drill)` }).click();
  }
  const terminate = page.getByRole('button', { name: 'Terminate the old servers (drill)' });
  // The failing health check may have replaced every server meanwhile.
  await expect(terminate.or(page.getByText(/^(Recovered|The new servers start): /).first()).first()).toBeVisible({ timeout: 30_000 });
  if (await terminate.isVisible()) await terminate.click();
  await expect(page.getByText(/^Recovered: every server uploads as the role/).first()).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText('role image-upload-web-drill').first()).toBeVisible();
  await look(page, '98-drill-recovered', seen);

  await page.getByRole('button', { name: 'Put the sandbox back' }).click();
  await page.getByLabel(/^Type sandbox/).fill('sandbox');
  await page.getByRole('button', { name: 'Reset sandbox' }).click();
  await expect(page.getByText(/The servers upload with the user’s key: 0 of [1-9]\d* calls failed/).first()).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByRole('button', { name: 'Delete the user (drill)' })).toBeEnabled();
  await page.getByRole('link', { name: 'Activity', exact: true }).click();
  await expect(page.getByText(/^Drill in the sandbox: deleted the IAM user image-upload/).first()).toBeVisible();
  await look(page, '99-drill-in-activity', seen);
  expect(leaks(estateSecrets(console.dataDir), seen)).toEqual([]);
});
