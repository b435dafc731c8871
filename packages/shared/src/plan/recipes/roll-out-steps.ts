import type { LaunchSource, TemplateNames } from '../group-steps.ts';
import { asTaken, isSameSource } from '../launch-source.ts';
import type { PlannedStep } from '../planned-step.ts';
import type { GroupWork } from './auto-scaling-group.ts';
import { canGoBack, preferencesOf } from './group-parts.ts';

/** D-73, D-75: the group on what a refresh can be rolled back to, before anything new is launched from; none where it is there. */
export function updated({ snapshot, group, ids }: GroupWork, after: LaunchSource, names: TemplateNames): PlannedStep[] {
  if (isSameSource(group.source, after)) return [];
  return [{ id: ids('update'), kind: 'update-group', groupName: snapshot.groupName, before: asTaken(group.source), after, names }];
}

/** The group's instances are replaced by those that launch from `desired`; AWS can bring that back by itself (D-75). */
export function refreshed(
  { snapshot, launches, inputs, ids }: GroupWork,
  before: LaunchSource,
  desired: LaunchSource,
  names: TemplateNames,
): PlannedStep {
  const preferences = preferencesOf(inputs.rollOut, true, canGoBack(launches));
  return { id: ids('refresh'), kind: 'refresh-instances', groupName: snapshot.groupName, before, desired, preferences, names };
}
