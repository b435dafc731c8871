import { invalid } from './faults.ts';
import { requireGroup } from './find.ts';
import { runAutoScaling } from './tick.ts';
import type { AutoScalingHandlers } from './types.ts';

/** Source: Auto Scaling user guide, types of processes. Launch, Terminate, HealthCheck, ReplaceUnhealthy and InstanceRefresh mean something here. */
const processes = [
  'Launch',
  'Terminate',
  'AddToLoadBalancer',
  'AlarmNotification',
  'AZRebalance',
  'HealthCheck',
  'InstanceRefresh',
  'ReplaceUnhealthy',
  'ScheduledActions',
];

function named(asked: string[] | undefined): string[] {
  const strange = asked?.find((name) => !processes.includes(name));
  if (strange !== undefined) throw invalid(`Invalid scaling process: ${strange}. Valid values: ${processes.join(', ')}`);
  return asked?.length ? asked : processes;
}

export const processHandlers: AutoScalingHandlers = {
  SuspendProcesses({ AutoScalingGroupName, ScalingProcesses }, context) {
    const { suspended } = requireGroup(context, AutoScalingGroupName);
    for (const name of named(ScalingProcesses)) suspended[name] ??= `User suspended at ${context.now.toISOString().replace(/\.\d+/, '')}`;
    return {};
  },

  ResumeProcesses({ AutoScalingGroupName, ScalingProcesses }, context) {
    const { suspended } = requireGroup(context, AutoScalingGroupName);
    for (const name of named(ScalingProcesses)) delete suspended[name];
    runAutoScaling(context.world);
    return {};
  },
};
