import {
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  type Instance,
} from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand, type InstanceProfile, ListInstanceProfilesForRoleCommand } from '@aws-sdk/client-iam';
import { absent, known } from '@rolewright/shared/inventory/reading.ts';
import { type AssociationOf, type InstanceOf, instanceStates } from '@rolewright/shared/plan/instance-snapshot.ts';
import { call, reading, tagsOf } from './answer.ts';
import { AwsError } from './aws-error.ts';
import type { ServiceClients } from './clients.ts';
import type { InstanceProfileReading, InstanceRead } from './instance-port.ts';

/** With a page size EC2 pays from the wider bucket (D-83). */
const pageSize = 1000;

/** Reads of one instance and of instance profiles. */
export function instanceRead({ ec2, iam }: Pick<ServiceClients, 'ec2' | 'iam'>): InstanceRead {
  return {
    instance: (instanceId) =>
      reading(async () => {
        const command = new DescribeInstancesCommand({ InstanceIds: [instanceId] });
        const answer = await call('ec2', 'DescribeInstances', () => ec2().send(command));
        const [found] = (answer.Reservations ?? []).flatMap((one) => one.Instances ?? []);
        if (found === undefined) throw notFound('ec2:DescribeInstances', instanceId);
        return instanceOf(found);
      }),
    stopProtection: (InstanceId) =>
      reading(async () => {
        const command = new DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'disableApiStop' });
        const answer = await call('ec2', 'DescribeInstanceAttribute', () => ec2().send(command));
        return answer.DisableApiStop?.Value === true;
      }),
    async associationOf(instanceId) {
      const all = await reading(async () => {
        const input = { Filters: [{ Name: 'instance-id', Values: [instanceId] }], MaxResults: pageSize };
        const answer = await call('ec2', 'DescribeIamInstanceProfileAssociations', () =>
          ec2().send(new DescribeIamInstanceProfileAssociationsCommand(input)),
        );
        return answer.IamInstanceProfileAssociations ?? [];
      });
      if (all.state !== 'known') return all;
      const open = all.value.filter(({ State }) => State !== 'disassociated');
      // While one is replaced, the old one is shown beside the new.
      const found = open.find(({ State }) => State !== 'disassociating') ?? open[0];
      if (found === undefined) return absent;
      const { AssociationId = '', IamInstanceProfile, State } = found;
      return known({ associationId: AssociationId, profileArn: IamInstanceProfile?.Arn ?? '', state: State as AssociationOf['state'] });
    },
    instancesOfProfile: (profileArn) =>
      reading(async () => {
        const found: { instanceId: string; name: string }[] = [];
        let NextToken: string | undefined;
        do {
          const Filters = [
            { Name: 'iam-instance-profile.arn', Values: [profileArn] },
            { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] },
          ];
          const command = new DescribeInstancesCommand({ Filters, MaxResults: pageSize, NextToken });
          const page = await call('ec2', 'DescribeInstances', () => ec2().send(command));
          const instances = (page.Reservations ?? []).flatMap((one) => one.Instances ?? []);
          found.push(...instances.map((one) => ({ instanceId: one.InstanceId ?? '', name: nameOf(one) })));
          NextToken = page.NextToken;
        } while (NextToken);
        return found;
      }),
    instanceProfile: (InstanceProfileName) =>
      reading(async () => {
        const command = new GetInstanceProfileCommand({ InstanceProfileName });
        const { InstanceProfile: found } = await call('iam', 'GetInstanceProfile', () => iam().send(command));
        return { ...profileOf(found), tags: tagsOf(found?.Tags) };
      }),
    profilesOfRole: (RoleName) =>
      reading(async () => {
        const found: Omit<InstanceProfileReading, 'tags'>[] = [];
        let Marker: string | undefined;
        do {
          const command = new ListInstanceProfilesForRoleCommand({ RoleName, Marker });
          const page = await call('iam', 'ListInstanceProfilesForRole', () => iam().send(command));
          found.push(...(page.InstanceProfiles ?? []).map(profileOf));
          Marker = page.IsTruncated === true ? page.Marker : undefined;
        } while (Marker !== undefined);
        return found;
      }),
  };
}

const profileOf = (profile: InstanceProfile | undefined): Omit<InstanceProfileReading, 'tags'> => ({
  name: profile?.InstanceProfileName ?? '',
  arn: profile?.Arn ?? '',
  path: profile?.Path ?? '/',
  roles: (profile?.Roles ?? []).map(({ Arn = '' }) => Arn),
});

const nameOf = ({ Tags, InstanceId = '' }: Instance): string => tagsOf(Tags).Name || InstanceId;

function instanceOf(instance: Instance): InstanceOf & { name: string } {
  const tags = tagsOf(instance.Tags);
  const options = instance.MetadataOptions;
  const card = instance.NetworkInterfaces?.[0]?.Association;
  return {
    name: nameOf(instance),
    state: instanceStates.find((one) => one === instance.State?.Name) ?? 'pending',
    imageId: instance.ImageId ?? '',
    instanceType: instance.InstanceType ?? '',
    rootDeviceType: instance.RootDeviceType === 'instance-store' ? 'instance-store' : 'ebs',
    group: tags['aws:autoscaling:groupName'] ?? null,
    stack: tags['aws:cloudformation:stack-name'] ?? null,
    metadata: {
      httpTokens: options?.HttpTokens === 'required' ? 'required' : 'optional',
      hopLimit: options?.HttpPutResponseHopLimit ?? 1,
      endpoint: options?.HttpEndpoint === 'disabled' ? 'disabled' : 'enabled',
    },
    // AWS itself owns a public address that is no Elastic IP.
    addressChanges: card?.IpOwnerId === 'amazon' || (card === undefined && Boolean(instance.PublicIpAddress)),
  };
}

const notFound = (operation: string, what: string): AwsError =>
  new AwsError('not-found', 'InvalidInstanceID.NotFound', `${what} is not there`, operation, null);
