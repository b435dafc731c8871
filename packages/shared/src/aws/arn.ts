/** The six fields of an Amazon Resource Name. `region` and `accountId` are empty where a service has none (IAM, S3). */
export interface Arn {
  partition: string;
  service: string;
  region: string;
  accountId: string;
  /** All after the fifth colon; may hold colons itself (`log-group:x`). */
  resource: string;
}

/** Partitions of botocore's partitions.json: aws, aws-cn, aws-us-gov, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f (D-86). */
const partitionShape = /^aws(-cn|-us-gov|-eusc|-iso(-[a-z])?)?$/;

/** Is this the name of a partition of AWS? Goes by shape for aws-iso*, so that a new letter needs no change here. */
export const isPartition = (text: string): boolean => partitionShape.test(text);

/** ARN → fields, or null when it is not one: not six fields, unknown partition, no service, no resource, an account that is not 12 digits. */
export function parseArn(text: string): Arn | null {
  const problem = arnProblem(text);
  return problem === null ? fieldsOf(text) : null;
}

/** ARN → fields; throws an Error that says what is wrong. */
export function requireArn(text: string): Arn {
  const problem = arnProblem(text);
  if (problem !== null) throw new Error(problem);
  return fieldsOf(text);
}

/**
 * What is wrong with an ARN, as one sentence, or null. Catches `arn:aws::iam::…`, where a stray colon pushes the service out of its
 * field (D-86). An account of `aws` is right: AWS's own managed policies have it.
 */
export function arnProblem(text: string): string | null {
  if (/[\s\p{Cc}]/u.test(text)) return `"${text}" contains white space or control characters`;
  const { partition, service, region, accountId, resource } = fieldsOf(text);
  if (!text.startsWith('arn:')) return `"${text}" does not begin with "arn:"`;
  if (text.split(':').length < 6) return `"${text}" has fewer than the six fields arn:partition:service:region:account:resource`;
  if (!isPartition(partition)) return `"${text}" names the partition "${partition}", which AWS does not have`;
  if (service === '') return `"${text}" has no service in its third field (a colon too many?)`;
  if (!/^[a-z0-9-]+$/.test(service)) return `"${text}" has "${service}" where the service belongs`;
  if (!/^([a-z]{2,4}(-[a-z]+)+-\d+)?$/.test(region)) return `"${text}" has "${region}" where the Region belongs`;
  if (!/^(\d{12}|aws)?$/.test(accountId)) return `"${text}" has "${accountId}" where the 12 digits of the account belong`;
  if (resource === '') return `"${text}" names no resource`;
  return null;
}

/**
 * What is wrong with an ARN as policies write it, where `*` and `?` and variables may stand in the fields and missing fields mean `*`;
 * null when nothing is. `*` alone is right. Source: IAM reference_policies_elements_resource.
 */
export function arnPatternProblem(text: string): string | null {
  if (text === '*') return null;
  if (!text.startsWith('arn:')) return `"${text}" is neither an ARN nor "*"`;
  const [, partition = '', service = '', region = '', accountId = ''] = text.split(':');
  const wild = /[*?$]/;
  if (!wild.test(partition) && !isPartition(partition)) return `"${text}" names the partition "${partition}", which AWS does not have`;
  if (!/^[a-z0-9-]+$/.test(service) && service !== '*') return `"${text}" has "${service}" where the service belongs (a colon too many?)`;
  if (!wild.test(region) && !/^([a-z]{2,4}(-[a-z]+)+-\d+)?$/.test(region)) return `"${text}" has "${region}" where the Region belongs`;
  if (!wild.test(accountId) && !/^(\d{12}|aws)?$/.test(accountId)) return `"${text}" has "${accountId}" where the account belongs`;
  return null;
}

/** Fields → ARN. */
export const formatArn = (arn: Arn): string => `arn:${arn.partition}:${arn.service}:${arn.region}:${arn.accountId}:${arn.resource}`;

/** Partition of an ARN; throws when it is not an ARN. Take it from the account's own identity, never from a constant (D-86). */
export const partitionOf = (arn: string): string => requireArn(arn).partition;

/** Account of an ARN, or null when it has none (S3) or is not an ARN. */
export const accountOf = (arn: string): string | null => parseArn(arn)?.accountId || null;

/** A name within IAM and the path that it lies under. */
export interface IamName {
  /** Begins and ends with `/`; `/` alone when there is none. */
  path: string;
  name: string;
}

/** `arn:…:iam::…:role/team/app` → {path: '/team/', name: 'app'}, of the given kind; null for any other ARN. */
export function iamNameOf(arn: string, kind: 'role' | 'user' | 'group' | 'policy' | 'instance-profile'): IamName | null {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'iam' || !parsed.resource.startsWith(`${kind}/`)) return null;
  const rest = parsed.resource.slice(kind.length);
  const cut = rest.lastIndexOf('/') + 1;
  return cut === rest.length ? null : { path: rest.slice(0, cut), name: rest.slice(cut) };
}

/** Role name of a role's ARN (with or without a path) or of an assumed-role session's; null for any other ARN. */
export function roleNameOf(arn: string): string | null {
  return iamNameOf(arn, 'role')?.name ?? assumedRoleOf(arn)?.roleName ?? null;
}

/** `arn:…:sts::…:assumed-role/<role>/<session>` → its names; null for any other ARN. The role's path is not part of it. */
export function assumedRoleOf(arn: string): { roleName: string; sessionName: string } | null {
  const parsed = parseArn(arn);
  if (parsed?.service !== 'sts') return null;
  const [kind, roleName, sessionName, ...more] = parsed.resource.split('/');
  if (kind !== 'assumed-role' || !roleName || !sessionName || more.length > 0) return null;
  return { roleName, sessionName };
}

function fieldsOf(text: string): Arn {
  const [, partition = '', service = '', region = '', accountId = '', ...resource] = text.split(':');
  return { partition, service, region, accountId, resource: resource.join(':') };
}
