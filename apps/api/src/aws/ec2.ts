import {
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { Secret } from '@rolewright/shared/secret.ts';
import { call, reading, tagsOf } from './answer.ts';
import type { Ec2Read } from './ec2-port.ts';
import { instanceFacts, templateVersionReading } from './ec2-readings.ts';

type InstanceRead = Omit<Ec2Read, 'launchConfigurations' | 'autoScalingGroups' | 'instanceProfiles'>;

/** The largest pages that EC2 gives; a page size also keeps the calls out of the slow buckets (D-83). */
const pageSize = 1000;
const smallerPageSize = 200;

/** A filter and not ids: of ids a single one that is gone makes EC2 refuse the whole call. */
const ofInstances = (ids: readonly string[] | undefined) =>
  ids === undefined ? {} : { Filters: [{ Name: 'instance-id', Values: [...ids] }] };

/** Reads of Amazon EC2 for one account and Region. */
export function ec2Read(client: () => EC2Client): InstanceRead {
  async function* instances(ids?: readonly string[]) {
    let NextToken: string | undefined;
    do {
      const command = new DescribeInstancesCommand({ ...ofInstances(ids), MaxResults: pageSize, NextToken });
      const page = await call('ec2', 'DescribeInstances', () => client().send(command));
      const all = (page.Reservations ?? []).flatMap((one) => one.Instances ?? []).map(instanceFacts);
      yield all.filter((one) => one.state !== 'terminated' && one.state !== 'shutting-down');
      NextToken = page.NextToken;
    } while (NextToken);
  }

  async function* profileAssociations(ids?: readonly string[]) {
    let NextToken: string | undefined;
    do {
      const command = new DescribeIamInstanceProfileAssociationsCommand({ ...ofInstances(ids), MaxResults: pageSize, NextToken });
      const page = await call('ec2', 'DescribeIamInstanceProfileAssociations', () => client().send(command));
      yield (page.IamInstanceProfileAssociations ?? []).map((one) => ({
        id: one.AssociationId ?? '',
        instanceId: one.InstanceId ?? '',
        profileArn: one.IamInstanceProfile?.Arn ?? '',
        state: one.State ?? '',
      }));
      NextToken = page.NextToken;
    } while (NextToken);
  }

  async function* launchTemplates(ids?: readonly string[]) {
    // Named templates come in one answer; together with them a page size is refused.
    const which = ids === undefined ? { MaxResults: smallerPageSize } : { LaunchTemplateIds: [...ids] };
    let NextToken: string | undefined;
    do {
      const command = new DescribeLaunchTemplatesCommand({ ...which, NextToken });
      const page = await call('ec2', 'DescribeLaunchTemplates', () => client().send(command));
      yield (page.LaunchTemplates ?? []).map((one) => ({
        id: one.LaunchTemplateId ?? '',
        name: one.LaunchTemplateName ?? '',
        defaultVersion: one.DefaultVersionNumber ?? 1,
        latestVersion: one.LatestVersionNumber ?? 1,
        tags: tagsOf(one.Tags),
      }));
      NextToken = page.NextToken;
    } while (NextToken);
  }

  async function* launchTemplateVersions(LaunchTemplateId: string, versions?: readonly number[]) {
    // Named versions come in one answer; together with them a page size is refused.
    const which = versions === undefined ? { MaxResults: smallerPageSize } : { Versions: versions.map(String) };
    let NextToken: string | undefined;
    do {
      const command = new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId, ...which, NextToken });
      const page = await call('ec2', 'DescribeLaunchTemplateVersions', () => client().send(command));
      yield (page.LaunchTemplateVersions ?? []).map(templateVersionReading);
      NextToken = page.NextToken;
    } while (NextToken);
  }

  return {
    instances,
    profileAssociations,
    launchTemplates,
    launchTemplateVersions,
    userData: (InstanceId) =>
      reading(async () => {
        const command = new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' });
        const answer = await call('ec2', 'DescribeInstanceAttribute', () => client().send(command));
        const value = answer.UserData?.Value;
        return value ? new Secret(value) : null;
      }),
  };
}
