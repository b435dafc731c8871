import { launchTemplateDataOf } from '../aws/launch-template-from-configuration.ts';
import { absent, known } from '../inventory/reading.ts';
import type { GroupOf, GroupSnapshot, LaunchOf, MemberOf } from './group-snapshot.ts';
import { instanceSnapshot, keyScript, userData } from './instance-snapshot.fixture.ts';

export const templateId = 'lt-0a1b2c3d4e5f60718';

/** As DescribeLaunchConfigurations answers, without its user data. */
const webConfiguration = {
  LaunchConfigurationName: 'web-v5',
  LaunchConfigurationARN: 'arn:aws:autoscaling:us-east-1:560921689673:launchConfiguration:u:launchConfigurationName/web-v5',
  ImageId: 'ami-0123456789abcdef0',
  InstanceType: 't3.small',
  KeyName: '',
  SecurityGroups: ['sg-0123456789abcdef0'],
  ClassicLinkVPCSecurityGroups: [],
  BlockDeviceMappings: [],
  InstanceMonitoring: { Enabled: true },
  EbsOptimized: false,
  CreatedTime: '2024-01-01T00:00:00.000Z',
};

const asRead = {
  fingerprint: 'launch-1',
  unknownMembers: [],
  imageId: 'ami-0123456789abcdef0',
  profile: null,
  metadata: { httpTokens: null, hopLimit: null },
  userData: known(userData(keyScript())),
} satisfies Partial<LaunchOf>;

/** The launch configuration of the document: no profile, a key in its user data. */
export function configuration(has: Partial<LaunchOf> = {}): LaunchOf {
  const { data, dropped } = launchTemplateDataOf(webConfiguration, {});
  const from = { launchConfigurationName: 'web-v5' };
  return { ...asRead, from, shown: webConfiguration, converted: { shown: data, dropped }, ...has };
}

type Template = Extract<LaunchOf['from'], { launchTemplateId: string }>;

/** Version 3 of a template, the same otherwise. */
export const template = (has: Partial<LaunchOf> = {}, from: Partial<Template> = {}): LaunchOf => ({
  ...asRead,
  from: {
    ...{ launchTemplateId: templateId, templateName: 'web', version: '3', asked: '3', defaultVersion: '1', latestVersion: '3' },
    ...{ stack: null, owner: null, others: [] },
    ...from,
  },
  shown: { ImageId: 'ami-0123456789abcdef0', InstanceType: 't3.small', SecurityGroupIds: ['sg-0123456789abcdef0'] },
  converted: null,
  ...has,
});

export const member = (number: number, has: Partial<MemberOf> = {}): MemberOf => ({
  instanceId: `i-0a1b2c3d4e5f6071${number}`,
  lifecycleState: 'InService',
  healthStatus: 'Healthy',
  isProtected: false,
  launchTemplate: null,
  launchConfigurationName: 'web-v5',
  ...has,
});

/** An instance of a version of the template. */
export const templateMember = (number: number, version = '3'): MemberOf =>
  member(number, { launchConfigurationName: null, launchTemplate: { id: templateId, version } });

export const group = (has: Partial<GroupOf> = {}): GroupOf => ({
  source: { LaunchConfigurationName: 'web-v5' },
  unknownMembers: [],
  minSize: 2,
  maxSize: 4,
  desiredCapacity: 2,
  members: [member(1), member(2)],
  suspendedProcesses: [],
  healthCheckType: 'ELB',
  healthCheckGracePeriod: 60,
  defaultInstanceWarmup: null,
  hasWarmPool: false,
  refreshUnderWay: null,
  stack: null,
  owner: null,
  ...has,
});

/** A group of two on a template's version, as it is named: `3`, `$Latest`, `$Default`. */
export const onTemplate = (asked = '3', from: Partial<Template> = {}): Partial<GroupSnapshot> => ({
  group: known(
    group({
      source: { LaunchTemplate: { LaunchTemplateId: templateId, Version: asked } },
      members: [templateMember(1), templateMember(2)],
    }),
  ),
  launches: known([template({}, { asked, ...from })]),
});

/** The web servers of the document: a group of two from a launch configuration that carries a key. */
export function groupSnapshot(change: Partial<GroupSnapshot> = {}): GroupSnapshot {
  const { readAt, accountId, awsAccountId, partition, region, owners, quotas } = instanceSnapshot();
  return {
    ...{ readAt, accountId, awsAccountId, partition, region, owners, quotas },
    groupName: 'web',
    workloadId: null,
    group: known(group()),
    launches: known([configuration()]),
    currentRole: absent,
    profile: absent,
    role: absent,
    served: known([]),
    standalone: known([]),
    alarms: [],
    ...change,
  };
}
