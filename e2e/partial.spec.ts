import { expect, test } from '@playwright/test';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { admin } from './support/sandbox.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

const reasonsOf = (scan: Scan): string[] => scan.coverage.flatMap((one) => one.gaps.map((gap) => gap.reason as string));

test('D-85 D-87 D-88: denied, throttled and disabled each show as partial with the reason, in the API and on the screen', {
  tag: '@long',
}, async ({ page }) => {
  // A call that is throttled for ever is given up after eight attempts with growing waits, a minute in all.
  test.setTimeout(240_000);
  const script = new Script(console);
  const { id, regions } = await accountNamed(script, 'sandbox');
  // A Region that this account has not enabled; a service that we may not read; a call that is throttled for ever.
  await script.call('PATCH', `/api/accounts/${id}`, { regions: [...regions, 'ap-east-1'] });
  await admin(console, 'PUT', 'faults', {
    rules: [
      { service: 'cloudformation', operation: '*', code: 'AccessDenied' },
      { service: 'events', operation: '*', code: 'ThrottlingException' },
    ],
  });
  const scan = await scanAccount(script, id);
  expect(scan.state).toBe('partial');
  expect(reasonsOf(scan)).toEqual(expect.arrayContaining(['denied', 'throttled', 'region-disabled']));

  await signIn(page, console);
  await expect(page.getByText(/was partial: what is missing here is not known, and not clean/)).toBeVisible();
  const detail = page.getByRole('button', { name: 'What was not visible, and why' });
  if ((await detail.getAttribute('aria-expanded')) !== 'true') await detail.click();
  for (const reason of [/ap-east-1.*region disabled/i, /cloudformation.*denied/i, /events.*throttled/i]) {
    await expect(page.getByRole('listitem').filter({ hasText: reason }).first()).toBeVisible();
  }
  await look(page, '20-partial');
  await page.goto(`${console.url}/workloads`);
  await expect(page.getByText(/was partial/)).toBeVisible();
  await look(page, '21-partial-workloads');
});
