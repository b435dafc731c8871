import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeInstanceRefreshesCommand,
  DescribeLaunchConfigurationsCommand,
  type InstanceRefresh,
} from '@aws-sdk/client-auto-scaling';
import type { LaunchConfiguration } from '@rolewright/shared/aws/launch-configuration.ts';
import { withTemplateVersions } from '@rolewright/shared/aws/mixed-instances-policy.ts';
import { managedByTags } from '@rolewright/shared/inventory/managed-by.ts';
import { absent, known } from '@rolewright/shared/inventory/reading.ts';
import type { GroupOf } from '@rolewright/shared/plan/group-snapshot.ts';
import type { LaunchSource } from '@rolewright/shared/plan/group-steps.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { call, reading, tagsOf } from './answer.ts';
import { AwsError } from './aws-error.ts';
import type { GroupRead, RefreshReading } from './group-port.ts';
import { keepRawXml, membersNotTaken } from './raw-xml.ts';

/** The largest pages that Auto Scaling gives. */
const pageSize = 100;

const underWay = new Set(['Pending', 'InProgress', 'Baking', 'Cancelling', 'RollbackInProgress']);
/** Is a refresh of this status at work still? */
export const isUnderWay = ({ status }: Pick<RefreshReading, 'status'>): boolean => underWay.has(status);

/** Reads of one group, its launch configuration and its refreshes. */
export function groupRead(client: () => AutoScalingClient): Pick<GroupRead, 'group' | 'launchConfiguration' | 'refreshes'> {
  async function refreshesOf(AutoScalingGroupName: string): Promise<RefreshReading[]> {
    const command = new DescribeInstanceRefreshesCommand({ AutoScalingGroupName, MaxRecords: pageSize });
    // Those before the newest hundred are long over.
    const page = await call('autoscaling', 'DescribeInstanceRefreshes', () => client().send(command));
    return (page.InstanceRefreshes ?? []).map(refreshReading).sort((one, other) => other.startedAt.localeCompare(one.startedAt));
  }
  return {
    group: (name) =>
      reading(async () => {
        const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
        const raw = keepRawXml(command);
        const answer = await call('autoscaling', 'DescribeAutoScalingGroups', () => client().send(command));
        const [found] = answer.AutoScalingGroups ?? [];
        if (found === undefined) throw notThere('DescribeAutoScalingGroups', name);
        const { MixedInstancesPolicy: policy } = found;
        const unknownMembers = policy === undefined ? [] : membersNotTaken(raw(), 'MixedInstancesPolicy', policy);
        return groupOf(found, unknownMembers, await refreshesOf(name));
      }),
    refreshes: (name) => reading(() => refreshesOf(name)),
    async launchConfiguration(name) {
      const answer = await reading(async () => {
        const command = new DescribeLaunchConfigurationsCommand({ LaunchConfigurationNames: [name] });
        const raw = keepRawXml(command);
        const { LaunchConfigurations = [] } = await call('autoscaling', 'DescribeLaunchConfigurations', () => client().send(command));
        const [found] = LaunchConfigurations;
        if (found === undefined) return null;
        const data = new Secret({ ...found } as unknown as LaunchConfiguration);
        return { data, notTaken: membersNotTaken(raw(), 'LaunchConfigurations', found) };
      });
      if (answer.state !== 'known') return answer;
      return answer.value === null ? absent : known(answer.value);
    },
  };
}

function groupOf(group: AutoScalingGroup, unknownMembers: string[], refreshes: RefreshReading[]): GroupOf {
  const tags = tagsOf(group.Tags);
  const stack = tags['aws:cloudformation:stack-name'] ?? null;
  const { 'aws:cloudformation:stack-name': _stack, ...others } = tags;
  return {
    source: sourceOf(group),
    unknownMembers,
    minSize: group.MinSize ?? 0,
    maxSize: group.MaxSize ?? 0,
    desiredCapacity: group.DesiredCapacity ?? 0,
    members: (group.Instances ?? []).map((one) => ({
      instanceId: one.InstanceId ?? '',
      lifecycleState: one.LifecycleState ?? '',
      healthStatus: one.HealthStatus ?? '',
      isProtected: one.ProtectedFromScaleIn === true,
      launchTemplate: one.LaunchTemplate
        ? { id: one.LaunchTemplate.LaunchTemplateId ?? '', version: one.LaunchTemplate.Version ?? '' }
        : null,
      launchConfigurationName: one.LaunchConfigurationName || null,
    })),
    suspendedProcesses: (group.SuspendedProcesses ?? []).map(({ ProcessName = '' }) => ProcessName),
    healthCheckType: group.HealthCheckType ?? '',
    healthCheckGracePeriod: group.HealthCheckGracePeriod ?? 0,
    defaultInstanceWarmup: group.DefaultInstanceWarmup ?? null,
    hasWarmPool: group.WarmPoolConfiguration !== undefined,
    refreshUnderWay: refreshes.find(isUnderWay)?.id ?? null,
    stack,
    owner: managedByTags(others),
  };
}

type Described = Pick<AutoScalingGroup, 'LaunchConfigurationName' | 'LaunchTemplate' | 'MixedInstancesPolicy'>;

/** A group that names no version launches the default one; templates go by their ids. */
function sourceOf({ LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy }: Described): LaunchSource {
  if (MixedInstancesPolicy !== undefined) {
    return { MixedInstancesPolicy: withTemplateVersions(MixedInstancesPolicy as Record<string, unknown>, []) };
  }
  if (LaunchTemplate === undefined) return { LaunchConfigurationName: LaunchConfigurationName ?? '' };
  const { LaunchTemplateId = '', Version = '$Default' } = LaunchTemplate;
  return { LaunchTemplate: { LaunchTemplateId, Version } };
}

function refreshReading(refresh: InstanceRefresh): RefreshReading {
  const { LaunchTemplate, MixedInstancesPolicy } = refresh.DesiredConfiguration ?? {};
  return {
    id: refresh.InstanceRefreshId ?? '',
    status: refresh.Status ?? '',
    reason: refresh.StatusReason ?? null,
    percent: refresh.PercentageComplete ?? 0,
    startedAt: refresh.StartTime?.toISOString() ?? '',
    desired:
      LaunchTemplate || MixedInstancesPolicy
        ? sourceOf({ LaunchTemplate, MixedInstancesPolicy, LaunchConfigurationName: undefined })
        : null,
  };
}

const notThere = (operation: string, what: string): AwsError =>
  new AwsError('not-found', 'NotFound', `${what} is not there`, `autoscaling:${operation}`, null);
