import type { LaunchSource } from './group-steps.ts';
import type { PlannedStep, StepOf } from './planned-step.ts';

/** The step that gives a group what it launches from, where a plan has one. */
export const groupUpdate = (steps: readonly PlannedStep[], groupName: string): StepOf<'update-group'> | undefined =>
  steps.find((one): one is StepOf<'update-group'> => one.kind === 'update-group' && one.groupName === groupName);

/**
 * What the instances of a group are of once a run is rolled back: of the launch configuration that the group had at first, where it had one, since
 * an instance of the run's template would keep that from being deleted; else of what the group had when its refresh began.
 */
export function rolledBackTo({ groupName, before }: StepOf<'refresh-instances'>, steps: readonly PlannedStep[]): LaunchSource {
  const first = groupUpdate(steps, groupName)?.before ?? before;
  return 'LaunchConfigurationName' in first ? first : before;
}
