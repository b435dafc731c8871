import { expect, type Page, test } from '@playwright/test';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { look, type Seen } from './support/browser.ts';
import { estateSecrets, leaks } from './support/canary.ts';
import type { Console } from './support/console.ts';
import type { Script } from './support/http.ts';
import { closeScanned, openScanned } from './support/scanned-console.ts';
import { workloadNamed } from './support/steps.ts';

test.describe.configure({ mode: 'serial', timeout: 300_000 });
let console: Console;
let page: Page;
let script: Script;
const seen: Seen = {};

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  ({ console, script, page } = await openScanned(browser, { ROLEWRIGHT_SANDBOX_TIME_SCALE: '0.01' }));
});
test.afterAll(() => closeScanned({ console, page }));

const editor = () => page.getByRole('textbox', { name: /^Edited text of Instance/ });
const findings = () => page.getByRole('list', { name: 'Findings of the edited text' });
const docker = 'docker run -d --restart=always --name renderer -e AWS_REGION=us-east-1 renderer:4.1';
const whole = `#!/bin/bash\nsystemctl enable --now docker\n${docker}`;

test('D8 D-68: user data that needs a person is edited within the plan, by keyboard, with every edit checked and the exact difference', async () => {
  const { id } = await workloadNamed(script, 'docker-host');
  await page.goto(`${console.url}/workloads/${id}/migration?module=launch`);
  await expect(page.getByText('A person has to edit it')).toBeVisible();
  const leave = page.getByRole('radio', { name: /^Leave the user data/ });
  await expect(leave).toBeChecked();
  await leave.focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('radio', { name: /^Edit the user data/ })).toBeChecked();
  await expect(editor()).toHaveValue(/export AWS_SECRET_ACCESS_KEY=••••\n/);
  await expect(page.getByText('Nothing is edited yet').first()).toBeVisible();

  // A line that looks like a secret is refused before it leaves the page.
  await editor().fill(`${whole}\nexport DB_PASSWORD=${['Q4x9Tr0ub', 'zz3'].join('&')}`);
  await expect(page.getByText('1 typed line cannot be kept in a plan').first()).toBeVisible();
  await expect(findings()).toContainText('Line 4');
  await look(page, 'user-data-edit-refused', seen);
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByText('A typed line cannot be kept in a plan; it says why.')).toBeVisible();

  // One of the pair is left.
  await editor().fill(`#!/bin/bash\nexport AWS_SECRET_ACCESS_KEY=••••\n${docker}`);
  await expect(page.getByText(/^A key is left: 1 finding/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Show line 2' }).last().press('Enter');
  await expect(editor()).toBeFocused();

  await editor().fill(whole);
  await expect(page.getByText('No static key is left: the plan can take it').first()).toBeVisible();
  const diff = page.getByRole('table', { name: /^Changes of Instance/ });
  await expect(diff.locator('tr.removed')).toHaveCount(3);
  await expect(diff.locator('tr.added')).toHaveCount(1);
  await look(page, 'user-data-edit-clean', seen);
  await page.setViewportSize({ width: 1024, height: 768 });
  await look(page, 'user-data-edit-clean-1024', seen);
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('D8 D-67: the plan takes the edited text, shows what a person did, and writes it while the instance is stopped', async () => {
  await page.getByRole('button', { name: 'Make the plan' }).click();
  await expect(page.getByRole('heading', { name: 'Prove' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/A person edited it: 3 lines go, 1 line comes/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Go on to the change' }).click();
  await expect(page.getByText(/Write the user data of i-.* as it was edited/).first()).toBeVisible();
  await look(page, 'user-data-edit-change', seen);
  for (const box of await page.getByRole('checkbox', { name: /^I know that this is not known/ }).all()) await box.check();
  await page.getByLabel('Type docker-host to confirm').fill('docker-host');
  await page.getByRole('button', { name: 'Start the change' }).click();
  await page.waitForURL(/\/runs\//);
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await expect
    .poll(async () => (await script.get<Run>(`/api/runs/${id}`)).steps.find(({ kind }) => kind === 'start-instance')?.state, {
      timeout: 180_000,
    })
    .toBe('done');
  expect(leaks(estateSecrets(console.dataDir), seen)).toEqual([]);
});
