import type { RunTaskRequest, Tag, Task } from '@aws-sdk/client-ecs';
import type { EcsPlace, Stored, TaskDefinitionState, TaskState } from '../../state/ecs.ts';
import { own, setOwn } from '../../state/iam.ts';
import { AwsFault, type CallContext, type Handlers } from '../service.ts';
import { requireCluster } from './clusters.ts';
import { unableToAssume } from './events.ts';
import { checkLaunch } from './launch-checks.ts';
import { requireValidRole, roleArnOf, unassumableRole } from './roles.ts';
import { placeOf } from './service-lookup.ts';
import { fromStored } from './stored.ts';
import { checkedTags } from './tags.ts';
import { requireActive } from './task-definitions.ts';
import { launchTask, stopTask } from './task-life.ts';
import { runEcs } from './tick.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

/** A task as RunTask and DescribeTasks show it. */
export const shownTask = ({ task, tags }: TaskState, include: readonly string[]): Task => ({
  ...fromStored<Task>(task as Stored<Task>),
  ...(include.includes('TAGS') ? { tags } : {}),
});

/** The task of a cluster by id or ARN; null when there is none. */
export const findTask = (place: EcsPlace, clusterName: string, task: string): TaskState | null =>
  Object.values(place.ecs.tasks).find(
    (state) => state.clusterName === clusterName && (state.task.taskArn === task || state.task.taskArn?.endsWith(`/${task}`)),
  ) ?? null;

export const taskHandlers: Handlers<Ecs> = {
  RunTask(input, context) {
    const place = placeOf(context);
    const { clusterName } = requireCluster(place.ecs, input.cluster);
    const definition = requireActive(place.ecs, input.taskDefinition);
    checkLaunch(definition.definition, input);
    const overrides = checkedOverrides(context, definition, input);
    const refused = unassumableRole(place, { ...definition.definition, ...rolesOf(overrides) });
    if (refused !== null) throw new AwsFault('ClientException', unableToAssume(refused));
    const count = input.count ?? 1;
    if (count < 1 || count > 10) throw new AwsFault('InvalidParameterException', 'count must be between 1 and 10.');
    const repeated = (own(place.ecs.clientTokens, input.clientToken ?? '') ?? '').split(' ').flatMap((arn) => place.ecs.tasks[arn] ?? []);
    if (repeated.length > 0) return { tasks: repeated.map((state) => shownTask(state, ['TAGS'])), failures: [] };
    const tags = tagsFor(input, definition, clusterName);
    const tasks = Array.from({ length: count }, () =>
      launchTask(place, {
        clusterName,
        definition,
        group: input.group ?? `family:${definition.definition.family}`,
        startedBy: input.startedBy,
        overrides,
        launchType: input.launchType,
        platformVersion: input.platformVersion,
        enableExecuteCommand: input.enableExecuteCommand,
        tags,
        serviceKey: null,
        deploymentId: null,
      }),
    );
    if (input.clientToken) setOwn(place.ecs.clientTokens, input.clientToken, tasks.map(({ task }) => task.taskArn).join(' '));
    runEcs(context.world);
    return { tasks: tasks.map((state) => shownTask(state, ['TAGS'])), failures: [] };
  },

  StopTask({ cluster, task = '', reason }, context) {
    const place = placeOf(context);
    const { clusterName } = requireCluster(place.ecs, cluster);
    const state = findTask(place, clusterName, task);
    if (!state) throw new AwsFault('InvalidParameterException', 'The referenced task was not found.');
    if (state.task.lastStatus !== 'STOPPED') stopTask(place, state, 'UserInitiated', reason ?? 'Task stopped by user');
    const owner = state.serviceKey === null ? undefined : place.ecs.services[state.serviceKey];
    if (owner) owner.nextLookAt = context.now.toISOString();
    runEcs(context.world);
    return { task: shownTask(state, ['TAGS']) };
  },
};

/** Characters of the overrides, as JSON. Source: API reference of ECS, TaskOverride. */
const mostOverrides = 8192;

const rolesOf = (overrides: RunTaskRequest['overrides']) => ({
  ...(overrides?.taskRoleArn ? { taskRoleArn: overrides.taskRoleArn } : {}),
  ...(overrides?.executionRoleArn ? { executionRoleArn: overrides.executionRoleArn } : {}),
});

function checkedOverrides(context: CallContext, { definition }: TaskDefinitionState, input: RunTaskRequest): RunTaskRequest['overrides'] {
  if (JSON.stringify(input.overrides ?? {}).length > mostOverrides) {
    throw new AwsFault('InvalidParameterException', `Container Overrides length must be at most ${mostOverrides}`);
  }
  const names = new Set((definition.containerDefinitions ?? []).map(({ name }) => name));
  for (const { name } of input.overrides?.containerOverrides ?? []) {
    if (!names.has(name)) {
      throw new AwsFault('InvalidParameterException', `Override for container named ${name} is not a container in the TaskDefinition.`);
    }
  }
  const roles = Object.fromEntries(Object.entries(rolesOf(input.overrides)).map(([key, role]) => [key, roleArnOf(context, role)]));
  for (const arn of Object.values(roles)) requireValidRole(context, arn);
  return { ...input.overrides, ...roles };
}

function tagsFor(input: RunTaskRequest, definition: TaskDefinitionState, clusterName: string): Tag[] {
  const own = checkedTags(input.tags);
  const inherited = input.propagateTags === 'TASK_DEFINITION' ? definition.tags : [];
  const managed = input.enableECSManagedTags ? [{ key: 'aws:ecs:clusterName', value: clusterName }] : [];
  return [...inherited.filter(({ key }) => !own.some((tag) => tag.key === key)), ...own, ...managed];
}
