import { withLimits } from '../iam/model-limits.ts';
import type { Service } from '../service.ts';
import { activityHandlers } from './activities.ts';
import { capacityHandlers } from './capacity-calls.ts';
import { groupCreateHandlers } from './group-create.ts';
import { groupDeleteHandlers } from './group-delete.ts';
import { groupReadHandlers } from './group-reads.ts';
import { groupUpdateHandlers } from './group-update.ts';
import { hookHandlers } from './hooks.ts';
import { instanceHandlers } from './instance-calls.ts';
import { launchConfigurationHandlers } from './launch-configurations.ts';
import modelLimits from './limits.json' with { type: 'json' };
import { processHandlers } from './processes.ts';
import { refreshCallHandlers } from './refresh-calls.ts';
import { refreshStartHandlers } from './refresh-start.ts';
import { requirements } from './requirements.ts';
import { standbyHandlers } from './standby.ts';
import { tagHandlers } from './tags.ts';

type AutoScaling = typeof import('@aws-sdk/client-auto-scaling');

/** Amazon EC2 Auto Scaling: groups that keep their size, and instance refreshes. It publishes no request rates (D-84). */
export const service: Service<AutoScaling> = {
  signingName: 'autoscaling',
  global: false,
  ...withLimits<AutoScaling>(
    modelLimits,
    {
      ...launchConfigurationHandlers,
      ...groupCreateHandlers,
      ...groupUpdateHandlers,
      ...groupDeleteHandlers,
      ...groupReadHandlers,
      ...capacityHandlers,
      ...instanceHandlers,
      ...standbyHandlers,
      ...processHandlers,
      ...tagHandlers,
      ...hookHandlers,
      ...activityHandlers,
      ...refreshStartHandlers,
      ...refreshCallHandlers,
    },
    requirements,
  ),
  limits: {
    CreateLaunchConfiguration: 'Not from an instance. In an account made as since October 2024 it answers UnsupportedOperation, as on AWS.',
    CreateAutoScalingGroup:
      'Not from an instance. Load balancers, warm pools, scaling policies, schedules, weights and MaxInstanceLifetime are stored, not run; InstanceRequirements always choose m5.large. HealthCheckType ELB goes by what the workload itself answers.',
    UpdateAutoScalingGroup: 'As CreateAutoScalingGroup. Scaling in takes the oldest instance; TerminationPolicies are not looked at.',
    PutLifecycleHook: 'Hooks hold instances; nobody is notified. One hook for each transition.',
    SuspendProcesses: 'Launch, Terminate, HealthCheck, ReplaceUnhealthy and InstanceRefresh mean something; the others are kept.',
    SetDesiredCapacity: 'At once: cool-downs are not waited for.',
    StartInstanceRefresh:
      'Rolling only. It fails after three launches or new instances that came to nothing, where AWS tries for longer. AutoRollback is refused for a group with a launch configuration: AWS does not say whether it can go back to one. Alarms go by SetAlarmState.',
    RollbackInstanceRefresh:
      'Not to a launch configuration, as under StartInstanceRefresh. Checkpoints and alarms do not hold a rollback up.',
    TerminateInstanceInAutoScalingGroup: 'One instance at a time.',
    DescribeScalingActivities: 'The newest 200 of a group that is there.',
  },
};
