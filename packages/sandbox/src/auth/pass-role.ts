import { accountOf } from '@rolewright/shared/aws/arn.ts';
import type { Requirement } from '../services/service.ts';

/**
 * What a call needs that hands a role to a service, besides its own action: iam:PassRole on that role, with the service as
 * iam:PassedToService (`ecs-tasks.amazonaws.com`). A role of another account can never be passed (D-45). `associated`: ARN of what the
 * role is for, where the service says it.
 */
export function passRole(roleArn: string, service: string, associated?: string): Requirement {
  const owner = accountOf(roleArn);
  return {
    action: 'iam:PassRole',
    resource: roleArn,
    ...(owner === null ? {} : { resourceAccountId: owner }),
    context: { 'iam:PassedToService': service, ...(associated === undefined ? {} : { 'iam:AssociatedResourceArn': associated }) },
  };
}
