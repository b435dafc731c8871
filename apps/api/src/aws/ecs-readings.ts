import type { Service, Task } from '@aws-sdk/client-ecs';
import { tagsOf } from './answer.ts';
import type { RawDocument, ServiceReading, TaskReading } from './readings.ts';

const iso = (date: Date | undefined): string | null => date?.toISOString() ?? null;

/** DescribeServices' service in our words. */
export function serviceReading(service: Service): ServiceReading {
  return {
    arn: service.serviceArn ?? '',
    name: service.serviceName ?? '',
    clusterArn: service.clusterArn ?? '',
    status: service.status ?? '',
    taskDefinitionArn: service.taskDefinition ?? '',
    desiredCount: service.desiredCount ?? 0,
    runningCount: service.runningCount ?? 0,
    pendingCount: service.pendingCount ?? 0,
    deploymentController: service.deploymentController?.type ?? 'ECS',
    executeCommand: service.enableExecuteCommand ?? false,
    deployments: (service.deployments ?? []).map((deployment) => ({
      id: deployment.id ?? '',
      status: deployment.status ?? '',
      taskDefinitionArn: deployment.taskDefinition ?? '',
      desiredCount: deployment.desiredCount ?? 0,
      runningCount: deployment.runningCount ?? 0,
      pendingCount: deployment.pendingCount ?? 0,
      failedTasks: deployment.failedTasks ?? 0,
      rolloutState: deployment.rolloutState ?? null,
      rolloutStateReason: deployment.rolloutStateReason ?? null,
      updatedAt: iso(deployment.updatedAt) ?? '',
    })),
    taskSets: (service.taskSets ?? []).map((set) => ({ id: set.id ?? '', taskDefinitionArn: set.taskDefinition ?? '' })),
    events: (service.events ?? []).map((event) => ({ id: event.id ?? '', at: iso(event.createdAt) ?? '', message: event.message ?? '' })),
    tags: tagsOf(service.tags),
  };
}

/** A service that was listed and that DescribeServices could not show: its `status` is the failure's reason, such as MISSING. */
export function missingService(clusterArn: string, arn: string, reason: string): ServiceReading {
  return {
    arn,
    name: arn.slice(arn.lastIndexOf('/') + 1),
    clusterArn,
    status: reason,
    taskDefinitionArn: '',
    desiredCount: 0,
    runningCount: 0,
    pendingCount: 0,
    deploymentController: 'ECS',
    executeCommand: false,
    deployments: [],
    taskSets: [],
    events: [],
    tags: {},
  };
}

/** DescribeTasks' task in our words. */
export function taskReading(task: Task): TaskReading {
  return {
    arn: task.taskArn ?? '',
    clusterArn: task.clusterArn ?? '',
    taskDefinitionArn: task.taskDefinitionArn ?? '',
    lastStatus: task.lastStatus ?? '',
    desiredStatus: task.desiredStatus ?? '',
    group: task.group ?? '',
    startedAt: iso(task.startedAt),
    stoppedReason: task.stoppedReason ?? null,
    overrides: (task.overrides ?? {}) as RawDocument,
  };
}
