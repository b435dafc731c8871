import type { DeploymentState, EcsPlace, ServiceState, TaskState } from '../../state/ecs.ts';
import { say, taskList, unableToAssume } from './events.ts';
import { unassumableRole } from './roles.ts';
import { completeDeployment, countFailure } from './rollout.ts';
import { launchTask, stopTask } from './task-life.ts';
import { serviceTaskTags } from './task-tags.ts';
import { inScaled, nowText, times } from './times.ts';

const running = (task: TaskState): boolean => task.task.lastStatus === 'RUNNING';

/** Key of a service among those of its Region. */
export const keyOf = (state: ServiceState): string => `${state.clusterName}/${state.service.serviceName}`;

/** Tasks of a service that are not STOPPED, those that drain included. */
export function tasksOf(place: EcsPlace, state: ServiceState): TaskState[] {
  const key = keyOf(state);
  return Object.values(place.ecs.tasks).filter((task) => task.serviceKey === key && task.task.lastStatus !== 'STOPPED');
}

/**
 * One look of the rolling scheduler at a service: launches what the PRIMARY deployment lacks within maximumPercent, stops what older ones
 * still run within minimumHealthyPercent, and completes the roll-out once all has settled. Source: ECS guide, rolling update.
 */
export function lookAtService(place: EcsPlace, state: ServiceState): void {
  const primary = state.deployments[0];
  if (!primary) return;
  const all = tasksOf(place, state);
  const live = all.filter(({ task }) => task.desiredStatus === 'RUNNING');
  const own = live.filter((task) => task.deploymentId === primary.deployment.id);
  const old = live.filter((task) => task.deploymentId !== primary.deployment.id);
  if (own.some(running)) primary.failures = 0;
  if (primary.deployment.rolloutState === 'FAILED') {
    for (const task of own.filter((task) => !running(task))) stopTask(place, task, 'ServiceSchedulerInitiated', 'Deployment failed.');
    return;
  }
  const desired = state.service.desiredCount ?? 0;
  // A role that cannot be assumed may have ended the deployment right here: nothing stops for it.
  if (!launchMissing(place, state, primary, own.length, live.length)) return;
  stopExcess(place, state, { own, old, desired });
  settle(place, state, primary, desired);
}

/** Most tasks that may be there at a time. */
const mostOf = ({ service }: ServiceState): number =>
  Math.floor(((service.desiredCount ?? 0) * (service.deploymentConfiguration?.maximumPercent ?? 200)) / 100);

/** False when a launch was due and could not be made. */
function launchMissing(place: EcsPlace, state: ServiceState, primary: DeploymentState, own: number, live: number): boolean {
  const count = Math.min((state.service.desiredCount ?? 0) - own, mostOf(state) - live);
  if (count <= 0) return true;
  if (primary.retryAt !== null && primary.retryAt > nowText(place.world)) {
    state.nextLookAt = primary.retryAt;
    return false;
  }
  const definition = place.ecs.taskDefinitions[(primary.deployment.taskDefinition ?? '').split('/').at(-1) ?? ''];
  if (!definition) return false;
  const refused = unassumableRole(place, definition.definition);
  state.unsteady = true;
  primary.settledSince = null;
  if (refused !== null) {
    say(place, state, `failed to launch a task with (error ${unableToAssume(refused)}).`);
    countFailure(place, state, primary);
    return false;
  }
  const tasks = Array.from({ length: count }, () =>
    launchTask(place, {
      clusterName: state.clusterName,
      definition,
      group: `service:${state.service.serviceName}`,
      startedBy: primary.deployment.id,
      launchType: state.service.launchType,
      platformVersion: state.service.platformVersion,
      enableExecuteCommand: state.service.enableExecuteCommand,
      tags: serviceTaskTags(state, definition),
      serviceKey: keyOf(state),
      deploymentId: primary.deployment.id ?? null,
    }),
  );
  say(place, state, `has started ${count} tasks: ${taskList(tasks.map(({ task }) => task.taskArn))}.`);
  return true;
}

interface Excess {
  own: TaskState[];
  old: TaskState[];
  desired: number;
}

function stopExcess(place: EcsPlace, state: ServiceState, { own, old, desired }: Excess): void {
  const least = Math.ceil((desired * (state.service.deploymentConfiguration?.minimumHealthyPercent ?? 100)) / 100);
  const ownRunning = own.filter(running).length;
  // Old tasks stay for as long as a new one has not taken their place; where there is no room to launch, some make room.
  const replaced = old.length - Math.max(desired - ownRunning, 0);
  const makesRoom = own.length + old.length >= mostOf(state) ? desired - own.length : 0;
  const healthy = ownRunning + old.filter(running).length;
  const leaving = [
    ...pick(old, Math.max(replaced, makesRoom), healthy - least),
    ...pick(own, own.length - desired, Number.POSITIVE_INFINITY),
  ];
  for (const task of leaving) {
    stopTask(place, task, 'ServiceSchedulerInitiated', `Scaling activity initiated by (deployment ${state.deployments[0]?.deployment.id})`);
  }
  if (leaving.length > 0) {
    state.unsteady = true;
    say(place, state, `has stopped ${leaving.length} running tasks: ${taskList(leaving.map(({ task }) => task.taskArn))}.`);
  }
}

/** Up to `count` tasks, those that do not run first; of those that do, no more than `runningAllowed`. */
function pick(tasks: TaskState[], count: number, runningAllowed: number): TaskState[] {
  if (count <= 0) return [];
  const idle = tasks.filter((task) => !running(task));
  return [...idle, ...tasks.filter(running).slice(0, Math.max(runningAllowed, 0))].slice(0, count);
}

function settle(place: EcsPlace, state: ServiceState, primary: DeploymentState, desired: number): void {
  const left = tasksOf(place, state);
  const settled = left.length === desired && left.every((task) => running(task) && task.deploymentId === primary.deployment.id);
  if (!settled) {
    primary.settledSince = null;
    return;
  }
  if (primary.deployment.rolloutState === 'COMPLETED' && !state.unsteady && state.deployments.length === 1) return;
  primary.settledSince ??= nowText(place.world);
  const doneAt = Date.parse(primary.settledSince) + times.settle * place.world.settings.timeScale;
  if (place.world.clock.now().getTime() >= doneAt) completeDeployment(place, state, primary);
  else state.nextLookAt = new Date(doneAt).toISOString();
}

/** Makes the scheduler look at a service shortly, as AWS reacts to a call. */
export function lookSoon(place: EcsPlace, state: ServiceState): void {
  const soon = inScaled(place.world, times.react);
  if (state.nextLookAt === null || state.nextLookAt > soon) state.nextLookAt = soon;
}
