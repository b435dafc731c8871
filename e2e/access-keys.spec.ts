import { expect, test } from '@playwright/test';
import type { AccessKey } from '@rolewright/shared/keys/access-key.ts';
import { signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

test('D2: a key that was used within the hour is red, with its service, its Region and every place it lies in', {
  tag: '@long',
}, async ({ page }) => {
  const script = new Script(console);
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  const limbo = (await script.all<AccessKey>('/api/keys')).find((key) => key.owner === 'limbo-bot');
  expect(limbo?.lastUse).toMatchObject({ state: 'used', region: 'us-east-1' });
  expect(limbo?.why).toMatch(/^In use by limbo in 2 places; used in the last day/);

  await signIn(page, console);
  await page.goto(`${console.url}/keys`);
  const row = page.getByRole('row').filter({ hasText: 'limbo-bot' });
  await expect(row.getByText('in use, must not go')).toBeVisible();
  await expect(row.getByText('us-east-1')).toBeVisible();
  await row.getByRole('link', { name: '6 places, 2 in use' }).click();
  await expect(page.getByRole('heading', { name: /^Findings/ })).toBeVisible();
  for (const revision of ['limbo:1', 'limbo:2', 'limbo:3']) await expect(page.getByText(revision).first()).toBeVisible();
});
