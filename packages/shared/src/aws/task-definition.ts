/**
 * Members of DescribeTaskDefinition's answer that RegisterTaskDefinition refuses: ECS fills them in. A deny-list on purpose. Everything else
 * is carried over, also members that this version has never heard of (D-20, D-21).
 */
export const outputOnlyMembers = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
  'deleteRequestedAt',
] as const;

/** Describe's document without what ECS fills in: the body of a Register of the same content. Does not change its input. */
export function withoutOutputMembers(taskDefinition: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(taskDefinition).filter(([member]) => !outputOnlyMembers.some((name) => name === member)));
}

/** Tags as Register takes them: keys with the reserved prefix `aws:`, in any case, are left out (D-23). */
export function registrableTags(tags: Record<string, string>): { key: string; value: string }[] {
  return Object.entries(tags)
    .filter(([key]) => !key.toLowerCase().startsWith('aws:'))
    .map(([key, value]) => ({ key, value }));
}

/** What a task definition's ARN names: `…:task-definition/limbo:3` → {family: 'limbo', revision: 3}; null for anything else. */
export function revisionOf(taskDefinitionArn: string): { family: string; revision: number } | null {
  const match = /:task-definition\/([A-Za-z0-9_-]+):(\d+)$/.exec(taskDefinitionArn);
  return match === null ? null : { family: match[1] ?? '', revision: Number(match[2]) };
}

/**
 * A task or execution role as an ARN. ECS also takes the short name of a role without a path, which is one of the revision's own account
 * (D-27); null where none is set.
 */
export function roleArnOf(role: unknown, taskDefinitionArn: string): string | null {
  if (typeof role !== 'string' || role === '') return null;
  if (role.startsWith('arn:')) return role;
  const [, partition = 'aws', , , accountId = ''] = taskDefinitionArn.split(':');
  return `arn:${partition}:iam::${accountId}:role/${role}`;
}

/**
 * Variables that SDKs take credentials from, as D-04 lists them: safe to drop once a role is proven. AWS_REGION and the names of D-06 are
 * not among them.
 */
export const credentialVariables = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_CREDENTIAL_FILE',
  'BOTO_CONFIG',
  'AWS_CREDENTIAL_SCOPE',
  'AMAZON_ACCESS_KEY_ID',
  'AMAZON_SECRET_ACCESS_KEY',
] as const;

/** Is this one of D-04's names? Environment names are case-sensitive. */
export const isCredentialVariable = (name: string): boolean => credentialVariables.some((one) => one === name);

/** Variables that point at profiles and files (D-05): whether static keys or an assume-role configuration lies there, only a look inside tells. */
export const profileVariables = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE'] as const;
