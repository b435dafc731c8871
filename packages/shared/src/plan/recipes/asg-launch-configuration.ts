import type { PlannedStep } from '../planned-step.ts';
import type { GroupWork, Launching } from './auto-scaling-group.ts';
import { editsOf, outdatedMembers, preferencesOf } from './group-parts.ts';
import { nameOfOwn } from './own-name.ts';

/**
 * Recipe `asg-launch-configuration` (D6, D11, D12): a copy of the group's launch configuration under a new name that differs in its profile and
 * its key lines alone, the group on it, and the instances replaced. AWS cannot roll that refresh back (D-75), so that going back is another
 * refresh. Null: the group launches from something else.
 */
export function launchConfigurationSteps({ planId, snapshot, group, launches, inputs, profile, role, ids }: GroupWork): Launching | null {
  const { groupName } = snapshot;
  const [launch] = launches;
  if (launch === undefined || 'launchTemplateId' in launch.from || !('LaunchConfigurationName' in group.source)) return null;
  const from = launch.from.launchConfigurationName;
  const before = { LaunchConfigurationName: from };
  const edits = editsOf(launch, inputs, profile, role);
  const names = {};
  const refresh = (): PlannedStep => ({
    id: ids('refresh'),
    kind: 'refresh-instances',
    groupName,
    before,
    desired: null,
    preferences: preferencesOf(inputs.rollOut, false, false),
    names,
  });
  if (edits === null) {
    return { steps: outdatedMembers(group, launches).length === 0 ? [] : [refresh()], source: before, names };
  }
  const launchConfigurationName = nameOfOwn(from, planId, 'configuration');
  const after = { LaunchConfigurationName: launchConfigurationName };
  const copy: PlannedStep = {
    id: ids('configuration'),
    kind: 'create-launch-configuration',
    launchConfigurationName,
    from,
    fingerprint: launch.fingerprint,
    shown: launch.shown,
    edits,
  };
  const update: PlannedStep = { id: ids('update'), kind: 'update-group', groupName, before, after, names };
  return { steps: [copy, update, refresh()], source: after, names };
}
