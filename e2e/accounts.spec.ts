import { expect, test } from '@playwright/test';
import { expectNoViolations, look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole({
    ROLEWRIGHT_SANDBOX_ESTATE: 'empty',
    AWS_ACCESS_KEY_ID: 'AKIAQQQQQQQQQQQQQQQQ',
    AWS_SECRET_ACCESS_KEY: 'not-a-real-one',
  });
});
test.afterAll(() => console?.stop());

const reader = 'arn:aws:iam::123456789012:role/RolewrightReader';
const operator = 'arn:aws:iam::123456789012:role/RolewrightOperator';

test('an account behind two roles is added in the browser, wrong fields named before anything is sent, and a long-term key of ours is said', {
  tag: '@long',
}, async ({ page }) => {
  await signIn(page, console);
  await page.goto(`${console.url}/accounts`);
  await page.getByRole('button', { name: 'Add account' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('bank');
  await dialog.getByRole('button', { name: /credential chain/ }).click();
  await page.getByRole('option', { name: /A role to assume/ }).click();
  await dialog.getByLabel('Role ARN', { exact: true }).fill('arn:aws:iam::123456789012:user/ada');
  await dialog.getByLabel('Role ARN for changes (optional)').fill(operator);
  await dialog.getByLabel('External id (optional)').fill('one-per-account');
  await dialog.getByLabel('Session name (optional)').fill('night-shift');
  await dialog.getByLabel('Source identity (optional)').fill('ada');
  const add = dialog.getByRole('button', { name: 'Add account' });
  await add.click();
  await expect(dialog.getByText(/must be the ARN of a role/)).toBeVisible();
  await expectNoViolations(page, 'the form of a new account');
  await dialog.getByLabel('Role ARN', { exact: true }).fill(reader);
  await add.click();
  await expect(dialog).toBeHidden();

  await expect(page.getByText(`Role ${reader}, for changes ${operator}`)).toBeVisible();
  await expect(page.getByText(/does not run on a long-term access key on AWS/)).toBeVisible();
  await look(page, '41-accounts');
  expect(await accountNamed(new Script(console), 'bank')).toMatchObject({
    kind: 'aws',
    access: {
      kind: 'role',
      roleArn: reader,
      operatorRoleArn: operator,
      externalId: 'one-per-account',
      sessionName: 'night-shift',
      sourceIdentity: 'ada',
    },
  });
});
