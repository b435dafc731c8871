import { assumedRoleOf, parseArn } from '@rolewright/shared/aws/arn.ts';

/** ARN of a session → of its role, without the path, which a session does not tell; any other ARN stays. */
export function roleOfSession(arn: string): string {
  const session = assumedRoleOf(arn);
  const parsed = parseArn(arn);
  return session === null || parsed === null ? arn : `arn:${parsed.partition}:iam::${parsed.accountId}:role/${session.roleName}`;
}
