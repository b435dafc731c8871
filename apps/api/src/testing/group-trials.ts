import {
  CreateAutoScalingGroupCommand,
  type CreateAutoScalingGroupCommandInput,
  CreateLaunchConfigurationCommand,
} from '@aws-sdk/client-auto-scaling';
import { CreateLaunchTemplateCommand, type RequestLaunchTemplateData } from '@aws-sdk/client-ec2';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { publicImageId } from '@rolewright/sandbox/services/ec2/images.ts';
import type { Run } from '@rolewright/shared/apply/run.ts';
import { ec2Trust } from '@rolewright/shared/iam/trust.ts';
import type { GroupInputs, GroupRecipe } from '@rolewright/shared/plan/auto-scaling-group.ts';
import type { GroupPlanView } from '@rolewright/shared/plan/plan.ts';
import { expect } from 'vitest';
import { administratorOf } from './administrator.ts';
import { iamOf, settled } from './chains.ts';
import { groupMove, launchedFrom, launchStateOf, planGroup, scalingAdministrator } from './groups.ts';
import { keyInUserData } from './instance-trials.ts';
import { ec2Administrator } from './instances.ts';
import type { TestConsole } from './open-console.ts';
import { control, runUntil, startRun } from './runs.ts';
import { accountNamed } from './scans.ts';

/** A call of a run, as the sandbox names it. */
export interface GroupCall {
  service: 'iam' | 'ec2' | 'autoscaling';
  operation: string;
}

const of = (service: GroupCall['service'], ...operations: string[]): GroupCall[] => operations.map((operation) => ({ service, operation }));
const making = of('iam', 'CreateRole', 'PutRolePolicy', 'CreateInstanceProfile', 'AddRoleToInstanceProfile');

interface Trial {
  recipe: GroupRecipe;
  calls: GroupCall[];
  undoing: GroupCall[];
}

/** A template of the group's own: made, given to the group, and taken back (D-71, D-73). */
const ownTemplate = {
  recipe: 'asg-launch-template',
  calls: [
    ...making,
    ...of('ec2', 'CreateLaunchTemplate', 'CreateLaunchTemplateVersion'),
    ...of('autoscaling', 'UpdateAutoScalingGroup', 'StartInstanceRefresh'),
  ],
  undoing: [
    ...of('autoscaling', 'UpdateAutoScalingGroup', 'StartInstanceRefresh'),
    ...of('ec2', 'DeleteLaunchTemplateVersions', 'DeleteLaunchTemplate'),
  ],
} satisfies Trial;

/** What a group launches from → the recipe that moves it, every changing call of the move in its order, and of its roll-back besides IAM's. */
export const groupKinds = {
  configuration: ownTemplate,
  /** It has a numbered version of a template that others launch from too. */
  shared: ownTemplate,
  numbered: {
    recipe: 'asg-launch-template',
    calls: [...making, ...of('ec2', 'CreateLaunchTemplateVersion'), ...of('autoscaling', 'StartInstanceRefresh')],
    undoing: [...of('autoscaling', 'StartInstanceRefresh'), ...of('ec2', 'DeleteLaunchTemplateVersions')],
  },
  latest: {
    recipe: 'asg-launch-template',
    calls: [
      ...making,
      ...of('autoscaling', 'UpdateAutoScalingGroup'),
      ...of('ec2', 'CreateLaunchTemplateVersion'),
      ...of('autoscaling', 'StartInstanceRefresh'),
    ],
    undoing: [
      ...of('autoscaling', 'StartInstanceRefresh'),
      ...of('ec2', 'DeleteLaunchTemplateVersions'),
      ...of('autoscaling', 'UpdateAutoScalingGroup'),
    ],
  },
  mixed: {
    recipe: 'asg-launch-template',
    calls: [
      ...making,
      ...of('ec2', 'CreateLaunchTemplateVersion', 'CreateLaunchTemplateVersion'),
      ...of('autoscaling', 'StartInstanceRefresh'),
    ],
    undoing: [...of('autoscaling', 'StartInstanceRefresh'), ...of('ec2', 'DeleteLaunchTemplateVersions', 'DeleteLaunchTemplateVersions')],
  },
  /** Templates of its own in place of those that its policy names. */
  'mixed-shared': {
    recipe: 'asg-launch-template',
    calls: [
      ...making,
      ...of('ec2', 'CreateLaunchTemplate', 'CreateLaunchTemplateVersion', 'CreateLaunchTemplate', 'CreateLaunchTemplateVersion'),
      ...of('autoscaling', 'UpdateAutoScalingGroup', 'StartInstanceRefresh'),
    ],
    undoing: ownTemplate.undoing,
  },
  copy: {
    recipe: 'asg-launch-configuration',
    calls: [...making, ...of('autoscaling', 'CreateLaunchConfiguration', 'UpdateAutoScalingGroup', 'StartInstanceRefresh')],
    undoing: of('autoscaling', 'UpdateAutoScalingGroup', 'StartInstanceRefresh', 'DeleteLaunchConfiguration'),
  },
} as const satisfies Record<string, Trial>;
export type GroupKindOf = keyof typeof groupKinds;

export const groupName = 'web';

/** A group of two that launches in this way, in a fresh sandbox; its user data holds a key. `before`: IAM and all launches, byte by byte. */
export async function freshGroup(console: TestConsole, kind: GroupKindOf): Promise<{ kind: GroupKindOf; before: string }> {
  await console.setFaults([]);
  await console.call(`/api/accounts/${(await accountNamed(console, 'sandbox')).id}/reset-sandbox`, { method: 'POST' });
  const { iam } = administratorOf(console);
  // So that the account is not without any role: what is compared is not empty.
  await iam.send(new CreateRoleCommand({ RoleName: 'OldRole', AssumeRolePolicyDocument: JSON.stringify(ec2Trust) }));
  const UserData = Buffer.from(await keyInUserData(iam)).toString('base64');
  await settled(console);
  const ImageId = publicImageId('us-east-1', 'al2023');
  const data: RequestLaunchTemplateData = {
    ImageId,
    InstanceType: 't3.micro',
    UserData,
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'gp3', DeleteOnTermination: true } }],
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'team', Value: 'web' }] }],
  };
  const template = async (LaunchTemplateName: string): Promise<string> => {
    const command = new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData: data });
    return (await ec2Administrator(console).send(command)).LaunchTemplate?.LaunchTemplateId ?? '';
  };
  const source = async (): Promise<Partial<CreateAutoScalingGroupCommandInput>> => {
    if (kind === 'numbered' || kind === 'shared') return { LaunchTemplate: { LaunchTemplateId: await template('web'), Version: '1' } };
    if (kind === 'latest') return { LaunchTemplate: { LaunchTemplateId: await template('web'), Version: '$Latest' } };
    if (kind === 'mixed' || kind === 'mixed-shared')
      return { MixedInstancesPolicy: mixedPolicy(await template('web'), await template('web-arm')) };
    const input = { LaunchConfigurationName: 'web-v1', ImageId, InstanceType: 't3.micro', UserData, SpotPrice: '0.05' };
    await scalingAdministrator(console).send(new CreateLaunchConfigurationCommand(input));
    return { LaunchConfigurationName: 'web-v1' };
  };
  await scalingAdministrator(console).send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: groupName,
      ...(await source()),
      MinSize: 2,
      MaxSize: 4,
      DefaultInstanceWarmup: 0,
      AvailabilityZones: ['us-east-1a', 'us-east-1b'],
    }),
  );
  await untilMembers(console, (members) => members.length === 2 && members.every((one) => one.startsWith('InService')));
  return { kind, before: allOf(console) };
}

/** The override names a template of its own; nothing else of it may change but the versions (D10, D-74). */
const mixedPolicy = (base: string, arm: string): CreateAutoScalingGroupCommandInput['MixedInstancesPolicy'] => ({
  LaunchTemplate: {
    LaunchTemplateSpecification: { LaunchTemplateId: base, Version: '1' },
    Overrides: [
      { InstanceType: 't3.small', WeightedCapacity: '1' },
      { InstanceType: 't3.medium', LaunchTemplateSpecification: { LaunchTemplateId: arm, Version: '1' } },
    ],
  },
  InstancesDistribution: { OnDemandBaseCapacity: 1, OnDemandPercentageAboveBaseCapacity: 50, SpotAllocationStrategy: 'capacity-optimized' },
});

const allOf = (console: TestConsole): string => `${iamOf(console)}\n${launchStateOf(console, groupName)}`;

/** Waits until the group's members are so. */
export async function untilMembers(console: TestConsole, reached: (members: string[]) => boolean, name = groupName): Promise<void> {
  for (const end = Date.now() + 60_000; !reached(launchedFrom(console, name)); ) {
    if (Date.now() > end) throw new Error(`the members are ${launchedFrom(console, name).join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The key stays, so that a run does not wait for evidence of use: nothing runs on these instances. */
const leaves: Partial<GroupInputs> = { userData: 'leave' };

export async function planFresh(console: TestConsole, kind: GroupKindOf, more: Partial<GroupInputs> = leaves): Promise<GroupPlanView> {
  const own = kind === 'shared' || kind === 'mixed-shared' ? { launchTemplate: 'own' as const } : {};
  const plan = await planGroup(console, groupName, groupMove('NewRole', { ...own, ...more }), groupKinds[kind].recipe);
  expect(plan.blockedBy, JSON.stringify(plan.checks.filter(({ verdict }) => verdict === 'fail'))).toEqual([]);
  return plan;
}

/** The run of the move while this fault lies in wait for one of its calls, as it stands when it has stopped. */
export async function playGroup(
  console: TestConsole,
  kind: GroupKindOf,
  call: GroupCall | null,
  fault: object = {},
  more: Partial<GroupInputs> = {},
): Promise<Run> {
  const plan = await planFresh(console, kind, { ...leaves, ...more });
  if (call !== null) await console.setFaults([{ ...call, principal: 'RolewrightOperator', times: 1, ...fault }]);
  return runUntil(console, (await startRun(console, plan)).id, undefined, 120_000);
}

/** Every instance in service on what the run made; nothing of the old. */
export async function expectGroupMoved(console: TestConsole, kind: GroupKindOf): Promise<void> {
  const members = launchedFrom(console, groupName);
  const wanted = kind === 'copy' ? /^InService web-/ : /^InService 2$/;
  expect(members).toHaveLength(2);
  for (const one of members) expect(one).toMatch(wanted);
  for (const one of members) expect(one).not.toBe('InService web-v1');
}

/** Rolls the run back and expects the whole account as it was, with nothing orphaned. */
export async function expectGroupUndone(console: TestConsole, runId: string, before: string): Promise<void> {
  await control(console, runId, 'roll-back');
  const isOver = (one: Run): boolean => one.state === 'rolled-back' || (one.state === 'failed' && one.actions.length === 1);
  const run = await runUntil(console, runId, isOver, 120_000);
  expect(run.state, JSON.stringify(run.error)).toBe('rolled-back');
  await settled(console);
  expect(allOf(console)).toBe(before);
}
