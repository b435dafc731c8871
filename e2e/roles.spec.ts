import { CreateRoleCommand, DeleteRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect, type Page, test } from '@playwright/test';
import { look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { awsOf } from './support/sandbox.ts';
import { accountNamed, scanAccount } from './support/steps.ts';

// One session for all of them: the printed code signs in once.
test.describe.configure({ mode: 'serial', timeout: 240_000 });
let console: Console;
let page: Page;
let account: string;
const externalId = 'gT7mQ2xV9bK4nR8sW3yZ6aH1cD5eF0jL';

test.beforeAll(async ({ browser }) => {
  console = await startConsole({ ROLEWRIGHT_SANDBOX_TIME_SCALE: '0.01' });
  const script = new Script(console);
  const sandbox = await accountNamed(script, 'sandbox');
  account = sandbox.awsAccountId ?? '';
  await chain();
  await scanAccount(script, sandbox.id);
  page = await (await browser.newContext()).newPage();
  await signIn(page, console);
});
test.afterAll(async () => {
  await page?.context().close();
  await console?.stop();
});

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const trusting = (Principal: object, more: object = {}) =>
  policy({ Sid: 'Callers', Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });

/** Builder → Expansive → Archive and Shared. Operator, whom Archive trusts, is made anew; Shared trusts its whole account. */
async function chain(): Promise<void> {
  const aws = awsOf(console);
  const { iam } = aws;
  const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;
  const ecsTasks = trusting({ Service: 'ecs-tasks.amazonaws.com' }, { Condition: { StringEquals: { 'aws:SourceAccount': account } } });
  const assume = (...names: string[]) => ({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: names.map(role) });
  const asked = {
    Condition: { StringEquals: { 'sts:ExternalId': externalId }, StringLike: { 'sts:RoleSessionName': 'builder-*' } },
  };
  const create = async (RoleName: string, AssumeRolePolicyDocument: string, may: object) => {
    // A principal that was just created is not known everywhere yet (D-50).
    await expect(() => iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))).toPass();
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: policy(may) }));
  };
  const write = { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::archive/*' };
  await create('Builder', ecsTasks, assume('Expansive'));
  await create('Operator', ecsTasks, assume('Archive'));
  await create('Expansive', trusting({ AWS: role('Builder') }, asked), { Effect: 'Allow', Action: 's3:*', Resource: '*' });
  const next = policy(assume('Archive', 'Shared'));
  await iam.send(new PutRolePolicyCommand({ RoleName: 'Expansive', PolicyName: 'next', PolicyDocument: next }));
  await create('Archive', trusting({ AWS: [role('Expansive'), role('Operator')] }), write);
  await create('Shared', trusting({ AWS: `arn:aws:iam::${account}:root` }), write);
  await iam.send(new DeleteRolePolicyCommand({ RoleName: 'Operator', PolicyName: 'own' }));
  await iam.send(new DeleteRoleCommand({ RoleName: 'Operator' }));
  await create('Operator', ecsTasks, assume('Archive'));
  aws.close();
}

test('E4 E7 E8: from the navigation to the role that reaches furthest, and on along the chain by keyboard', async () => {
  await page.getByRole('link', { name: 'Roles and chains', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Roles and chains/ })).toBeVisible();
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: 'Expansive', exact: true }) });
  await expect(row.getByText('s3:* on *')).toBeVisible();
  await look(page, '30-roles');
  await page.getByRole('link', { name: 'Expansive', exact: true }).click();

  await expect(page).toHaveURL(/\/roles\?.*focus=arn/);
  await expect(page.getByRole('heading', { level: 1, name: 'Expansive' })).toBeVisible();
  const picture = page.getByRole('group', { name: /^Picture/ });
  const box = (name: RegExp) => picture.getByRole('button', { name });
  await expect(box(/Builder/)).toBeVisible();
  await expect(picture.getByText('external id required').first()).toBeVisible();
  await expect(picture.getByText('session name like builder-*').first()).toBeVisible();
  await expect(page.getByText(/^1 caller of \d+ that were asked/)).toBeVisible();
  await page.getByRole('button', { name: 'Who, and why' }).click();
  await expect(page.getByText(/^Allowed to whoever .*knows the external id/).first()).toBeVisible();
  await expect(page.getByText('At most s3:* on *; it can become 2 other roles.')).toBeVisible();
  await page.getByRole('button', { name: /^All of it, .*the widest first/ }).click();
  await expect(page.getByText(/^Expansive → Archive/)).toBeVisible();
  await look(page, '31-role-chain');

  await box(/Builder/).focus();
  await page.keyboard.press('ArrowRight');
  await expect(box(/Role ?Expansive/)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect(box(/Role ?Expansive/)).toBeFocused();
  await box(/Role ?Archive/).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Archive' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Expansive' })).toBeVisible();
});

test('B15 D-47 D-52: what is dangling and the whole account stand out in the picture, in the list and among the findings', {
  tag: '@long',
}, async () => {
  await page.goto(`${console.url}/roles?focus=${encodeURIComponent(`arn:aws:iam::${account}:role/Archive`)}`);
  const picture = page.getByRole('group', { name: /^Picture/ });
  await expect(picture.getByText('dangling principal')).toBeVisible();
  const findings = page.getByRole('list', { name: 'Findings' });
  await expect(findings.getByText(/is the id of a deleted user or role/)).toBeVisible();
  await expect(findings.getByText(`+ arn:aws:iam::${account}:role/Operator`)).toBeVisible();
  const list = page.getByRole('table', { name: /^Who can become whom/ });
  await expect(list.getByText('trusted only')).toBeVisible();
  await expect(list.getByText('permitted only, not trusted')).toBeVisible();
  await expect(page.getByText(externalId)).toHaveCount(0);
  await look(page, '32-dangling');
  await page.goto(`${console.url}/roles?focus=${encodeURIComponent(`arn:aws:iam::${account}:role/Shared`)}`);
  await expect(picture.getByText('trusts a whole account')).toBeVisible();
  await expect(findings.getByText(/The account as principal trusts everyone in it/)).toBeVisible();
});

test('depth and view are addresses; a narrow window keeps all of it; what nobody knows says what to do', { tag: '@long' }, async () => {
  const focus = encodeURIComponent(`arn:aws:iam::${account}:role/Builder`);
  await page.goto(`${console.url}/roles?focus=${focus}&depth=1`);
  const picture = page.getByRole('group', { name: /^Picture/ });
  await expect(picture.getByRole('button', { name: /Expansive/ }).first()).toBeVisible();
  await expect(picture.getByRole('button', { name: /Archive/ })).toHaveCount(0);
  await page.getByRole('button', { name: '3 steps' }).click();
  await expect(page).toHaveURL(/depth=3/);
  await expect(picture.getByRole('button', { name: /Archive/ }).first()).toBeVisible();
  await page.setViewportSize({ width: 1024, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1024);
  await look(page, '33-role-chain-1024');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'List only' }).click();
  await expect(page).toHaveURL(/view=list/);
  await expect(picture).toHaveCount(0);
  await page.reload();
  await expect(
    page
      .getByRole('table', { name: /^Who can become whom/ })
      .getByText('Archive')
      .first(),
  ).toBeVisible();
  await expect(picture).toHaveCount(0);

  // What only the neighbourhood understands does not break the list.
  await page.goto(`${console.url}/roles?view=list`);
  await expect(page.getByRole('link', { name: 'Builder', exact: true })).toBeVisible();

  await page.goto(`${console.url}/roles?focus=nobody`);
  await expect(page.getByText(/No scan has found nobody, and no trust policy names it/)).toBeVisible();
  await look(page, '34-no-such-focus');
});

test('a workload leads to its role and to what it can become', { tag: '@long' }, async () => {
  await page.goto(`${console.url}/workloads?q=ledger`);
  await page.getByRole('link', { name: 'LedgerTaskRole' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'LedgerTaskRole' })).toBeVisible();
  const picture = page.getByRole('group', { name: /^Picture/ });
  await expect(picture.getByRole('button', { name: /Workload ?ledger/ })).toBeVisible();
  await picture.getByRole('button', { name: /Workload ?ledger/ }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'ledger' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'What can this workload really do?' })).toBeVisible();
  await expect(page.getByText(/^At most s3:.*; it can become no other role/)).toBeVisible();
  await look(page, '35-workload-chain');
});
