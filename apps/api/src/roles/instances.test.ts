import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { CreateInstanceProfileCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { publicImageId } from '@rolewright/sandbox/services/ec2/images.ts';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import type { InstanceIdentity, InstanceProfile } from '@rolewright/shared/roles/instance-profile.ts';
import type { RoleDetail } from '@rolewright/shared/roles/role.ts';
import type { WorkloadsReaching } from '@rolewright/shared/roles/workloads-reaching.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { accountNamed, scanAccount } from '../testing/scans.ts';

const roleArn = 'arn:aws:iam::560921689673:role/metrics-collector';
let console: TestConsole;
let instanceId: string;
beforeAll(async () => {
  console = await openTestConsole();
  const { iam, ec2 } = administratorOf(console);
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  await iam.send(new CreateRoleCommand({ RoleName: 'no-profile-yet', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'empty-profile' }));
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ...{ ImageId: publicImageId('us-east-1', 'al2023'), InstanceType: 't3.micro' },
      ...{ MinCount: 1, MaxCount: 1, IamInstanceProfile: { Name: 'metrics-collector' } },
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'second-collector' }] }],
    }),
  );
  instanceId = Instances?.[0]?.InstanceId ?? '';
  await scanAccount(console, (await accountNamed(console, 'sandbox')).id);
}, 120_000);
afterAll(() => console.close());

test('A1: from an instance’s id to its profile, its role, and the other instances that share them', async () => {
  const { body } = await console.call<InstanceIdentity>(`/api/instances/${instanceId}`);
  expect(body).toMatchObject({
    workload: { name: 'second-collector', kind: 'instance' },
    instanceProfileArn: 'arn:aws:iam::560921689673:instance-profile/metrics-collector',
    ...{ profileState: 'associated', reading: 'known', roleArn },
    sharesProfile: [{ workloadName: 'metrics-collector' }],
  });
  expect((await console.call('/api/instances/i-00000000000000000')).status).toBe(404);
});

test('A2 D-79: two workloads on one instance role are a finding “shared instance role” that names both, and each page says so', async () => {
  const { body } = await console.call<RoleDetail>(`/api/roles/${encodeURIComponent(roleArn)}`);
  const shared = body.findings.find(({ code }) => code === 'shared-instance-role');
  expect(shared?.message).toMatch(/^Shared instance role: metrics-collector and second-collector/);
  expect(body.workloads.map(({ name }) => name).sort()).toEqual(['metrics-collector', 'second-collector']);
  const { workload } = (await console.call<InstanceIdentity>(`/api/instances/${instanceId}`)).body;
  const page = (await console.call<WorkloadDetail>(`/api/workloads/${workload.id}`)).body;
  expect(page.ec2Detail?.sharesRole.map(({ name }) => name)).toEqual(['metrics-collector']);
});

test('E2 E3: a role without a profile and a profile without a role are found, and why the role cannot be selected is said', async () => {
  const arn = encodeURIComponent('arn:aws:iam::560921689673:role/no-profile-yet');
  const { body: role } = await console.call<RoleDetail>(`/api/roles/${arn}`);
  expect(role.findings.map(({ code }) => code)).toContain('role-without-profile');
  expect(role.instanceUse).toMatchObject({ isSelectable: false, why: expect.stringContaining('no profile holds this role') });
  const { body } = await console.call<Page<InstanceProfile>>('/api/instance-profiles?state=without-role');
  expect(body.items.map(({ name, finding }) => [name, finding?.message])).toEqual([
    ['empty-profile', 'Instance profile empty-profile holds no role: no workload has it.'],
  ]);
  const all = (await console.call<Page<InstanceProfile>>('/api/instance-profiles')).body.items;
  expect(all.find(({ name }) => name === 'metrics-collector')).toMatchObject({ roleArn, finding: null });
  expect((await console.call('/api/instance-profiles?state=broken')).status).toBe(400);
});

test('E5 E4: how many instances gain what a role may do, in its list and in the picture by way of the profile', async () => {
  const { body } = await console.call<WorkloadsReaching>(`/api/roles/${encodeURIComponent(roleArn)}/workloads`);
  expect(body).toMatchObject({ instances: 2, tasks: 0 });
  const { body: graph } = await console.call<RoleGraph>(`/api/roles/graph?focus=${encodeURIComponent(roleArn)}&depth=1`);
  expect(graph.nodes.find(({ kind }) => kind === 'instance-profile')).toMatchObject({ label: 'metrics-collector', instances: 2 });
  expect(graph.nodes.find(({ id }) => id === roleArn)).toMatchObject({ instances: 2, tasks: null });
});
