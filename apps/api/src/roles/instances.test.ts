import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import { CreateInstanceProfileCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { publicImageId } from '@rolewright/sandbox/services/ec2/images.ts';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { Page } from '@rolewright/shared/page.ts';
import type { RoleGraph } from '@rolewright/shared/roles/graph.ts';
import type { InstanceIdentity, InstanceProfile } from '@rolewright/shared/roles/instance-profile.ts';
import type { RoleFixes } from '@rolewright/shared/roles/proposal.ts';
import type { RoleDetail } from '@rolewright/shared/roles/role.ts';
import type { WorkloadsReaching } from '@rolewright/shared/roles/workloads-reaching.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administratorOf } from '../testing/administrator.ts';
import { iamOf, settled } from '../testing/chains.ts';
import { openTestConsole, type TestConsole } from '../testing/open-console.ts';
import { planChange } from '../testing/policy-changes.ts';
import { control, runUntil, startRun } from '../testing/runs.ts';
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
  // Named like a role that trusts EC2: one where the operator may change profiles, one where it may not (D-94).
  for (const [name, Path] of [
    ['half-made', '/rolewright/'],
    ['not-ours', '/'],
  ] as const) {
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: name, Path }));
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  }
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
    ['half-made', 'Instance profile half-made holds no role: no workload has it.'],
    ['not-ours', 'Instance profile not-ours holds no role: no workload has it.'],
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

test('E2: one click puts a role into a profile, made where there is none; the findings are gone, and a roll-back takes it out again', async () => {
  const arn = 'arn:aws:iam::560921689673:role/no-profile-yet';
  const fixes = (await console.call<RoleFixes>(`/api/roles/${encodeURIComponent(arn)}/fixes`)).body.items;
  const empty = (await console.call<Page<InstanceProfile>>('/api/instance-profiles?state=without-role')).body.items;
  expect(empty.find(({ name }) => name === 'empty-profile')?.fix?.why).toContain('no role is called empty-profile');
  const proposals = [
    fixes.find(({ finding }) => finding.code === 'role-without-profile')?.fix.proposal,
    empty.find(({ name }) => name === 'half-made')?.fix?.proposal,
  ];
  const before = iamOf(console);
  const runs: string[] = [];
  for (const proposal of proposals) {
    const plan = await planChange(console, proposal?.edits ?? [], proposal?.title);
    expect(plan.blockedBy, JSON.stringify(plan.checks)).toEqual([]);
    const run = await runUntil(console, (await startRun(console, plan)).id);
    expect([run.state, run.verification.state], JSON.stringify(run.error)).toEqual(['succeeded', 'verified']);
    runs.push(run.id);
  }
  const { body: role } = await console.call<RoleDetail>(`/api/roles/${encodeURIComponent(arn)}`);
  expect(role.findings.map(({ code }) => code)).not.toContain('role-without-profile');
  expect(role.instanceUse).toMatchObject({ isSelectable: true });
  const left = (await console.call<Page<InstanceProfile>>('/api/instance-profiles?state=without-role')).body.items;
  expect(left.map(({ name }) => name)).toEqual(['empty-profile', 'not-ours']);
  for (const id of runs) {
    await control(console, id, 'roll-back');
    expect((await runUntil(console, id, ({ state }) => state === 'rolled-back' || state === 'failed')).state).toBe('rolled-back');
  }
  await settled(console);
  expect(iamOf(console)).toBe(before);
});

test('E2 D-94: the profile of somebody else is not changed by an operator that may change its own alone: the plan names what it lacks', async () => {
  const { items } = (await console.call<Page<InstanceProfile>>('/api/instance-profiles?state=without-role')).body;
  const proposal = items.find(({ name }) => name === 'not-ours')?.fix?.proposal;
  const plan = await planChange(console, proposal?.edits ?? [], proposal?.title);
  expect(plan.blockedBy).toEqual(['operator-permissions-560921689673']);
  expect(JSON.stringify(plan.checks)).toContain('iam:AddRoleToInstanceProfile on arn:aws:iam::560921689673:instance-profile/not-ours');
  expect(plan.exports).toContain('cli');
});
