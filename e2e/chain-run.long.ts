import { expect, test } from '@playwright/test';
import { look, signIn } from './support/browser.ts';
import { chainState, planChainAnew, runChain } from './support/chains.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { ended, runUntil } from './support/steps.ts';

let console: Console;
let script: Script;
test.beforeAll(async () => {
  console = await startConsole({ ROLEWRIGHT_SANDBOX_ESTATE: 'empty' });
  script = new Script(console);
});
test.afterAll(() => console?.stop());

test('A4 B3: the run of a chain is among the migrations, says what it proved, and can be rolled back on its page', async ({ page }) => {
  const plan = await planChainAnew(script);
  const run = await runChain(script, plan);
  await signIn(page, console);
  await page.goto(`${console.url}/migrations`);
  await page.getByRole('link', { name: 'role1 → role2 → role3' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('role1 → role2 → role3');
  await page.getByRole('button', { name: /^Module \d Change/ }).click();
  await page.getByRole('link', { name: 'Show the run' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Chain role1 → role2 → role3');
  await expect(page.getByText('By the policies as they were read the chain opens to the right call')).toBeVisible();
  await expect(page.getByText('The old key')).toHaveCount(0);
  await look(page, 'chain-run');
  await page.getByRole('button', { name: 'Roll back', exact: true }).click();
  await expect(page.getByText('Take AssumedByrole2 out of the trust policy of role3')).toBeVisible();
  await page.getByRole('button', { name: 'Roll back now' }).click();
  expect((await runUntil(script, run.id, (now) => ended(now) && now.state !== 'succeeded')).state).toBe('rolled-back');
  await expect(page.getByText('Everything that this run did is undone').first()).toBeVisible();
  expect(await chainState(script)).toMatchObject({ role1: undefined, role2: undefined });
});
