import type { EcsPlace, ServiceState } from '../../state/ecs.ts';
import { uuid } from './ids.ts';
import { nowText } from './times.ts';

/** Says something in a service's events, newest first, the last hundred kept, with AWS's opening "(service limbo)". */
export function say(place: EcsPlace, state: ServiceState, message: string): void {
  state.events.unshift({
    id: uuid(place.world),
    createdAt: nowText(place.world),
    message: `(service ${state.service.serviceName}) ${message}`,
  });
  state.events.length = Math.min(state.events.length, 100);
}

/** AWS's words for a role that ECS cannot assume. Source: ECS developer guide, troubleshooting of service events (D-50). */
export const unableToAssume = (roleArn: string): string =>
  `ECS was unable to assume the role '${roleArn}' that was provided for this task. Please verify that the role being passed has the proper ` +
  'trust relationship and permissions and that your IAM user has permissions to pass this role.';

/** `(task 0123…) (task 4567…)`, as events list tasks. */
export const taskList = (arns: readonly (string | undefined)[]): string =>
  arns.map((arn) => `(task ${arn?.split('/').at(-1) ?? ''})`).join(' ');
