import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import type { ObservedUse } from '@rolewright/shared/plan/observed-use.ts';
import { look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, ended, planRole, runUntil, scanAccount, startRun, workloadNamed } from './support/steps.ts';

// The sandbox of one console is an AWS-compatible endpoint to another, which knows nothing of it but an address and credentials.
let aws: Console;
let console: Console;
const home = mkdtempSync(path.join(tmpdir(), 'rolewright-home-'));
test.beforeAll(async () => {
  aws = await startConsole();
  const [, id, secret] = /\[sandbox\]\naws_access_key_id = (\S+)\naws_secret_access_key = (\S+)/.exec(
    readFileSync(path.join(aws.dataDir, 'sandbox/aws-credentials'), 'utf8'),
  ) ?? ['', '', ''];
  console = await startConsole({
    HOME: home,
    AWS_ENDPOINT_URL: aws.sandbox().url,
    AWS_ACCESS_KEY_ID: id ?? '',
    AWS_SECRET_ACCESS_KEY: secret ?? '',
    ROLEWRIGHT_SANDBOX_ESTATE: 'empty',
  });
});
test.afterAll(async () => {
  await console?.stop();
  await aws?.stop();
  rmSync(home, { recursive: true, force: true });
});

test('limbo goes from static keys to verified on the account "endpoint", and the console\'s own sandbox stays', async ({ page }) => {
  const script = new Script(console);
  const account = await accountNamed(script, 'endpoint');
  expect(account.warning).toContain('accepted on a custom endpoint');
  const scan = await scanAccount(script, account.id);
  expect(scan.state, JSON.stringify(scan)).toBe('complete');
  const limbo = await workloadNamed(script, 'limbo');
  expect(limbo).toMatchObject({ accountId: account.id, state: 'static-keys' });

  const plan = await planRole(script, limbo, { role: { create: { name: 'LimboTaskRole' } } });
  expect(plan.blockedBy).toEqual([]);
  await seesOnlyManagementEvents(page, script, limbo.id);
  const run = await runUntil(script, (await startRun(script, plan)).id, ended);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(run.verification.state).toBe('verified');
  expect((await scanAccount(script, (await accountNamed(script, 'sandbox')).id)).state).toBe('complete');
});

/** C8, D-60: all that limbo does is data events, which AWS's event history does not have: nothing follows, and the screen says so. */
async function seesOnlyManagementEvents(page: Page, script: Script, id: string): Promise<void> {
  const use = await script.get<ObservedUse>(`/api/workloads/${id}/observed-use`);
  expect(use).toMatchObject({ sight: 'management-events', items: [], document: null });
  await signIn(page, console);
  await page.goto(`${console.url}/workloads/${id}/migration?module=permissions`);
  await expect(page.getByText('No policy can be made of what was seen')).toBeVisible();
  await expect(page.getByText(/cloudwatch:PutMetricData, SQS messages/)).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Only what it was seen doing/ })).toBeDisabled();
  await expect(page.getByRole('row', { name: /cloudwatch:PutMetricData/ })).toContainText('not visible');
  await look(page, '16-observed-use-on-aws');
}
