import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
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

test('limbo goes from static keys to verified on the account "endpoint", and the console\'s own sandbox stays', async () => {
  const script = new Script(console);
  const account = await accountNamed(script, 'endpoint');
  expect(account.warning).toContain('accepted on a custom endpoint');
  const scan = await scanAccount(script, account.id);
  expect(scan.state, JSON.stringify(scan)).toBe('complete');
  const limbo = await workloadNamed(script, 'limbo');
  expect(limbo).toMatchObject({ accountId: account.id, state: 'static-keys' });

  const plan = await planRole(script, limbo, { role: { create: { name: 'LimboTaskRole' } } });
  expect(plan.blockedBy).toEqual([]);
  const run = await runUntil(script, (await startRun(script, plan)).id, ended);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(run.verification.state).toBe('verified');
  expect((await scanAccount(script, (await accountNamed(script, 'sandbox')).id)).state).toBe('complete');
});
