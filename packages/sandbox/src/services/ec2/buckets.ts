import type { OperationName, Service } from '../service.ts';
import type { Ec2 } from './types.ts';

type Name = OperationName<Ec2>;

/** Reads that AWS slows down when nothing narrows them. */
const listings: Name[] = ['DescribeInstances', 'DescribeInstanceStatus', 'DescribeSecurityGroups'];
const otherReads: Name[] = [
  'DescribeIamInstanceProfileAssociations',
  'DescribeImages',
  'DescribeInstanceAttribute',
  'DescribeLaunchTemplates',
  'DescribeLaunchTemplateVersions',
  'DescribeRegions',
  'DescribeSubnets',
  'DescribeTags',
  'GetInstanceMetadataDefaults',
];
const changes: Name[] = [
  'CreateLaunchTemplate',
  'CreateTags',
  'DeleteLaunchTemplate',
  'DeleteLaunchTemplateVersions',
  'DeleteTags',
  'ModifyInstanceAttribute',
  'ModifyInstanceMetadataDefaults',
  'RebootInstances',
  'StopInstances',
  'TerminateInstances',
];
const roomyChanges: Name[] = [
  'AssociateIamInstanceProfile',
  'DisassociateIamInstanceProfile',
  'ReplaceIamInstanceProfileAssociation',
  'CreateLaunchTemplateVersion',
  'ModifyLaunchTemplate',
  'ModifyInstanceMetadataOptions',
];

/** Neither a filter, nor ids, nor a page size. */
const isUnfiltered = ({ Filters, MaxResults, InstanceIds, GroupIds }: Record<string, unknown>): boolean =>
  MaxResults === undefined && [Filters, InstanceIds, GroupIds].every((list) => !Array.isArray(list) || list.length === 0);

/** The published rates, per account and Region; each operation has a bucket of its own (D-83). */
export const buckets: NonNullable<Service<Ec2>['buckets']> = {
  'unfiltered and unpaginated': { burst: 50, refillPerSecond: 10, each: true, operations: listings, when: isUnfiltered },
  'filtered or paginated': { burst: 100, refillPerSecond: 20, each: true, operations: listings, when: (input) => !isUnfiltered(input) },
  'non-mutating': { burst: 100, refillPerSecond: 20, each: true, operations: otherReads },
  mutating: { burst: 50, refillPerSecond: 5, each: true, operations: changes },
  'profiles and templates': { burst: 100, refillPerSecond: 5, each: true, operations: roomyChanges },
  launches: { burst: 5, refillPerSecond: 2, each: true, operations: ['RunInstances', 'StartInstances'] },
};
