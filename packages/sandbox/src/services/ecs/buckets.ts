import type { Service } from '../service.ts';

type Ecs = typeof import('@aws-sdk/client-ecs');

/** The published token buckets, shared by their actions, per account and Region (D-80). */
export const buckets: NonNullable<Service<Ecs>['buckets']> = {
  'task-definition read': {
    burst: 50,
    refillPerSecond: 20,
    operations: ['DescribeTaskDefinition', 'ListTaskDefinitions', 'ListTaskDefinitionFamilies'],
  },
  'task-definition modify': { burst: 20, refillPerSecond: 1, operations: ['RegisterTaskDefinition', 'DeregisterTaskDefinition'] },
  'task-definition delete': { burst: 5, refillPerSecond: 1, operations: ['DeleteTaskDefinitions'] },
  'service read': { burst: 100, refillPerSecond: 20, operations: ['DescribeServices', 'ListServices'] },
  'service modify': { burst: 50, refillPerSecond: 5, operations: ['CreateService', 'UpdateService', 'DeleteService'] },
  'cluster resource read': {
    burst: 100,
    refillPerSecond: 20,
    operations: ['DescribeTasks', 'ListTasks', 'DescribeContainerInstances', 'ListContainerInstances', 'DescribeTaskSets'],
  },
  'cluster resource modify': { burst: 100, refillPerSecond: 40, operations: ['RunTask', 'StopTask', 'CreateTaskSet'] },
  'cluster read': { burst: 50, refillPerSecond: 20, operations: ['DescribeClusters', 'ListClusters'] },
  'tag read': { burst: 50, refillPerSecond: 20, operations: ['ListTagsForResource'] },
  'tag modify': { burst: 20, refillPerSecond: 10, operations: ['TagResource', 'UntagResource'] },
  'service deployments': { burst: 50, refillPerSecond: 20, operations: ['ListServiceDeployments', 'DescribeServiceDeployments'] },
};
