import { type LaunchEdits, withMetadataOptions } from './launch-configuration.ts';

/** LaunchTemplateData, as EC2 takes and describes it; members that this code does not name are carried all the same. */
export type LaunchTemplateData = Record<string, unknown>;

/**
 * What ResponseLaunchTemplateData has and RequestLaunchTemplateData has not (compared member by member in EC2's model): a path of members, lists
 * walked through.
 */
const outputOnly = [
  'MetadataOptions.State',
  'NetworkInterfaces.Ipv6Addresses.IsPrimaryIpv6',
  'Operator.HiddenByDefault',
  'Operator.Managed',
];

/**
 * The whole data of a new version from the described old one. It is sent without SourceVersion: with it a member that is left out is inherited,
 * the key in the user data too, and snapshots of block devices are not (D-72).
 */
export function nextLaunchTemplateData(described: LaunchTemplateData, edits: LaunchEdits): LaunchTemplateData {
  const { UserData, ...data } = outputOnly.reduce((rest, path) => without(rest, path.split('.')) as LaunchTemplateData, described);
  const userData = edits.userData === undefined ? UserData : edits.userData;
  return {
    ...data,
    ...(userData === undefined || userData === null || userData === '' ? {} : { UserData: userData }),
    ...(edits.iamInstanceProfile === undefined ? {} : { IamInstanceProfile: profileSpecification(edits.iamInstanceProfile) }),
    ...withMetadataOptions(data.MetadataOptions, edits.metadataOptions),
  };
}

/** EC2 takes an instance profile by its name or by its ARN, in different members; never both. */
export const profileSpecification = (nameOrArn: string): { Arn: string } | { Name: string } =>
  nameOrArn.startsWith('arn:') ? { Arn: nameOrArn } : { Name: nameOrArn };

function without(value: unknown, [member = '', ...deeper]: string[]): unknown {
  if (Array.isArray(value)) return value.map((one) => without(one, [member, ...deeper]));
  if (typeof value !== 'object' || value === null || !(member in value)) return value;
  const { [member]: found, ...rest } = value as LaunchTemplateData;
  return deeper.length === 0 ? rest : { ...rest, [member]: without(found, deeper) };
}
