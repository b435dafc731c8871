import { expect, type Page } from '@playwright/test';
import { look } from './browser.ts';
import type { Console } from './console.ts';
import { admin } from './sandbox.ts';

/** From the plan's page, which was just made, to the end of its run: proofs looked at, what is not known acknowledged, confirmed by typing. */
export async function carryOutPlan(page: Page, title: string | RegExp, picture?: string): Promise<void> {
  await page.waitForURL(/\/plans\//, { timeout: 60_000 });
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  if (picture) await look(page, `${picture}-prove`);
  await page.getByRole('button', { name: /^Module \d Change/ }).click();
  await expect(page.getByText('The change is blocked')).toHaveCount(0);
  for (const box of await page.getByRole('checkbox', { name: /^I accept that this does not hold/ }).all()) await box.check();
  const field = page.getByLabel(/^Type .+ to confirm$/);
  const [, name = ''] =
    /^Type (.+) to confirm$/.exec(
      (await page
        .getByText(/^Type .+ to confirm$/)
        .first()
        .textContent()) ?? '',
    ) ?? [];
  await field.fill(name);
  if (picture) await look(page, `${picture}-change`);
  await page.getByRole('button', { name: 'Start the change' }).click();
  await page.waitForURL(/\/runs\//);
  await expect(page.getByText(/^Done/).first()).toBeVisible({ timeout: 300_000 });
}

/** What the console's operator has called after number `since`, by the sandbox's log. */
export async function callsOfOperator(console: Console, since: number): Promise<string[]> {
  return (await callsSince(console, since)).flatMap(({ operation, principal }) =>
    principal.includes('RolewrightOperator') ? [operation] : [],
  );
}

/** Number of the last call that reached the sandbox. */
export const lastCall = async (console: Console): Promise<number> => (await callsSince(console, 0)).at(-1)?.seq ?? 0;

const callsSince = async (console: Console, since: number) =>
  (await admin<{ items: { seq: number; operation: string; principal: string }[] }>(console, 'GET', `calls?since=${since}`)).items;
