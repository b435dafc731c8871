import { ListRolesCommand } from '@aws-sdk/client-iam';
import { expect, test } from '@playwright/test';
import { look, openScreen, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { awsOf } from './support/sandbox.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  console = await startConsole();
});
test.afterAll(() => console?.stop());

test('E11: the calls of a session are found by its name, from Activity; what is no name is said beside the field', async ({ page }) => {
  test.setTimeout(300_000);
  const script = new Script(console);
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  const aws = awsOf(console);
  await aws.iam.send(new ListRolesCommand());
  aws.close();
  await signIn(page, console);
  await openScreen(page, 'Activity');
  await page.getByRole('button', { name: 'Find a session' }).click();
  const name = page.getByLabel('Name of the session');
  await name.fill('no name');
  await name.press('Enter');
  await expect(page.getByText(/^must be the whole name of a session/)).toBeVisible();
  // The console's own scan is a session too.
  await name.fill('rolewright');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await expect(page.getByRole('heading', { name: /Calls of rolewright/ })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/Calls on S3 objects/)).toBeVisible();
  await look(page, 'session-calls');
  await page.goBack();
  await expect(name).toHaveValue('no name');
});
