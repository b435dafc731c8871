import { type EcsPlace, ecsPlaces, type ServiceState } from '../../state/ecs.ts';
import type { World } from '../../state/world.ts';
import { lookAtService, tasksOf } from './deploy.ts';
import { countFailure } from './rollout.ts';
import { removeDeleted } from './task-definitions.ts';
import { stepTask, stopTask } from './task-life.ts';
import { lookAtTaskSets } from './task-set-life.ts';
import { nowText } from './times.ts';

/** One pending wake-up per world; the state itself says what is due, so a restart needs only one `runEcs`. */
const wakeUps = new WeakMap<World, () => void>();

/**
 * Does all that is due in ECS by now, then sets the clock for what comes next. Called after every call that changes tasks or services, at
 * start (a restart resumes deployments from the state alone), and by its own timer.
 */
export function runEcs(world: World): void {
  wakeUps.get(world)?.();
  wakeUps.delete(world);
  for (const place of ecsPlaces(world)) advance(place);
  const next = earliest(world);
  if (next === null) return;
  const wait = Math.max(Date.parse(next) - world.clock.now().getTime(), 0);
  wakeUps.set(
    world,
    world.clock.after(wait, () => runEcs(world)),
  );
}

function advance(place: EcsPlace): void {
  const now = nowText(place.world);
  // A step may make another due at the same moment; with a time scale of 0 everything is. The bound keeps a failing service from spinning.
  for (let round = 0; round < 50; round++) {
    const tasks = Object.values(place.ecs.tasks).filter(({ next }) => next !== null && next.at <= now);
    for (const task of tasks) {
      const failed = stepTask(place, task);
      const owner = task.serviceKey === null ? undefined : place.ecs.services[task.serviceKey];
      if (!owner || task.next?.status === 'RUNNING') continue;
      owner.nextLookAt = now;
      const deployment = owner.deployments.find((candidate) => candidate.deployment.id === task.deploymentId);
      if (failed && deployment) countFailure(place, owner, deployment);
    }
    const services = Object.values(place.ecs.services).filter(({ nextLookAt }) => nextLookAt !== null && nextLookAt <= now);
    for (const service of services) look(place, service);
    if (tasks.length === 0 && services.length === 0) return;
    removeDeleted(place.ecs);
  }
}

function look(place: EcsPlace, state: ServiceState): void {
  state.nextLookAt = null;
  if (state.service.status === 'DRAINING') drain(place, state);
  else if (state.service.deploymentController?.type === 'ECS') lookAtService(place, state);
  else if (state.service.status === 'ACTIVE') lookAtTaskSets(place, state);
}

/** A deleted service stops its tasks and is INACTIVE when the last is gone. */
function drain(place: EcsPlace, state: ServiceState): void {
  const left = tasksOf(place, state);
  for (const task of left) stopTask(place, task, 'ServiceSchedulerInitiated', 'Service was deleted.');
  if (left.length > 0) return;
  state.service.status = 'INACTIVE';
  state.deployments = [];
}

function earliest(world: World): string | null {
  let next: string | null = null;
  for (const { ecs } of ecsPlaces(world)) {
    for (const task of Object.values(ecs.tasks)) if (task.next && (next === null || task.next.at < next)) next = task.next.at;
    for (const { nextLookAt } of Object.values(ecs.services))
      if (nextLookAt !== null && (next === null || nextLookAt < next)) next = nextLookAt;
  }
  return next;
}
