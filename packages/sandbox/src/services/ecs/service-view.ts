import type { Deployment, Service, ServiceEvent, TaskSet } from '@aws-sdk/client-ecs';
import type { DeploymentState, EcsPlace, ServiceState, Stored, TaskState } from '../../state/ecs.ts';
import { tasksOf } from './deploy.ts';
import { fromStored } from './stored.ts';
import { taskSetsOf } from './task-set-life.ts';

/** Tasks that count as running: those that drain do not, as on AWS. */
const runningIn = (tasks: TaskState[]): number => tasks.filter(({ task }) => task.lastStatus === 'RUNNING').length;
const pendingIn = (tasks: TaskState[]): number =>
  tasks.filter(({ task }) => ['PROVISIONING', 'PENDING'].includes(task.lastStatus ?? '')).length;

/** A service as DescribeServices shows it; counts come from its tasks. */
export function shownService(place: EcsPlace, state: ServiceState, include: readonly string[]): Service {
  const tasks = tasksOf(place, state);
  return {
    ...fromStored<Service>(state.service as Stored<Service>),
    runningCount: runningIn(tasks),
    pendingCount: pendingIn(tasks),
    deployments: state.deployments.map((deployment) => shownDeployment(deployment, tasks)),
    taskSets: taskSetsOf(place, state).map((set) => shownTaskSet(set, tasks, include)),
    events: state.events.map((event) => fromStored<ServiceEvent>(event)),
    ...(include.includes('TAGS') ? { tags: state.tags } : {}),
  };
}

function shownDeployment(state: DeploymentState, tasks: TaskState[]): Deployment {
  const own = tasks.filter((task) => task.deploymentId === state.deployment.id);
  return { ...fromStored<Deployment>(state.deployment as Stored<Deployment>), runningCount: runningIn(own), pendingCount: pendingIn(own) };
}

/** A task set as DescribeTaskSets shows it. */
export function shownTaskSet(set: Stored<TaskSet>, tasks: TaskState[], include: readonly string[]): TaskSet {
  const own = tasks.filter((task) => task.deploymentId === set.id);
  const { tags, ...plain } = fromStored<TaskSet>(set);
  return {
    ...plain,
    runningCount: runningIn(own),
    pendingCount: pendingIn(own),
    ...(include.includes('TAGS') ? { tags: tags ?? [] } : {}),
  };
}
