import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { look, type Seen, signIn } from './support/browser.ts';
import { leaks } from './support/canary.ts';
import { type Console, startConsole } from './support/console.ts';

const key = `AKIA${'QNZGKIQY56JQ7WML'}`;
const secret = `${'q7Rw2Lk9'}/${'Zt4Yx8Bn3Vc6Hd1Jf5Gm0Ps'}+Ab2De9Q`;
const pair = `export AWS_ACCESS_KEY=${key}\nexport AWS_SECRET_ACCESS_KEY=${secret}\n`;
const start = '#!/bin/bash\nyum update -y\nyum install -y nodejs\n';
const end =
  'export AWS_REGION=us-east-1\nexport DB_PASSWORD=correct-horse-battery\ncd /srv/web && node server.js > /var/log/web.log 2>&1 &\n';

// Pictures and axe in both themes.
test.describe.configure({ timeout: 300_000 });

let console: Console;
test.beforeEach(async () => {
  console = await startConsole();
});
test.afterEach(() => console?.stop());

const text = (page: Page) => page.getByLabel('Text', { exact: true });
const findings = (page: Page) => page.getByRole('list', { name: 'Findings', exact: true }).getByRole('listitem');
const choose = (page: Page, name: string, buffer: Buffer) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });

async function downloaded(page: Page, button: string): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
  return readFileSync(await file.path());
}

test('D8 D14: the user data of document 003, pasted, comes back without its two lines', async ({ page }) => {
  await signIn(page, console);
  await page.getByRole('link', { name: 'Inspect a file' }).click();
  await expect(page.getByText('Nothing to inspect yet')).toBeVisible();
  await look(page, 'inspect-file-empty');

  await text(page).fill(start + pair + end);
  await expect(page.getByText('2 findings: the key can be taken out by itself').first()).toBeVisible();
  await expect(page.getByText('keeps the key until it is restarted or replaced').first()).toBeVisible();
  await expect(findings(page)).toHaveCount(2);
  await expect(findings(page).nth(0)).toContainText('Line 4');
  await expect(findings(page).nth(1)).toContainText('AWS_SECRET_ACCESS_KEY');
  const lines = page.getByRole('region', { name: 'The document by line' });
  await expect(lines.locator('tr.key-line')).toHaveCount(2);
  await expect(lines.locator('tr.masked-line')).toContainText('DB_PASSWORD=••••');
  await page.getByRole('button', { name: 'Show line 5' }).press('Enter');
  await expect(lines.locator('tr.selected-line')).toContainText('5');
  const diff = page.getByRole('table', { name: 'Changes of the rewritten document' });
  await expect(diff.locator('tr.removed')).toHaveCount(2);
  await expect(diff.locator('tr.added')).toHaveCount(0);
  await expect(diff).not.toContainText(secret);
  expect((await downloaded(page, 'Download the rewritten file')).toString()).toBe(start + end);
  await look(page, 'inspect-file-automatic');
  await page.setViewportSize({ width: 1024, height: 800 });
  await look(page, 'inspect-file-automatic-1024');

  // Nothing of it outlives the page.
  await page.getByRole('link', { name: 'Findings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Findings/ })).toBeVisible();
  await page.getByRole('link', { name: 'Inspect a file' }).click();
  await expect(text(page)).toHaveValue('');
  await expect(page.getByText('Nothing to inspect yet')).toBeVisible();
});

test('D8: a packed file is unpacked, rewritten and packed again; of a file no secret is shown', async ({ page }) => {
  await signIn(page, console);
  await page.goto(`${console.url}/inspect`);
  await choose(page, 'user-data.gz', gzipSync(start + pair + end));
  await expect(page.getByText('2 findings: the key can be taken out by itself').first()).toBeVisible();
  await expect(page.getByText('Guessed from how it begins')).toBeVisible();
  expect(gunzipSync(await downloaded(page, 'Download the rewritten file')).toString()).toBe(start + end);
  const seen: Seen = {};
  await look(page, 'inspect-file-gzip', seen);
  expect(leaks([secret, 'correct-horse-battery'], seen)).toEqual([]);

  await choose(page, 'latin.sh', Buffer.concat([Buffer.from(start + pair), Buffer.from([0x23, 0xe9, 0x0a])]));
  await expect(page.getByText('The document holds bytes that are no text').first()).toBeVisible();
  await expect(page.getByText('This document cannot be edited here')).toBeVisible();
  await look(page, 'inspect-file-unreadable', seen);
  expect(leaks([secret], seen)).toEqual([]);

  await page.getByRole('button', { name: 'Start over' }).click();
  await text(page).fill('#!/bin/sh\nstart-app\n');
  await expect(page.getByText('No static key was found').first()).toBeVisible();
});

test('D8: a document that needs a person is edited in place, checked as one types, with the exact difference', async ({ page }) => {
  await signIn(page, console);
  await page.goto(`${console.url}/inspect`);
  const docker = 'docker run -d -e AWS_ACCESS_KEY -e AWS_SECRET_ACCESS_KEY --restart always web:1\r\n';
  const windows = (one: string) => one.replaceAll('\n', '\r\n');
  await choose(page, 'user-data.sh', Buffer.from(windows(start + pair) + docker));
  await expect(page.getByText('2 findings: a person has to look').first()).toBeVisible();
  await expect(findings(page).first()).toContainText('Line 6: AWS_ACCESS_KEY is named again');
  const editor = page.getByLabel('Document', { exact: true });
  await page.getByRole('list', { name: 'Findings of the edited text' }).getByRole('button', { name: 'Show line 4' }).click();
  expect(await editor.evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd))).toContain(key);
  await expect(page.getByText('Nothing differs').first()).toBeVisible();
  await look(page, 'inspect-file-manual');

  const half = `${start}${pair.split('\n')[1]}\ndocker run -d --restart always web:1\n`;
  await editor.fill(half);
  await expect(page.getByText('A person still has to look: 1 finding').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Download the edited file' })).toBeDisabled();
  await editor.fill(`${start}docker run -d --restart always web:1\n`);
  await expect(page.getByText('No static key is left').first()).toBeVisible();
  const diff = page.getByRole('table', { name: 'Changes of the edited document' });
  await expect(diff.locator('tr.removed')).toHaveCount(3);
  await expect(diff.locator('tr.added')).toContainText('docker run -d --restart always web:1');
  expect((await downloaded(page, 'Download the edited file')).toString()).toBe(windows(`${start}docker run -d --restart always web:1\n`));
  await look(page, 'inspect-file-edited');
});
