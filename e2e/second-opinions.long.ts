import { expect, test } from '@playwright/test';
import { look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, scanAccount, workloadNamed } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
  const script = new Script(console);
  for (const name of ['sandbox', 'sandbox-data']) await scanAccount(script, (await accountNamed(script, name)).id);
});
test.afterAll(() => console?.stop());

test('D-55 D-57 in the browser: AWS’s second opinions with both verdicts where the two differ; a chain compared with the old key’s user', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { id } = await workloadNamed(new Script(console), 'limbo');
  await signIn(page, console);
  await page.goto(`${console.url}/workloads/${id}/migration?module=permissions`);
  await page.getByRole('radio', { name: /^Give a policy of your own/ }).check();
  await page
    .getByLabel('Policy document')
    .fill(
      '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject*", "Resource": "arn:aws:s3:::limbo-brain-560921689673/*"}]}',
    );
  await page.getByRole('button', { name: 'Make the plan' }).click();
  const opinions = page.getByRole('table', { name: 'AWS’s second opinions' });
  await expect(opinions).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('The two differ on 1 point: both verdicts stand below.')).toBeVisible();
  const row = opinions.getByRole('row', { name: /AWS finds nothing wrong with the policies/ });
  await expect(row).toContainText(/The two differ on LimboTaskRolePermissions.*Console.*PutObject.*AWS.*nothing dangerous or broken/);
  await expect(page.getByRole('table', { name: 'Checks' })).not.toContainText('AWS finds nothing wrong');
  await look(page, '60-second-opinions');
  await page.setViewportSize({ width: 1024, height: 768 });
  await look(page, '61-second-opinions-1024');

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${console.url}/chains/new`);
  await page.getByLabel('Compare with a user (optional)').fill('arn:aws:iam::560921689673:role/x');
  await page.getByRole('button', { name: 'Go on to the next role' }).click();
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await page.getByRole('button', { name: 'Module 1 Caller' }).click();
  await expect(page.getByText(/^must be the ARN of a user/)).toBeVisible();
  await page.getByLabel('Compare with a user (optional)').fill('arn:aws:iam::560921689673:user/payments-svc');
  await look(page, '62-compare-with');
  await page.getByRole('button', { name: 'Go on to the next role' }).click();
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('row', { name: /The roles may do nothing that payments-svc may not do today/ })).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByRole('table', { name: /^What the user may do/ })).toBeVisible();
  await look(page, '63-chain-compared');
  await page.setViewportSize({ width: 1024, height: 768 });
  await look(page, '64-chain-compared-1024');
});
