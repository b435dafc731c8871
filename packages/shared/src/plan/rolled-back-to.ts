import type { LaunchSource } from './group-steps.ts';
import type { PlannedStep, StepOf } from './planned-step.ts';

/** The step that gives a group what it launches from, where a plan has one. */
export const groupUpdate = (steps: readonly PlannedStep[], groupName: string): StepOf<'update-group'> | undefined =>
  steps.find((one): one is StepOf<'update-group'> => one.kind === 'update-group' && one.groupName === groupName);

/**
 * What the instances of a group are of once a run is rolled back: of what the group had at first, where the run made a launch template or a launch
 * configuration of its own, since an instance of that would keep it from being deleted; else of what the group had when its refresh began.
 */
export function rolledBackTo({ groupName, before, desired }: StepOf<'refresh-instances'>, steps: readonly PlannedStep[]): LaunchSource {
  const hasOwn = desired === null || steps.some(({ kind }) => kind === 'create-launch-template');
  return (hasOwn ? groupUpdate(steps, groupName)?.before : undefined) ?? before;
}
