import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { look, openScreen, type Seen, signIn } from './support/browser.ts';
import { estateSecrets, leaks } from './support/canary.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole({ ROLEWRIGHT_SANDBOX_TIME_SCALE: '0.01' });
});
test.afterAll(() => console?.stop());

/** Id of the estate's instance of this name, from the sandbox's own state. */
function instanceNamed(name: string): string {
  const state = readFileSync(path.join(console.dataDir, 'sandbox/state.json'), 'utf8');
  let found = '';
  JSON.parse(state, (_key, value) => {
    if (value?.instanceId && value.tags?.Name === name) found = value.instanceId;
    return value;
  });
  return found;
}

test('D5 D14 D18 E15: document 004’s builder gets its profile; each step says why, the calls and the way by hand; and it is taken back', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const script = new Script(console);
  const home = await accountNamed(script, 'sandbox');
  await scanAccount(script, home.id);
  const instanceId = instanceNamed('builder');
  const asking = {
    recipe: 'ec2-instance-profile',
    accountId: home.id,
    region: 'us-east-1',
    target: { instanceId },
    inputs: { role: { create: { name: 'BuilderRole' } }, profile: { create: { name: 'BuilderRole' } } },
  };
  const plan = await script.post<Plan>('/api/plans', asking, 201);
  const seen: Seen = {};
  await signIn(page, console);
  await openScreen(page, 'Migrations');
  await page.getByRole('link', { name: 'builder' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Move builder to an instance profile' })).toBeVisible();
  await expect(page.getByText('The programs on the instance will take the role').first()).toBeVisible();
  await look(page, '90-instance-prove', seen);
  await page.setViewportSize({ width: 1024, height: 800 });
  await look(page, '90-instance-prove-1024', seen);
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('button', { name: 'Module 2 Change' }).click();
  await expect(page.getByText(`Attach the instance profile BuilderRole to ${instanceId}`).first()).toBeVisible();
  await look(page, '91-instance-change', seen);
  for (const box of await page.getByRole('checkbox', { name: /^I know that this is not known/ }).all()) await box.check();
  await page.getByLabel(`Type ${plan.confirm} to confirm`).fill(plan.confirm);
  await page.getByRole('button', { name: 'Start the change' }).click();
  await expect(page.getByText(/Associated, not yet used/).first()).toBeVisible({ timeout: 120_000 });
  await look(page, '92-instance-run', seen);

  await page.getByRole('button', { name: 'Roll back', exact: true }).click();
  await expect(page.getByText(`Take the instance profile BuilderRole off ${instanceId}.`)).toBeVisible();
  await page.getByRole('button', { name: 'Roll back now' }).click();
  await expect(page.getByText('Rolled back', { exact: true }).first()).toBeVisible({ timeout: 120_000 });
  expect(leaks(estateSecrets(console.dataDir), seen)).toEqual([]);
});
