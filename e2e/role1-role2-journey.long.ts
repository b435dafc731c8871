import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, type Page, test } from '@playwright/test';
import { look, signIn } from './support/browser.ts';
import { type Console, startConsole } from './support/console.ts';
import { Script } from './support/http.ts';
import { callsOfOperator, carryOutPlan, lastCall } from './support/policy-plan.ts';
import { listObjects, sessionOf } from './support/role-session.ts';
import { awsOf } from './support/sandbox.ts';
import { accountNamed, scanAccount } from './support/steps.ts';
import { credentialsInTask, type TaskCredentials } from './support/task-role.ts';

// Document 001, in its order; each test goes on where the one before has ended.
test.describe.configure({ mode: 'serial', timeout: 600_000 });

const account = '560921689673';
const arnOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const bucket = 'github-amitsaha-bucket';
const role1 = arnOf('apps/role1');
const role2 = arnOf('role2');
/** role1, role3 … role51: fifty. */
const names = Array.from({ length: 51 }, (_, index) => `role${index + 1}`).filter((name) => name !== 'role2');
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const trusting = (Principal: object) => document({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
const tasks = document({
  Effect: 'Allow',
  Principal: { Service: 'ecs-tasks.amazonaws.com' },
  Action: 'sts:AssumeRole',
  Condition: { StringEquals: { 'aws:SourceAccount': account } },
});

let console: Console;
let page: Page;
let script: Script;
let accountId: string;
let iam: IAMClient;
let ofRole1: TaskCredentials;

test.beforeAll(async ({ browser }) => {
  console = await startConsole();
  script = new Script(console);
  accountId = (await accountNamed(script, 'sandbox')).id;
  iam = awsOf(console).iam;
  const s3 = new S3Client({
    region: 'us-east-1',
    endpoint: console.sandbox().url,
    credentials: iam.config.credentials,
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'hello.txt', Body: 'hello' }));
  s3.destroy();
  await create('role1', tasks, '/apps/');
  await create('role2', trusting({ Service: 'ec2.amazonaws.com' }));
  const whole = document({ Effect: 'Allow', Action: 's3:*', Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`] });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'role2', PolicyName: 's3', PolicyDocument: whole }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'profile2' }));
  await iam.send(new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'profile2', RoleName: 'role2' }));
  ofRole1 = await runAs(role1);
  await scanAccount(script, accountId);
  page = await (await browser.newContext()).newPage();
  await signIn(page, console);
});
test.afterAll(async () => {
  iam?.destroy();
  await page?.context().close();
  await console?.stop();
});

/** A role that was just made is not known everywhere yet (D-50). */
async function runAs(arn: string): Promise<TaskCredentials> {
  const found: TaskCredentials[] = [];
  await expect(async () => void found.push(await credentialsInTask(console, arn))).toPass({ timeout: 60_000 });
  const [credentials] = found;
  if (credentials === undefined) throw new Error(`nothing runs as ${arn}`);
  return credentials;
}

const create = (RoleName: string, AssumeRolePolicyDocument: string, Path = '/') =>
  iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument }));
/** The chained session's listing, or why there is none. */
async function listedThrough(credentials: TaskCredentials): Promise<string[] | string> {
  const session = await sessionOf(console, credentials, role2);
  return typeof session === 'string' ? session : listObjects(console, session, bucket);
}
const trustOf = async (RoleName: string) =>
  decodeURIComponent((await iam.send(new GetRoleCommand({ RoleName }))).Role?.AssumeRolePolicyDocument ?? '');
async function openRole(arn: string): Promise<void> {
  await scanAccount(script, accountId);
  await page.goto(`${console.url}/roles?focus=${encodeURIComponent(arn)}`);
}
const finding = (text: RegExp) => page.getByRole('list', { name: 'Findings' }).getByRole('listitem').filter({ hasText: text });

test('B4 B8: the faults of the repository’s Terraform files are caught as they are pasted', async () => {
  const fixture = (name: string) =>
    readFileSync(path.resolve(import.meta.dirname, `../packages/shared/src/proof/lint/cases/${name}/input.tf`), 'utf8');
  await page.getByRole('link', { name: 'Inspect a policy' }).click();
  await page.goto(`${console.url}/lint?kind=terraform`);
  const text = page.getByLabel('Terraform', { exact: true }).locator('visible=true').last();
  await text.fill(fixture('001-account-root'));
  await expect(finding(/no service in its|where the service belongs/)).toContainText('Line 13');
  await text.fill(fixture('001-role2-keeps-its-service'));
  await expect(finding(/trusts a service beside users or roles/)).toContainText('Line 34');
  await expect(finding(/Nothing in this file uses this profile/)).toContainText('Line 43');
});

test('B1 B6: ListObjects is denied before; the message of the denied AssumeRole becomes a plan, and after it the chained session lists', async () => {
  expect(await listObjects(console, ofRole1, bucket)).toBe('AccessDenied');
  const denied = await sessionOf(console, ofRole1, role2);
  expect(denied).toContain('AccessDenied');
  await page.getByRole('link', { name: 'Why was a call denied?' }).click();
  await page.getByLabel('Message of AWS').fill(String(denied));
  await page.getByRole('button', { name: 'Diagnose' }).click();
  await expect(page.getByRole('heading', { name: 'The trust half is missing' })).toBeVisible();
  await page.getByRole('button', { name: /^Plan the change/ }).click();
  await carryOutPlan(page, 'Let role1 call sts:AssumeRole on role2', '001-diagnosed');
  await expect.poll(() => listedThrough(ofRole1), { timeout: 30_000 }).toEqual(['hello.txt']);
});

test('B4: the needless service goes out of role2’s trust policy by a plan, its profile is named as unused, and role1 keeps the way in', async () => {
  await openRole(role2);
  const found = finding(/trusts a service beside users or roles/);
  await expect(found.getByText(/Instance profile profile2 is then unused/)).toBeVisible();
  await look(page, '001-service-beside-caller');
  await found.getByRole('button', { name: /^Plan the fix/ }).click();
  await carryOutPlan(page, 'Take ec2 out of the trust policy of role2');
  expect(await trustOf('role2')).not.toContain('ec2.amazonaws.com');
  expect(await listedThrough(ofRole1)).toEqual(['hello.txt']);
});

test('B15: role1 deleted and made anew is found, its ARN put back by a plan, and STS lets it in again', async () => {
  await iam.send(new DeleteRoleCommand({ RoleName: 'role1' }));
  await create('role1', tasks, '/apps/');
  ofRole1 = await runAs(role1);
  await expect.poll(() => listedThrough(ofRole1), { timeout: 30_000 }).toContain('AccessDenied');
  await openRole(role2);
  const found = finding(/is the id of a deleted user or role/);
  await expect(found.getByText(`+ ${role1}`)).toBeVisible();
  await look(page, '001-orphaned');
  await found.getByRole('button', { name: /^Plan the fix/ }).click();
  await carryOutPlan(page, 'Put role1 back into the trust policy of role2');
  await expect.poll(() => listedThrough(ofRole1), { timeout: 30_000 }).toEqual(['hello.txt']);
});

test('B7 B9: fifty roles by two policy writes; one of them may, a role outside may not, and everybody who can is listed', async () => {
  for (const name of names) if (name !== 'role1') await create(name, tasks, '/apps/');
  await create('outsider', tasks);
  const may = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role2 });
  await iam.send(new PutRolePolicyCommand({ RoleName: 'outsider', PolicyName: 'own', PolicyDocument: may }));
  await scanAccount(script, accountId);
  await page.goto(`${console.url}/chains/delivery?tab=callers&role=${encodeURIComponent(role2)}`);
  await page.getByRole('button', { name: 'Pick from the scanned users and roles' }).click();
  await page.getByLabel('Under the path').fill('/apps/');
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await page.getByRole('button', { name: 'Add 50 callers' }).click();
  await page.getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByText('Proposed: A path or the beginning of a name')).toBeVisible();
  await expect(page.getByText(/needs a higher quota/)).toBeVisible();
  await look(page, '001-callers');
  await page.getByRole('button', { name: /^Make the plan: Let 50 callers assume role2 by their path/ }).click();
  const before = await lastCall(console);
  await carryOutPlan(page, /^Let 50 callers assume role2 by their path/, '001-scaled');
  const writes = (await callsOfOperator(console, before)).filter((name) => /^(Put|Create|Update|Attach|Delete|Detach)/.test(name));
  expect(writes.filter((name) => !name.startsWith('Attach')).sort()).toEqual(['CreatePolicy', 'UpdateAssumeRolePolicy']);
  expect(writes.filter((name) => name === 'AttachRolePolicy')).toHaveLength(50);

  const ofOne = await runAs(arnOf('apps/role37'));
  await expect.poll(() => listedThrough(ofOne), { timeout: 30_000 }).toEqual(['hello.txt']);
  expect(await listedThrough(ofRole1)).toEqual(['hello.txt']);
  const outside = await runAs(arnOf('outsider'));
  expect(await listedThrough(outside)).toContain('AccessDenied');

  await openRole(role2);
  await expect(page.getByText(/^50 callers of \d+ that were asked/)).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Who, and why' }).click();
  await page.getByRole('button', { name: 'Show all 50' }).click();
  const listed = page.getByRole('list', { name: 'Who can assume it' }).getByRole('link');
  await expect(listed).toHaveCount(50);
  expect((await listed.allTextContents()).sort()).toEqual([...names].sort());
  await look(page, '001-who-can');
});
