import type { TaskDefinition } from '@aws-sdk/client-ecs';
import type { EcsPlace, Stored } from '../../state/ecs.ts';
import { type CallContext } from '../service.ts';

/** Full ARN of a role that a call names by ARN or, as ECS allows for roles without a path, by its short name (D-27). */
export function roleArnOf(context: Pick<CallContext, 'account'>, role: string): string {
  return role.startsWith('arn:') ? role : `arn:${context.account.partition}:iam::${context.account.id}:role/${role}`;
}

export function requireValidRole(_context: CallContext, _roleArn: string): void {}

export function unassumableRole(_place: EcsPlace, _definition: Pick<Stored<TaskDefinition>, 'taskRoleArn' | 'executionRoleArn'>): string | null {
  return null;
}
