import { expect, type Page, test } from '@playwright/test';
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
  ({ console, script, page } = await openScanned(browser));
});
test.afterAll(() => closeScanned({ console, page }));

test('A1 D14: groups and instances stand among the workloads, and a filter shows those of one kind', async () => {
  await page.goto(`${console.url}/workloads?kind=auto-scaling-group,instance`);
  await expect(page.getByRole('link', { name: 'image-upload-web' })).toBeVisible();
  const row = page.getByRole('row').filter({ hasText: 'image-upload-web' });
  await expect(row).toContainText('Auto Scaling group');
  await expect(row).toContainText('2 instances');
  await look(page, 'workloads-ec2', seen);
  await page.goto(`${console.url}/findings?q=image-upload`);
  await expect(page.getByText('line 8 of user data, launch configuration image-upload-web-v5')).toBeVisible();
  await look(page, 'findings-ec2', seen);
});

test('D14 D-68: the page of a group: the chain, user data by line with key lines marked, its instances', async () => {
  const { id } = await workloadNamed(script, 'image-upload-web');
  await page.goto(`${console.url}/workloads/${id}`);
  await expect(page.getByText(/of image-upload, set by user data/)).toBeVisible();
  await look(page, 'group-identity', seen);
  await page.getByRole('tab', { name: /User data/ }).click();
  await expect(page.getByText('export AWS_SECRET_ACCESS_KEY=••••')).toBeVisible();
  await page.getByRole('button', { name: 'Show line 9' }).click();
  await expect(page.locator('tr.selected-line')).toContainText('AWS_SECRET_ACCESS_KEY');
  await look(page, 'group-user-data', seen);
  await page.getByRole('tab', { name: 'Instances (2)' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'launch configuration image-upload-web-v5' })).toHaveCount(2);
  await look(page, 'group-instances', seen);
});

test('D-66 D-70 A1: a shadowed instance and a group with an old version, at 1024 pixels too', async () => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.goto(`${console.url}/workloads/${(await workloadNamed(script, 'sales-reports')).id}`);
  await expect(page.getByText('Other instances with its profile')).toBeVisible();
  await look(page, 'instance-shadowed-1024', seen);
  await page.goto(`${console.url}/workloads/${(await workloadNamed(script, 'shop-web')).id}?tab=user-data`);
  await expect(page.getByText('Version 1 of launch template shop-web')).toBeVisible();
  await look(page, 'group-versions-1024', seen);
  await page.setViewportSize({ width: 1440, height: 900 });
});

test('E2 E3 E5: a role of instances: which can have it, how many, and the picture by way of the profile', async () => {
  const arn = 'arn:aws:iam::560921689673:role/platform-node';
  await page.goto(`${console.url}/roles?focus=${encodeURIComponent(arn)}&depth=1`);
  await expect(page.getByText('It can be given to instances')).toBeVisible();
  await expect(page.getByText('1 running instance of 1 workload can reach this role')).toBeVisible();
  await expect(page.locator('[data-node$="instance-profile/platform-node"]')).toBeVisible();
  await look(page, 'role-of-instances', seen);
});

test('D-18: no secret of the estate was on any of these screens', () => {
  expect(leaks(estateSecrets(console.dataDir), seen)).toEqual([]);
});
