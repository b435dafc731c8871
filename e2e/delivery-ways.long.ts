import { expect, type Page, test } from '@playwright/test';
import { look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';

test.describe.configure({ mode: 'serial' });
let console: Console;
let page: Page;
test.beforeAll(async ({ browser }) => {
  console = await startConsole();
  page = await (await browser.newContext()).newPage();
  await signIn(page, console);
});
test.afterAll(async () => {
  await page?.context().close();
  await console?.stop();
});

const role = 'arn:aws:iam::560921689673:role/CatalogTaskRole';
const choose = async (label: string, option: string | RegExp) => {
  await page.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  await page.getByRole('option', { name: option }).click();
};

test('A9 A10 D-08: a Marathon application is pasted and comes back on the chain; a source that is another identity is refused beside its field', async () => {
  await page.goto(`${console.url}/chains/delivery?kind=ec2-instance&caller=560921689673&region=us-east-1&role=${encodeURIComponent(role)}`);
  const app = { id: '/shop', cmd: './main', env: { AWS_ACCESS_KEY_ID: 'AKIAQNZGKIQY56JQ7WML', BUCKET: 'b' } };
  await page.getByLabel('Application as JSON').fill('{"id": ');
  await expect(page.getByText('is not JSON; a comma or quotation mark may be missing')).toBeVisible();
  await page.getByLabel('Application as JSON').fill(JSON.stringify({ ...app, env: { S3_KEY: 'AKIAQNZGKIQY56JQ7WML' } }));
  await page.getByRole('button', { name: 'Make the files' }).click();
  await expect(page.getByText(/^marathonApp.env.S3_KEY holds an access key/)).toBeVisible();
  await page.getByLabel('Application as JSON').fill(JSON.stringify(app));
  await choose('Source of its first credentials', /^EcsContainer/);
  await page.getByRole('button', { name: 'Make the files' }).click();
  await expect(page.getByText(/must be Ec2InstanceMetadata: EcsContainer would take another identity/).first()).toBeVisible();
  await look(page, 'delivery-source');
  await choose('Source of its first credentials', /^Ec2InstanceMetadata/);
  await page.getByRole('button', { name: 'Make the files' }).click();
  await page.getByRole('button', { name: 'marathon-app.json' }).click();
  const moved = page.getByRole('region', { name: 'marathon-app.json', exact: true });
  await expect(moved).toContainText('"AWS_CONFIG"');
  await expect(moved).not.toContainText('AKIA');
  await page.getByRole('button', { name: 'marathon-app.diff' }).click();
  await expect(page.getByRole('region', { name: 'marathon-app.diff', exact: true })).toContainText('(left out)');
});

test('A10: text of a Marathon application that is no JSON is in nobody’s way on ECS, and what is typed stays from tab to tab', async () => {
  await page.goto(`${console.url}/chains/delivery?kind=ec2-instance&caller=560921689673&region=us-east-1&role=${encodeURIComponent(role)}`);
  await page.getByLabel('Application as JSON').fill('{"id": ');
  await choose('It runs in', /^An ECS task/);
  await page.getByLabel('Name', { exact: true }).fill('/shop/orders');
  await page.getByRole('tab', { name: 'Many callers' }).click();
  await page.getByRole('tab', { name: 'For the application' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('/shop/orders');
  await page.getByRole('button', { name: 'Make the files' }).click();
  await expect(page.getByRole('region', { name: 'aws-config', exact: true })).toContainText('credential_source = EcsContainer');
});

test('B12: the ways to give a container its role, with what each needs and the trust policy of the role', async () => {
  await page.getByRole('button', { name: /^EKS Pod Identity/ }).click();
  await expect(page.getByRole('region', { name: 'Trust policy for EKS Pod Identity' })).toContainText('pods.eks.amazonaws.com');
  await page.getByRole('button', { name: /^metadataproxy/ }).click();
  await expect(page.getByText(/DockerHostRole of the instance may iam:GetRole and sts:AssumeRole/)).toBeVisible();
  await look(page, 'delivery-ways');
  await page.setViewportSize({ width: 1024, height: 800 });
  await look(page, 'delivery-ways-1024');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
});
