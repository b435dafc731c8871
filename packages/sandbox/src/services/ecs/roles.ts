import { iamNameOf } from '@rolewright/shared/aws/arn.ts';
import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { effectiveIam } from '../../auth/effective.ts';
import type { EcsPlace, Stored } from '../../state/ecs.ts';
import { AwsFault, type CallContext } from '../service.ts';

/** Full ARN of a role that a call names by ARN or, as ECS allows for roles without a path, by its short name (D-27). */
export function roleArnOf(context: Pick<CallContext, 'account'>, role: string): string {
  return role.startsWith('arn:') ? role : `arn:${context.account.partition}:iam::${context.account.id}:role/${role}`;
}

/** Refuses a role that is missing, in another account, or not effective yet (D-50). */
export function requireValidRole(context: Pick<CallContext, 'account' | 'world'>, roleArn: string): void {
  const name = iamNameOf(roleArn, 'role')?.name ?? '';
  const role = effectiveIam(context.world, context.account.id).find('roles', name);
  if (role?.arn !== roleArn) throw new AwsFault('ClientException', 'Role is not valid');
}

export function unassumableRole(_place: EcsPlace, _definition: Pick<Stored<TaskDefinition>, 'taskRoleArn' | 'executionRoleArn'>): string | null {
  return null;
}
