import type { Tag, Task, TaskOverride } from '@aws-sdk/client-ecs';
import type { EcsPlace, TaskDefinitionState, TaskState } from '../../state/ecs.ts';
import { taskId, uuid } from './ids.ts';
import { ecsArn } from './names.ts';
import { toStored } from './stored.ts';
import { pullSecrets } from './task-secrets.ts';
import { inScaled, nowText, stoppedStaysVisible, times } from './times.ts';

/** What starts a task: a service's deployment, a task set, or RunTask. */
export interface LaunchOrder {
  clusterName: string;
  definition: TaskDefinitionState;
  group: string;
  startedBy?: string | undefined;
  overrides?: TaskOverride | undefined;
  launchType?: Task['launchType'];
  platformVersion?: string | undefined;
  enableExecuteCommand?: boolean | undefined;
  tags: Tag[];
  serviceKey: string | null;
  deploymentId: string | null;
}

/** Makes a task that is PROVISIONING and will be RUNNING, or STOPPED if a secret or its image cannot be pulled, about five seconds later (× time scale). */
export function launchTask(place: EcsPlace, order: LaunchOrder): TaskState {
  const { world, ecs } = place;
  const { definition } = order.definition;
  const id = taskId(world);
  const taskArn = ecsArn(place, `task/${order.clusterName}/${id}`);
  const containers = definition.containerDefinitions ?? [];
  const overridden = order.overrides?.containerOverrides ?? [];
  const task: TaskState['task'] = toStored<Task>({
    taskArn,
    clusterArn: ecsArn(place, `cluster/${order.clusterName}`),
    taskDefinitionArn: definition.taskDefinitionArn,
    group: order.group,
    startedBy: order.startedBy,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    connectivity: 'CONNECTED',
    healthStatus: 'UNKNOWN',
    createdAt: world.clock.now(),
    cpu: definition.cpu ?? '256',
    memory: definition.memory ?? '512',
    launchType: order.launchType ?? 'EC2',
    ...(order.launchType === 'FARGATE' ? { platformVersion: order.platformVersion ?? '1.4.0', platformFamily: 'Linux' } : {}),
    availabilityZone: `${place.region}a`,
    enableExecuteCommand: order.enableExecuteCommand ?? false,
    attachments: [],
    attributes: [{ name: 'ecs.cpu-architecture', value: 'x86_64' }],
    version: 1,
    overrides: {
      ...order.overrides,
      containerOverrides: containers.map(({ name }) => overridden.find((override) => override.name === name) ?? { name }),
      inferenceAcceleratorOverrides: order.overrides?.inferenceAcceleratorOverrides ?? [],
    },
    containers: containers.map(({ name, image }) => ({
      containerArn: ecsArn(place, `container/${order.clusterName}/${id}/${uuid(world)}`),
      taskArn,
      name,
      image,
      lastStatus: 'PENDING',
      networkInterfaces: [],
      healthStatus: 'UNKNOWN',
      cpu: '0',
    })),
  });
  const state: TaskState = {
    clusterName: order.clusterName,
    task,
    tags: order.tags,
    serviceKey: order.serviceKey,
    deploymentId: order.deploymentId,
    credentialsId: (order.overrides?.taskRoleArn ?? definition.taskRoleArn) ? uuid(world) : null,
    next: { at: inScaled(world, times.provision), status: 'PENDING' },
  };
  ecs.tasks[taskArn] = state;
  return state;
}

/** Brings a task one step on in its life; the caller has seen that it is due. Returns true when it failed to start. */
export function stepTask(place: EcsPlace, state: TaskState): boolean {
  const { world, ecs } = place;
  const { task } = state;
  const step = state.next?.status;
  task.version = (task.version ?? 1) + 1;
  if (step === 'PENDING') {
    task.lastStatus = 'PENDING';
    task.pullStartedAt = nowText(world);
    state.next = { at: inScaled(world, times.start), status: 'RUNNING' };
  } else if (step === 'RUNNING') {
    const pulled = pullSecrets(place, state);
    if ('failure' in pulled) {
      end(place, state, 'TaskFailedToStart', pulled.failure);
      return true;
    }
    state.secrets = pulled.secrets;
    const missing = (task.containers ?? []).find(({ image }) => image?.includes('does-not-exist'));
    if (missing) {
      end(place, state, 'TaskFailedToStart', pullError(missing.image ?? ''));
      return true;
    }
    task.lastStatus = 'RUNNING';
    task.pullStoppedAt = nowText(world);
    task.startedAt = nowText(world);
    task.connectivityAt = nowText(world);
    for (const container of task.containers ?? []) container.lastStatus = 'RUNNING';
    state.next = null;
  } else if (step === 'STOPPED') {
    end(place, state, task.stopCode ?? 'UserInitiated', task.stoppedReason ?? '');
  } else {
    delete ecs.tasks[task.taskArn ?? ''];
  }
  return false;
}

/** Asks a task to stop: it goes on working for the drain (DEACTIVATING), then is STOPPED. One that is not RUNNING yet stops at once. */
export function stopTask(place: EcsPlace, state: TaskState, code: NonNullable<Task['stopCode']>, reason: string): void {
  const { task } = state;
  if (task.desiredStatus === 'STOPPED') return;
  const running = task.lastStatus === 'RUNNING';
  task.desiredStatus = 'STOPPED';
  task.stopCode = code;
  task.stoppedReason = reason;
  task.stoppingAt = nowText(place.world);
  task.version = (task.version ?? 1) + 1;
  if (running) task.lastStatus = 'DEACTIVATING';
  state.next = { at: inScaled(place.world, running ? times.drain : 0), status: 'STOPPED' };
}

function end(place: EcsPlace, state: TaskState, code: NonNullable<Task['stopCode']>, reason: string): void {
  const { world } = place;
  const { task } = state;
  const started = task.startedAt !== undefined;
  task.lastStatus = 'STOPPED';
  task.desiredStatus = 'STOPPED';
  task.stopCode = code;
  task.stoppedReason = reason;
  task.stoppingAt ??= nowText(world);
  task.stoppedAt = nowText(world);
  task.executionStoppedAt = nowText(world);
  for (const container of task.containers ?? []) {
    container.lastStatus = 'STOPPED';
    if (started) container.exitCode = 0;
    else container.reason = reason;
  }
  state.credentialsId = null;
  delete state.secrets;
  state.next = { at: new Date(world.clock.now().getTime() + stoppedStaysVisible).toISOString(), status: 'GONE' };
}

const pullError = (image: string): string =>
  `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: ${image}: not found`;
