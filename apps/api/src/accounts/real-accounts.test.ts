import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Access, Account } from '@rolewright/shared/accounts/account.ts';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { settled } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { scanAccount } from '../testing/scans.ts';

// Accounts as operators of AWS have them, against the sandbox as an AWS-compatible endpoint: the SDK's own chain, profiles, assumed roles.
let console: TestConsole;
const keys: Record<string, { accessKeyId: string; secretAccessKey: string }> = {};
let count = 0;

beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  for (const account of Object.values(console.sandbox.world.state.accounts)) {
    const [key] = Object.values(account.iam.accessKeys).filter((one) => one.userName === 'sandbox-administrator');
    if (key) keys[account.name] = { accessKeyId: key.id, secretAccessKey: key.secretAccessKey };
  }
});
afterAll(() => console?.close());
beforeEach(() => {
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path.join(console.dataDir, 'sandbox/aws-credentials'));
  vi.stubEnv('AWS_CONFIG_FILE', path.join(console.dataDir, 'aws-config'));
  writeFileSync(path.join(console.dataDir, 'aws-config'), '');
});
afterEach(() => vi.unstubAllEnvs());

function withKeyOf(name: string): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', keys[name]?.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys[name]?.secretAccessKey);
}

async function register(access: Access, { onAws = false, regions = ['us-east-1'] } = {}): Promise<Account> {
  count += 1;
  const body = { name: `real-${count}`, access, regions, ...(onAws ? {} : { endpointUrl: console.sandbox.url }) };
  const answer = await console.call<Account>('/api/accounts', { body });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

async function scanned(account: Account): Promise<{ scan: Scan; account: Account }> {
  const scan = await scanAccount(console, account.id);
  return { scan, account: (await console.call<Account>(`/api/accounts/${account.id}`)).body };
}

const clientSettings = () => ({
  region: 'us-east-1',
  endpoint: console.sandbox.url,
  credentials: keys.sandbox ?? { accessKeyId: '', secretAccessKey: '' },
});

async function createRole(RoleName: string, condition: object): Promise<string> {
  const iam = new IAMClient(clientSettings());
  const Principal = { AWS: 'arn:aws:iam::560921689673:user/sandbox-administrator' };
  const Statement = [{ Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'], Condition: condition }];
  const trust = JSON.stringify({ Version: '2012-10-17', Statement });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  const all = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument: all }));
  iam.destroy();
  await settled(console);
  return Role?.Arn ?? '';
}

test('D-91: the ambient chain on a custom endpoint works with a long-term key, and the account says so at once', async () => {
  withKeyOf('sandbox');
  const account = await register({ kind: 'ambient' });
  expect(account).toMatchObject({ kind: 'endpoint', warning: expect.stringContaining('long-term access key') });
  const after = await scanned(account);
  expect(after.scan).toMatchObject({ state: 'complete', error: null });
  expect(after.account).toMatchObject({
    awsAccountId: '560921689673',
    identity: { arn: 'arn:aws:iam::560921689673:user/sandbox-administrator' },
    warning: expect.stringContaining('accepted on a custom endpoint'),
  });
});

test('D-91: on AWS the same key is refused, in words, before anything is sent', async () => {
  withKeyOf('sandbox');
  const account = await register({ kind: 'ambient' }, { onAws: true });
  expect(account).toMatchObject({ kind: 'aws', warning: expect.stringContaining('does not run on a long-term access key on AWS') });
  const { scan } = await scanned(account);
  expect(scan).toMatchObject({ state: 'failed', error: expect.stringContaining('does not run on a long-term access key on AWS') });
  expect(scan.progress.calls).toBe(0);
});

test('D-91: nor is it taken on AWS as the source of a role, whether the account or the profile names the role', async () => {
  withKeyOf('sandbox');
  const roleArn = 'arn:aws:iam::560921689673:role/RolewrightReader';
  writeFileSync(
    path.join(console.dataDir, 'aws-config'),
    `[profile chained]\nrole_arn = ${roleArn}\nsource_profile = sandbox\nregion = us-east-1\n`,
  );
  for (const access of [
    { kind: 'role', roleArn },
    { kind: 'profile', profile: 'chained' },
  ] as const) {
    const { scan } = await scanned(await register(access, { onAws: true }));
    expect(scan).toMatchObject({ state: 'failed', error: expect.stringContaining('does not run on a long-term access key on AWS') });
  }
});

test('a profile: of the files as they are now, and its role is assumed at the endpoint', async () => {
  const roleArn = await createRole('FromProfile', { StringEquals: { 'sts:ExternalId': 'of-the-profile' } });
  const config = `[profile late]\nrole_arn = ${roleArn}\nsource_profile = sandbox\nexternal_id = of-the-profile\nrole_session_name = from-profile\n`;
  expect((await scanned(await register({ kind: 'profile', profile: 'sandbox' }))).scan.state).toBe('complete');
  writeFileSync(path.join(console.dataDir, 'aws-config'), config);
  const { scan, account } = await scanned(await register({ kind: 'profile', profile: 'late' }));
  expect(scan.state).toBe('complete');
  expect(account.identity?.arn).toBe('arn:aws:sts::560921689673:assumed-role/FromProfile/from-profile');
  expect(account.warning).toBeNull();
});

test('a profile that is not there is named, and the chain does not take its place', async () => {
  withKeyOf('sandbox');
  const { scan, account } = await scanned(await register({ kind: 'profile', profile: 'mistyped' }));
  expect(scan).toMatchObject({ state: 'failed', error: expect.stringContaining('no credentials in the profile mistyped') });
  expect(account.identity).toBeNull();
});

test('no credentials at all is a sentence', async () => {
  const { scan } = await scanned(await register({ kind: 'ambient' }));
  expect(scan).toMatchObject({ state: 'failed', error: expect.stringContaining('no credentials in its own credential chain') });
});

test('D-92: a role with external id, session name and source identity, another one for changes; CloudTrail tells who', async () => {
  withKeyOf('sandbox');
  const mine = { StringEquals: { 'sts:ExternalId': 'one-per-account', 'sts:SourceIdentity': 'ada' } };
  const roleArn = await createRole('Auditor', mine);
  const operatorRoleArn = await createRole('Changer', mine);
  const access = {
    kind: 'role',
    roleArn,
    operatorRoleArn,
    externalId: 'one-per-account',
    sessionName: 'night-shift',
    sourceIdentity: 'ada',
  } as const;
  const { scan, account } = await scanned(await register(access));
  expect(scan.state).toBe('complete');
  expect(account.identity?.arn).toBe('arn:aws:sts::560921689673:assumed-role/Auditor/night-shift');
  const port = await console.deps.aws.port(account.id, 'us-east-1');
  expect((await port.operator()).arn).toBe('arn:aws:sts::560921689673:assumed-role/Changer/night-shift');
  const trail = new CloudTrailClient(clientSettings());
  const { Events = [] } = await trail.send(
    new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRole' }] }),
  );
  trail.destroy();
  const requests = Events.map((event) => JSON.parse(event.CloudTrailEvent ?? '{}').requestParameters);
  expect(requests).toContainEqual(expect.objectContaining({ roleArn, sourceIdentity: 'ada', roleSessionName: 'night-shift' }));
});

test('a role that may not be assumed: the scan fails and names sts:AssumeRole, not the call that came first', async () => {
  withKeyOf('sandbox');
  const roleArn = await createRole('Locked', { StringEquals: { 'sts:ExternalId': 'right' } });
  const { scan } = await scanned(await register({ kind: 'role', roleArn, externalId: 'wrong' }));
  expect(scan.state).toBe('failed');
  expect(JSON.stringify(scan.coverage)).toContain('sts:AssumeRole was denied (AccessDenied)');
});

test('D-87: a disabled Region that is named first does not take the other Regions of an assumed role with it', async () => {
  withKeyOf('sandbox');
  const roleArn = await createRole('Everywhere', {});
  const { scan } = await scanned(await register({ kind: 'role', roleArn }, { regions: ['ap-east-1', 'us-east-1'] }));
  expect(scan.state, JSON.stringify(scan)).toBe('partial');
  expect(scan.coverage).toContainEqual(expect.objectContaining({ region: 'us-east-1', service: 'ecs', state: 'complete' }));
});

test('A14: credentials that lead to another account than before are refused, and what was found stays', async () => {
  withKeyOf('sandbox');
  const account = await register({ kind: 'ambient' });
  expect((await scanned(account)).scan.state).toBe('complete');
  withKeyOf('sandbox-data');
  console.deps.aws.forget(account.id);
  const after = await scanned(account);
  expect(after.scan).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/now lead to account 210987654321.*of account 560921689673/),
  });
  expect(after.account.awsAccountId).toBe('560921689673');
});

test.each([
  [{ kind: 'role', roleArn: 'arn:aws:iam::560921689673:user/ada' }, 'access.roleArn'],
  [{ kind: 'role', roleArn: 'arn:aws:iam::560921689673:role/' }, 'access.roleArn'],
  [{ kind: 'role', roleArn: 'arn:aws:iam::560921689673:role/R', operatorRoleArn: 'arn:aws::iam:role/R' }, 'access.operatorRoleArn'],
  [{ kind: 'role', roleArn: 'arn:aws:iam::560921689673:role/R', sessionName: 'with space' }, 'access.sessionName'],
  [{ kind: 'profile', profile: '' }, 'access.profile'],
  [{ kind: 'key', accessKeyId: 'AKIAQQQQQQQQQQQQQQQQ' }, 'access.kind'],
])('access %j is refused, naming %s', async (access, field) => {
  const answer = await console.call<{ fields: { field: string }[] }>('/api/accounts', {
    body: { name: 'wrong', access, regions: ['us-east-1'] },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.fields.map((one) => one.field)).toContain(field);
});
