import { CreateRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { SessionCalls } from '@rolewright/shared/audit/session-calls.ts';
import type { Problem } from '@rolewright/shared/error.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { eventually } from '../testing/eventually.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, scanBothAccounts } from '../testing/scans.ts';

const account = '560921689673';
const name = 'BuilderHostname=i-0a1b2c3d4e5f60718';

let console: TestConsole;
beforeAll(async () => {
  console = await openTestConsole({ estate: 'empty' });
  await scanBothAccounts(console);
});
afterEach(() => console.setFaults([]));
afterAll(() => console.close());

const find = <T = SessionCalls>(session: string) => console.call<T>(`/api/audit/sessions?name=${encodeURIComponent(session)}`);

test('E11: what the session of an instance did is found by its name, the refused calls too, and nobody else’s', async () => {
  const { iam } = administratorOf(console);
  const trust = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' } };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'expansive', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const place = { region: 'us-east-1', endpoint: console.sandbox.url };
  const administrator = new STSClient({ ...place, credentials: iam.config.credentials });
  const become = async (RoleSessionName: string) => {
    const call = new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName });
    const { Credentials } = await eventually(() => administrator.send(call));
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    return { ...place, credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken } };
  };
  const session = await become(name);
  await new STSClient(session).send(new GetCallerIdentityCommand());
  await expect(new IAMClient(session).send(new ListRolesCommand())).rejects.toThrow(/not authorized/);
  await new STSClient(await become('BuilderHostname=i-another')).send(new GetCallerIdentityCommand());

  const found = await eventually(async () => {
    const { status, body, text } = await find(name);
    expect(status, text).toBe(200);
    if (body.items.length < 2) throw new Error('CloudTrail does not tell yet');
    return body;
  });
  expect(found.items.map(({ operation, errorCode }) => [operation, errorCode]).sort()).toEqual([
    ['GetCallerIdentity', null],
    ['ListRoles', 'AccessDenied'],
  ]);
  for (const { identityArn, awsAccountId } of found.items) {
    expect([identityArn, awsAccountId]).toEqual([`arn:aws:sts::${account}:assumed-role/expansive/${name}`, account]);
  }
});

test('E11: an account whose CloudTrail is denied is named, so that no calls is not taken for none', async () => {
  await console.setFaults([{ service: 'cloudtrail', operation: 'LookupEvents', code: 'AccessDeniedException', times: 1000 }]);
  const { body } = await find('i-nobody');
  expect(body.items).toEqual([]);
  expect(body.notVisible.join('\n')).toMatch(new RegExp(`CloudTrail of ${account} in us-east-1 could not be read`));
});

test.each(['x', 'a name', 'i'.repeat(65)])('E11: %j is no session name, and the field is named', async (session) => {
  const { status, body } = await find<Problem>(session);
  expect(status).toBe(400);
  expect(body.fields?.map(({ field }) => field)).toEqual(['name']);
});

test('E11 D-60: an account that is registered without the Region in which AWS records calls of IAM is named', async () => {
  const { id } = await accountNamed(console, 'sandbox-data');
  await console.call(`/api/accounts/${id}`, { method: 'PATCH', body: { regions: ['eu-west-1'] } });
  const { body } = await find('i-nobody');
  expect(body.notVisible.join('\n')).toContain('sandbox-data is registered without us-east-1, where AWS records calls of IAM');
  expect(body.notVisible.join('\n')).not.toContain('sandbox is registered without');
});
