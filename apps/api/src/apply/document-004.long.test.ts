import { GetRoleCommand } from '@aws-sdk/client-iam';
import type { Observations } from '@rolewright/shared/apply/run.ts';
import type { SessionCalls } from '@rolewright/shared/audit/session-calls.ts';
import type { Finding } from '@rolewright/shared/findings/finding.ts';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { InstanceIdentity } from '@rolewright/shared/roles/instance-profile.ts';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { homeId, link, planChain, roleArn } from '../testing/chains.ts';
import { eventually } from '../testing/eventually.ts';
import { carriedOut } from '../testing/instance-runs.ts';
import { askForInstance, instanceNamed, planInstance, profileOn } from '../testing/instances.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { checkOf, control, runUntil, startRun } from '../testing/runs.ts';
import { everyItem, scanBothAccounts } from '../testing/scans.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

let console: TestConsole;
let id: string;
let chain: string;
beforeAll(async () => {
  console = await openTestConsole({ lives: true });
  await scanBothAccounts(console);
  id = instanceNamed(console, 'builder');
});
afterAll(() => console.close());

const [implicit, expansive] = ['builder-implicit', 'builder-expansive'];
const builds = {
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Artifacts', Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::build-artifacts-${homeId}/builds/*` },
    { Sid: 'Clusters', Effect: 'Allow', Action: 'ecs:ListClusters', Resource: '*' },
  ],
};
const builder = async () => {
  const found = (await everyItem<Workload>(console, '/api/workloads?kind=instance')).find(({ name }) => name === 'builder');
  if (found === undefined) throw new Error('no workload builder');
  return found;
};
const identity = async () => (await console.call<InstanceIdentity>(`/api/instances/${id}`)).body;
const trustOf = async (RoleName: string): Promise<unknown> => {
  const { Role } = await administratorOf(console).iam.send(new GetRoleCommand({ RoleName }));
  return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')).Statement;
};
const roleFindings = async (name: string) =>
  (await console.call<{ findings: { code: string; fix: string | null }[] }>(`/api/roles/${encodeURIComponent(roleArn(homeId, name))}`)).body
    .findings;

test('E1 E4: implicit and expansive role are made as one unit; the implicit one is for EC2 and may do nothing but assume', async () => {
  expect(await builder()).toMatchObject({ state: 'static-keys', ec2: { instanceProfileArn: null, roleArn: null } });
  expect(await identity()).toMatchObject({ instanceProfileArn: null, reading: 'absent', roleArn: null });
  const session = { name: '{instance-id}', enforceName: true };
  const plan = await planChain(console, { create: { name: implicit, service: 'ec2' } }, [
    link(expansive, {
      accountId: 'sandbox',
      externalId: { none: 'The script of the builders sends none' },
      session,
      permissions: { document: builds },
    }),
  ]);
  expect(plan.blockedBy).toEqual([]);
  chain = (await startRun(console, plan)).id;
  const run = await runUntil(console, chain);
  expect(run.state, JSON.stringify(run.error)).toBe('succeeded');
  expect(await trustOf(implicit)).toMatchObject([{ Principal: { Service: 'ec2.amazonaws.com' } }]);
  expect(await trustOf(expansive)).toMatchObject([
    { Principal: { AWS: roleArn(homeId, implicit) }, Condition: { StringLike: { 'sts:RoleSessionName': 'i-*' } } },
  ]);
});

test('E2 E3: a role without a profile is said, with why it cannot be chosen', async () => {
  expect((await roleFindings(implicit)).map(({ code }) => code)).toContain('role-without-profile');
});

test('A1 D13 D-67 E15: the instance gets a profile with the role, loses the key last, and works over the chain', async () => {
  const plan = await planInstance(console, id, {
    role: { existing: roleArn(homeId, implicit) },
    profile: { create: { name: implicit } },
    permissions: 'none',
    userData: 'remove-keys',
  });
  expect(plan.blockedBy).toEqual([]);
  // s3:* and more that the user may do: the role reaches what is needed over the chain.
  expect(checkOf(plan, 'permissions-suffice').verdict).toBe('unknown');
  expect(plan.steps.map(({ kind }) => kind)).not.toContain('put-role-policy');
  const run = await carriedOut(console, plan);
  expect(run.verification.state).toBe('verified');
  expect(await profileOn(console, id)).toEqual([`${implicit} associated`]);

  const worked = await eventually(async () => {
    const { items } = (await console.call<Observations>(`/api/runs/${run.id}/observations`)).body;
    if (!items.some((one) => one.identity.includes(`assumed-role/${expansive}/${id}`))) throw new Error('not over the chain yet');
    return items;
  });
  expect(worked.every((one) => one.instanceId === id)).toBe(true);
  expect(worked.filter((one) => one.failed > 0)).toEqual([]);
  expect(worked.some((one) => one.keyId !== null && one.identity.endsWith(':user/builder'))).toBe(true);
});

test('A1 E2 E5: every list shows it at once: verified, without a key, the role with its profile, who reaches what', async () => {
  const now = await builder();
  expect(now).toMatchObject({ state: 'verified', keys: [], ec2: { roleArn: roleArn(homeId, implicit) } });
  const findings = await everyItem<Finding>(console, '/api/findings');
  expect(findings.filter(({ workloadId }) => workloadId === now.id)).toEqual([]);
  expect(await identity()).toMatchObject({ reading: 'known', roleArn: roleArn(homeId, implicit), profileState: 'associated' });
  expect((await roleFindings(implicit)).map(({ code }) => code)).not.toContain('role-without-profile');
  const { body } = await console.call<{ items: { name: string }[] }>(
    `/api/roles/${encodeURIComponent(roleArn(homeId, expansive))}/workloads`,
  );
  expect(body.items.map(({ name }) => name)).toContain('builder');
});

test('E11 D-60: the session that has the instance’s id as its name is found again in CloudTrail', async () => {
  const found = await eventually(async () => {
    const { body } = await console.call<SessionCalls>(`/api/audit/sessions?name=${id}`);
    if (!body.items.some((one) => one.identityArn?.includes(`assumed-role/${expansive}/${id}`))) throw new Error('not in the trail yet');
    return body;
  });
  expect(found.items.map(({ operation }) => operation)).toContain('ListClusters');
});

test('E16: the roles of an instance stay when the chain that made them is rolled back, and it is said where they are used', async () => {
  const before = [await trustOf(implicit), await trustOf(expansive)];
  await control(console, chain, 'roll-back');
  const back = await runUntil(console, chain, ({ state }) => state === 'rolled-back' || state === 'failed');
  expect(back.state, JSON.stringify(back.error)).toBe('rolled-back');
  const kept = back.journal.filter(({ message }) => message.startsWith('Left as it is:'));
  expect(kept.length).toBe(4);
  expect(kept.every(({ message }) => message.includes(`builder uses ${implicit} too`))).toBe(true);
  expect([await trustOf(implicit), await trustOf(expansive)]).toEqual(before);
});

test('bad input: what a role is for, and what it gets, names the field and what is allowed', async () => {
  const wrong = await askForInstance(console, id, {
    role: { create: { name: 'x' } },
    profile: { create: { name: 'x' } },
    permissions: 'nothing' as never,
  });
  expect(wrong).toMatchObject({ status: 400, body: { fields: [{ field: 'inputs.permissions' }] } });
});
