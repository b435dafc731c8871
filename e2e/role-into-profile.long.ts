import { CreateInstanceProfileCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { expect, type Page, test } from '@playwright/test';
import { ec2Trust } from '@rolewright/shared/iam/trust.ts';
import { look, type Seen, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { awsOf } from './support/sandbox.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

const arn = 'arn:aws:iam::560921689673:role/Servers';
const title = 'Put Servers into the instance profile Servers';
const seen: Seen = {};
let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

/** A role for EC2 as the API makes it, without a profile; and a profile that never got its role. */
async function halves(): Promise<void> {
  const aws = awsOf(console);
  await aws.iam.send(new CreateRoleCommand({ RoleName: 'Servers', AssumeRolePolicyDocument: JSON.stringify(ec2Trust) }));
  await aws.iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'Forgotten' }));
  aws.close();
}

const focus = (page: Page) => page.goto(`${console.url}/roles?focus=${encodeURIComponent(arn)}`);

test('E2: a role without a profile and a profile without a role are found; one click plans the fix, which is proven, applied and taken back', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const script = new Script(console);
  await halves();
  await scanAccount(script, (await accountNamed(script, 'sandbox')).id);
  await signIn(page, console);

  await page.goto(`${console.url}/roles`);
  const forgotten = page
    .getByRole('list', { name: 'Instance profiles without a role' })
    .getByRole('listitem')
    .filter({ hasText: 'Forgotten' });
  await expect(forgotten).toContainText('No automatic fix, because no role is called Forgotten');
  await look(page, 'profile-1-without-role', seen);

  await focus(page);
  await expect(page.getByText(/no instance profile holds it/).first()).toBeVisible({ timeout: 30_000 });
  await look(page, 'profile-2-role-without', seen);
  await page.getByRole('button', { name: `Plan the fix: ${title}` }).click();

  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('row', { name: /Each instance profile is new, or holds no other role/ })).toBeVisible();
  await look(page, 'profile-3-prove', seen);
  await page.getByRole('button', { name: /^Module 2 Change/ }).click();
  for (const box of await page.getByRole('checkbox', { name: /^I accept that this does not hold/ }).all()) await box.check();
  await page.getByLabel('Type Servers to confirm').fill('Servers');
  await page.setViewportSize({ width: 1024, height: 800 });
  await look(page, 'profile-4-change-1024', seen);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'Start the change' }).click();
  await expect(page.getByText('Verified', { exact: true })).toBeVisible({ timeout: 60_000 });
  await look(page, 'profile-5-run', seen);
  const run = page.url();

  await focus(page);
  await expect(page.getByText('Servers', { exact: true }).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/no instance profile holds it/)).toHaveCount(0);

  await page.goto(run);
  await page.getByRole('button', { name: 'Roll back' }).click();
  await expect(page.getByText('Delete the instance profile Servers, which this run created.')).toBeVisible();
  await page.getByRole('button', { name: 'Roll back now' }).click();
  await expect(page.getByText('Rolled back', { exact: true }).first()).toBeVisible({ timeout: 60_000 });
});
