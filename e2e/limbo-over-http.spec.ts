import { expect, test } from '@playwright/test';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { accountNamed, ended, planRole, runUntil, scanAccount, startRun, workloadNamed } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

test('C1 C4 C10 C11 D2: limbo goes from static keys to verified over HTTP only', { tag: '@long' }, async () => {
  const script = new Script(console);
  const account = await accountNamed(script, 'sandbox');
  const scan = await scanAccount(script, account.id);
  expect(scan.state).toBe('complete');

  const limbo = await workloadNamed(script, 'limbo');
  expect(limbo).toMatchObject({
    state: 'static-keys',
    kind: 'service',
    cluster: 'limbo',
    variables: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  });
  const findings = await script.all<Finding>(`/api/findings?workloadId=${limbo.id}`);
  expect(
    findings
      .filter((finding) => finding.standing === 'in-use' && finding.kind === 'static-key')
      .map((finding) => finding.location.variable),
  ).toEqual(expect.arrayContaining(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']));

  const plan = await planRole(script, limbo, { role: { create: { name: 'LimboTaskRole' } } });
  expect(plan.blockedBy).toEqual([]);
  const started = await startRun(script, plan);
  const run = await runUntil(script, started.id, ended);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(run.verification.state).toBe('verified');
  expect((await workloadNamed(script, 'limbo')).state).toBe('verified');
});
