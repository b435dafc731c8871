import type { GroupInputs, GroupRecipe } from '../auto-scaling-group.ts';
import type { GroupOf, GroupSnapshot, LaunchOf } from '../group-snapshot.ts';
import type { LaunchSource, TemplateNames } from '../group-steps.ts';
import { nothingCarried, type RolePermissions } from '../permissions.ts';
import type { PlannedStep } from '../planned-step.ts';
import { givenPermissions, withQuotas } from '../role-permissions.ts';
import { type RoleTarget, roleTargetOf } from '../role-target.ts';
import { numbered } from '../step-ids.ts';
import { launchConfigurationSteps } from './asg-launch-configuration.ts';
import { launchTemplateSteps } from './asg-launch-template.ts';
import { editsOf, isWithoutKey } from './group-parts.ts';
import { type ProfileTarget, profileSteps, profileTargetOf, type RoleWork, roleSteps } from './role-and-profile.ts';

/** What a recipe makes of a group's snapshot: the steps and what the checks need to know about them. */
export interface GroupPlan {
  steps: PlannedStep[];
  role: RoleTarget;
  profile: ProfileTarget;
  permissions: RolePermissions;
  /** What was unreadable or missing, so that the plan is not complete. */
  incomplete: string[];
}

/** What the steps of a group are made from once all is known. */
export interface GroupWork extends RoleWork {
  snapshot: GroupSnapshot;
  group: GroupOf;
  launches: LaunchOf[];
  inputs: GroupInputs;
}

/** The steps that change what a group launches from and replace its instances, and where that ends. */
export interface Launching {
  steps: PlannedStep[];
  source: LaunchSource;
  names: TemplateNames;
}

/**
 * Recipes `asg-launch-template` and `asg-launch-configuration` (D5 to D12): a role, its permissions, a profile with it, what the group launches
 * from with the profile and without key lines, the instances replaced by an instance refresh, and the proof. Pure and deterministic. Throws Error
 * with a sentence for a role ARN that cannot be.
 */
export function planAutoScalingGroup(planId: string, recipe: GroupRecipe, snapshot: GroupSnapshot, inputs: GroupInputs): GroupPlan {
  const role = roleTargetOf(inputs.role, snapshot.partition, snapshot.awsAccountId);
  const profile = profileTargetOf(inputs, snapshot);
  const incomplete = unreadSentences(snapshot, role, profile);
  const { group, launches } = snapshot;
  if (incomplete.length > 0 || group.state !== 'known' || launches.state !== 'known')
    return { steps: [], role, profile, permissions: nothingCarried, incomplete };
  const gaps: string[] = [];
  const permissions = withQuotas(snapshot, givenPermissions(snapshot, inputs.permissions ?? 'carry-over', role, gaps));
  const holder = {
    words: `the Auto Scaling group ${snapshot.groupName}`,
    needs: 'The instances of the group need an identity of their own. EC2 assumes the role for each of them, and its',
  };
  const ids = numbered();
  const work: GroupWork = {
    ...{ planId, snapshot, holder, role, profile, permissions, ids, inputs },
    ...{ group: group.value, launches: launches.value },
  };
  const before = [...roleSteps(work), ...profileSteps(work)];
  const launching = recipe === 'asg-launch-template' ? launchTemplateSteps(work) : launchConfigurationSteps(work);
  if (launching === null) return { steps: [], role, profile, permissions, incomplete: gaps };
  const changing = [...before, ...launching.steps];
  return { steps: changing.length === 0 ? [] : [...changing, verifyStep(work, launching)], role, profile, permissions, incomplete: gaps };
}

function verifyStep({ snapshot, launches, inputs, profile, role, ids }: GroupWork, { source, names }: Launching): PlannedStep {
  return {
    id: ids('verify'),
    kind: 'verify-group',
    groupName: snapshot.groupName,
    source,
    profileArn: profile.arn,
    roleArn: role.arn,
    keyIds: snapshot.owners.map(({ keyId }) => keyId),
    ownRole: role.create,
    withoutKeys: launches.every((launch) => isWithoutKey(launch, editsOf(launch, inputs, profile, role))),
    names,
  };
}

/** What must be known to plan at all. */
function unreadSentences({ group, launches, groupName, ...snapshot }: GroupSnapshot, role: RoleTarget, profile: ProfileTarget): string[] {
  const why = (what: string, reading: { state: string; reason?: string }): string[] =>
    reading.state === 'known' ? [] : [`${what} ${reading.state === 'absent' ? 'is not there' : `could not be read: ${reading.reason}`}.`];
  return [
    ...why(`The Auto Scaling group ${groupName}`, group),
    ...(group.state === 'known' ? why(`What ${groupName} launches from`, launches) : []),
    ...(profile.create ? [] : why(`The instance profile ${profile.name}`, snapshot.profile)),
    ...(role.create ? [] : why(`The role ${role.name}`, snapshot.role)),
  ];
}
