import type { EcsPlace, ServiceState } from '../../state/ecs.ts';
import { keyOf, tasksOf } from './deploy.ts';
import { say, taskList } from './events.ts';
import { launchTask, stopTask } from './task-life.ts';
import { serviceTaskTags } from './task-tags.ts';
import { nowText } from './times.ts';

/** Task sets of a service, oldest first. */
export const taskSetsOf = (place: Pick<EcsPlace, 'ecs'>, state: ServiceState) =>
  Object.values(place.ecs.taskSets).filter(({ serviceArn }) => serviceArn === state.service.serviceArn);

/** Keeps each task set of a CODE_DEPLOY or EXTERNAL service at its computed count; nothing here moves it to another revision (D-30). */
export function lookAtTaskSets(place: EcsPlace, state: ServiceState): void {
  const live = tasksOf(place, state).filter(({ task }) => task.desiredStatus === 'RUNNING');
  for (const set of taskSetsOf(place, state)) {
    const own = live.filter((task) => task.deploymentId === set.id);
    const definition = place.ecs.taskDefinitions[(set.taskDefinition ?? '').split('/').at(-1) ?? ''];
    const wanted = set.computedDesiredCount ?? 0;
    const tasks = Array.from({ length: definition ? Math.max(wanted - own.length, 0) : 0 }, () =>
      launchTask(place, {
        clusterName: state.clusterName,
        definition: definition!,
        group: `service:${state.service.serviceName}`,
        startedBy: set.id,
        launchType: set.launchType,
        platformVersion: set.platformVersion,
        tags: definition ? serviceTaskTags(state, definition) : [],
        serviceKey: keyOf(state),
        deploymentId: set.id ?? null,
      }),
    );
    if (tasks.length > 0) say(place, state, `has started ${tasks.length} tasks: ${taskList(tasks.map(({ task }) => task.taskArn))}.`);
    for (const task of own.slice(wanted)) stopTask(place, task, 'ServiceSchedulerInitiated', 'Task set scaled in.');
    const steady = own.length === wanted && own.every(({ task }) => task.lastStatus === 'RUNNING');
    if (steady && set.stabilityStatus !== 'STEADY_STATE') {
      set.stabilityStatus = 'STEADY_STATE';
      set.stabilityStatusAt = nowText(place.world);
      say(place, state, 'has reached a steady state.');
    }
  }
}
