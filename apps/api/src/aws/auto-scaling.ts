import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
  DescribeLaunchConfigurationsCommand,
  type LaunchTemplateSpecification,
} from '@aws-sdk/client-auto-scaling';
import type { GroupFacts, TemplateReference } from '@rolewright/shared/inventory/ec2/facts.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { call, tagsOf } from './answer.ts';
import type { Ec2Read } from './ec2-port.ts';
import { metadataOptions } from './ec2-readings.ts';

type AutoScalingRead = Pick<Ec2Read, 'launchConfigurations' | 'autoScalingGroups'>;

/** The largest page that Auto Scaling gives. */
const pageSize = 100;

/** Reads of Amazon EC2 Auto Scaling for one account and Region. */
export function autoScalingRead(client: () => AutoScalingClient): AutoScalingRead {
  async function* launchConfigurations(names?: readonly string[]) {
    let NextToken: string | undefined;
    do {
      const command = new DescribeLaunchConfigurationsCommand({
        ...(names && { LaunchConfigurationNames: [...names] }),
        MaxRecords: pageSize,
        NextToken,
      });
      const page = await call('autoscaling', 'DescribeLaunchConfigurations', () => client().send(command));
      yield (page.LaunchConfigurations ?? []).map((one) => ({
        name: one.LaunchConfigurationName ?? '',
        imageId: one.ImageId ?? null,
        profile: one.IamInstanceProfile || null,
        metadata: metadataOptions(one.MetadataOptions),
        userData: one.UserData ? new Secret(one.UserData) : null,
      }));
      NextToken = page.NextToken;
    } while (NextToken);
  }

  async function* autoScalingGroups(names?: readonly string[]) {
    let NextToken: string | undefined;
    do {
      const command = new DescribeAutoScalingGroupsCommand({
        ...(names && { AutoScalingGroupNames: [...names] }),
        MaxRecords: pageSize,
        NextToken,
      });
      const page = await call('autoscaling', 'DescribeAutoScalingGroups', () => client().send(command));
      yield (page.AutoScalingGroups ?? []).map(groupFacts);
      NextToken = page.NextToken;
    } while (NextToken);
  }

  return { launchConfigurations, autoScalingGroups };
}

function groupFacts(group: AutoScalingGroup): GroupFacts {
  const { LaunchTemplate: inPolicy } = group.MixedInstancesPolicy ?? {};
  return {
    name: group.AutoScalingGroupName ?? '',
    arn: group.AutoScalingGroupARN ?? '',
    launchTemplate: referenceOf(group.LaunchTemplate),
    launchConfigurationName: group.LaunchConfigurationName || null,
    mixedInstancesPolicy:
      inPolicy === undefined
        ? null
        : {
            launchTemplate: referenceOf(inPolicy.LaunchTemplateSpecification),
            overrides: (inPolicy.Overrides ?? []).flatMap((one) => referenceOf(one.LaunchTemplateSpecification) ?? []),
            instanceTypes: (inPolicy.Overrides ?? []).flatMap((one) => one.InstanceType ?? []),
          },
    minSize: group.MinSize ?? 0,
    maxSize: group.MaxSize ?? 0,
    desiredCapacity: group.DesiredCapacity ?? 0,
    members: (group.Instances ?? []).map((one) => ({
      instanceId: one.InstanceId ?? '',
      lifecycleState: one.LifecycleState ?? '',
      healthStatus: one.HealthStatus ?? '',
      launchTemplate: referenceOf(one.LaunchTemplate),
      launchConfigurationName: one.LaunchConfigurationName || null,
    })),
    tags: tagsOf(group.Tags),
  };
}

/** A group that names no version launches the default one. */
function referenceOf(template: LaunchTemplateSpecification | undefined): TemplateReference | null {
  if (template === undefined) return null;
  const { LaunchTemplateId = '', LaunchTemplateName = '', Version = '$Default' } = template;
  return { id: LaunchTemplateId, name: LaunchTemplateName, version: Version };
}
