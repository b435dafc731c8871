import type { Service } from '../service.ts';
import { accountSettingHandlers } from './account-settings.ts';
import { buckets } from './buckets.ts';
import { clusterHandlers } from './clusters.ts';
import { requirements } from './requirements.ts';
import { serviceCreateHandlers } from './service-create.ts';
import { serviceDeploymentHandlers } from './service-deployments.ts';
import { serviceReadHandlers } from './service-reads.ts';
import { serviceUpdateHandlers } from './service-update.ts';
import { tagHandlers } from './tags.ts';
import { taskDefinitionListHandlers } from './task-definition-lists.ts';
import { taskDefinitionHandlers } from './task-definitions.ts';
import { taskReadHandlers } from './task-reads.ts';
import { taskSetHandlers } from './task-sets.ts';
import { taskHandlers } from './tasks.ts';

/** Amazon ECS: what is registered, what runs, and the rolling scheduler that moves services from one revision to another. */
export const service: Service<typeof import('@aws-sdk/client-ecs')> = {
  signingName: 'ecs',
  global: false,
  handlers: {
    ...clusterHandlers,
    ...taskDefinitionHandlers,
    ...taskDefinitionListHandlers,
    ...serviceCreateHandlers,
    ...serviceUpdateHandlers,
    ...serviceReadHandlers,
    ...serviceDeploymentHandlers,
    ...taskSetHandlers,
    ...taskHandlers,
    ...taskReadHandlers,
    ...tagHandlers,
    ...accountSettingHandlers,
  },
  requirements,
  buckets,
  limits: {
    RegisterTaskDefinition:
      'requiresAttributes is a part of what AWS derives; combinations of members are checked for the common cases only.',
    CreateService:
      'Rolling deployments; CODE_DEPLOY and EXTERNAL services exist to be listed and refused. Load balancers are stored, not run.',
    UpdateService: 'Deployment alarms, life-cycle hooks and the blue/green, linear and canary strategies are stored, not run.',
    CreateTaskSet: 'The first task set of a service is its PRIMARY one.',
    DescribeServiceDeployments: 'Service revisions are not kept: their ARNs are left out.',
    ListContainerInstances: 'Always empty: tasks need no instances here.',
    RunTask:
      'Placement is always possible. `secrets` are fetched as the execution role when a task starts; environment files and registry credentials are not.',
    PutAccountSetting: 'Settings are kept and shown; nothing behaves otherwise for them.',
  },
};
