import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';

const cases = path.resolve(import.meta.dirname, '../packages/shared/src/proof/lint/cases');
const fixture = (file: string): string => readFileSync(path.join(cases, file), 'utf8');

let console: Console;
test.beforeAll(async () => {
  console = await startConsole();
});
test.afterAll(() => console?.stop());

test('A3 A12 A13 B4 B8: the faults of documents 000 and 001 are caught on import, by line', async ({ page }) => {
  await signIn(page, console);
  await page.getByRole('link', { name: 'Inspect a policy' }).click();
  await expect(page.getByText('Nothing pasted yet')).toBeVisible();
  await look(page, 'lint-empty');

  await page
    .getByRole('radio', { name: 'Terraform' })
    .or(page.getByRole('button', { name: 'Terraform' }))
    .first()
    .click();
  await expect(page).toHaveURL(/kind=terraform/);
  const text = page.getByLabel('Terraform', { exact: true }).locator('visible=true').last();
  await text.fill(fixture('000-chain-with-external-id/input.tf'));
  const findings = page.getByRole('list', { name: 'Findings' }).getByRole('listitem');
  await expect(findings.filter({ hasText: 'sts:AssumeRole on every role of every account' })).toContainText('Line 52');
  await expect(findings.filter({ hasText: 's3:* also grants' })).toContainText('Line 31');
  await expect(findings.filter({ hasText: 'names neither the bucket nor an object' })).toContainText('Line 34');
  await expect(findings.filter({ hasText: 'takes the policy away from every user' })).toContainText('Line 88');
  await page.getByRole('button', { name: 'Proposal for line 31' }).click();
  await expect(page.getByText('"s3:PutObject"').first()).toBeVisible();
  await page.getByRole('button', { name: 'Show line 52' }).press('Enter');
  expect(await text.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd))).toContain(
    'resources = ["*"]',
  );
  await look(page, 'lint-terraform');

  await text.fill(fixture('001-account-root/input.tf'));
  await expect(
    findings.filter({ hasText: 'where the service belongs' }).or(findings.filter({ hasText: 'no service in its' })),
  ).toContainText('Line 13');
  await text.fill(fixture('001-role2-keeps-its-service/input.tf'));
  await expect(findings.filter({ hasText: 'Nothing in this file uses this profile' })).toContainText('Line 43');
  await expect(findings.filter({ hasText: 'trusts a service beside users or roles' })).toContainText('Line 34');
});
