import type { Service } from '../service.ts';
import { buckets } from './buckets.ts';
import { unauthorized } from './denied.ts';
import { withDryRun } from './dry-run.ts';
import { instanceAttributeHandlers } from './instance-attributes.ts';
import { instanceChangeHandlers } from './instance-changes.ts';
import { instanceReadHandlers } from './instance-reads.ts';
import { launchTemplateHandlers } from './launch-templates.ts';
import { metadataHandlers } from './metadata-handlers.ts';
import { profileAssociationHandlers } from './profile-associations.ts';
import { requirements } from './requirements.ts';
import { surroundingsHandlers } from './surroundings.ts';
import { tagHandlers } from './tag-handlers.ts';
import { templateVersionReadHandlers } from './template-version-reads.ts';
import { templateVersionHandlers } from './template-versions.ts';
import type { Ec2 } from './types.ts';

/** Amazon EC2: instances with their user data, profiles and metadata options, and launch templates. No disks, no networks of one's own. */
export const service: Service<Ec2> = {
  signingName: 'ec2',
  global: false,
  handlers: withDryRun({
    ...instanceReadHandlers,
    ...instanceChangeHandlers,
    ...instanceAttributeHandlers,
    ...metadataHandlers,
    ...profileAssociationHandlers,
    ...launchTemplateHandlers,
    ...templateVersionHandlers,
    ...templateVersionReadHandlers,
    ...tagHandlers,
    ...surroundingsHandlers,
  }),
  requirements,
  buckets,
  refusal: unauthorized,
  limits: {
    RunInstances:
      'Into the default VPC; every well-formed instance type is there; one volume, one network interface. With DryRun, here and elsewhere, permissions are checked and nothing else.',
    DescribeInstances: 'Filters of storage, network interfaces, IPv6 and capacity reservations are refused as unknown.',
    DescribeInstanceStatus: 'A running instance is ok; no events. Filters as DescribeInstances.',
    ModifyInstanceAttribute: 'Block devices, kernel, network support and enclaves cannot be changed.',
    ModifyInstanceMetadataOptions: 'In force at once.',
    ModifyInstanceMetadataDefaults: 'HttpTokensEnforced is not looked at.',
    AssociateIamInstanceProfile: 'Associated after two seconds; a disassociated association is shown for a minute.',
    CreateLaunchTemplate: 'What the template names (image, groups, subnets) is looked up at the launch alone, and nothing is warned of.',
    DescribeLaunchTemplateVersions: 'ResolveAlias knows three public parameters of Amazon Linux.',
    DescribeImages: 'Five public images in each Region and those of the account.',
    DescribeSecurityGroups: 'Rules are not kept: every workload reaches what it calls.',
    DescribeSubnets: 'The three of the default VPC.',
    DescribeTags: 'Instances, launch templates, images, subnets and security groups have tags.',
  },
};
