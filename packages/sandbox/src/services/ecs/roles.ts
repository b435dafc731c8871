import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { iamNameOf } from '@rolewright/shared/aws/arn.ts';
import { assumeRoleForService } from '../../auth/assume-for-service.ts';
import { effectiveIam } from '../../auth/effective.ts';
import type { EcsPlace, Stored } from '../../state/ecs.ts';
import type { SessionState } from '../../state/world.ts';
import { AwsFault, type CallContext } from '../service.ts';
import { ecsArn } from './names.ts';

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

type Place = Pick<EcsPlace, 'world' | 'account' | 'region'>;

/** A role for a task, taken by ecs-tasks.amazonaws.com: a session, or why not. The session's name is the task's id, as on ECS. */
export function assumeForTask({ world, account, region }: Place, roleArn: string, taskId: string): SessionState | { denied: string } {
  return assumeRoleForService(world, {
    accountId: account.id,
    roleArn,
    service: 'ecs-tasks.amazonaws.com',
    // A trust policy can go by account and Region; ECS says nothing of cluster or task (D-28).
    sourceArn: ecsArn({ account, region }, '*'),
    sourceAccount: account.id,
    sessionName: taskId,
  });
}

/** ARN of the first role of a definition that ECS cannot assume at this moment, or null: then a task can start. */
export function unassumableRole(
  place: Place,
  { taskRoleArn, executionRoleArn }: Pick<Stored<TaskDefinition>, 'taskRoleArn' | 'executionRoleArn'>,
): string | null {
  for (const roleArn of [taskRoleArn, executionRoleArn]) {
    if (!roleArn) continue;
    const session = assumeForTask(place, roleArn, 'launch-check');
    if ('denied' in session) return roleArn;
    // Only tried: the task gets credentials of its own when it asks.
    delete place.world.state.sessions[session.accessKeyId];
  }
  return null;
}
