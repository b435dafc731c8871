import type { LaunchOf } from '../group-snapshot.ts';
import { type LaunchSource, stepReference, type TemplateNames } from '../group-steps.ts';
import { asTaken, isSameSource } from '../launch-source.ts';
import { type PlannedStep, planTag } from '../planned-step.ts';
import type { GroupWork, Launching } from './auto-scaling-group.ts';
import {
  canGoBack,
  editsOf,
  isTemplate,
  namesOf,
  outdatedMembers,
  pinned,
  preferencesOf,
  type TemplateLaunch,
  withVersions,
} from './group-parts.ts';
import { nameOfOwn } from './own-name.ts';

/**
 * Recipe `asg-launch-template` (D8 to D12): whatever the group launches from ends as numbered versions of launch templates with the role's
 * profile and without key lines. Before that the group stands on a number, so that AWS can roll the refresh back (D-75). Null: what the group
 * launches from cannot be turned into a template.
 */
export function launchTemplateSteps(work: GroupWork): Launching | null {
  const { group, launches } = work;
  const [first] = launches;
  if (first !== undefined && !isTemplate(first)) return fromConfiguration(work, first);
  const templates = launches.filter(isTemplate);
  if (templates.length === 0) return null;
  const names = namesOf(launches);
  const versions = templates.flatMap((launch) => versionStep(work, launch) ?? []);
  const settled = pinned(group.source, launches);
  const moves = versions.length > 0 || outdatedMembers(group, launches).length > 0;
  if (!moves) return { steps: [], source: asTaken(group.source), names };
  const after = withVersions(
    settled,
    versions.map((step) => ({ launchTemplateId: step.launchTemplateId, version: stepReference(step.id) })),
  );
  return { steps: [...updated(work, settled, names), ...versions, refreshed(work, settled, after, names)], source: after, names };
}

/** D-73: pinned before anything is added to the template, so that no new version is launched from unasked. */
function updated({ snapshot, group, ids }: GroupWork, after: LaunchSource, names: TemplateNames): PlannedStep[] {
  if (isSameSource(group.source, after)) return [];
  return [{ id: ids('update'), kind: 'update-group', groupName: snapshot.groupName, before: asTaken(group.source), after, names }];
}

function versionStep({ planId, inputs, profile, role, ids }: GroupWork, launch: TemplateLaunch) {
  const edits = editsOf(launch, inputs, profile, role);
  if (edits === null) return null;
  const { launchTemplateId, templateName, version } = launch.from;
  return {
    id: ids('version'),
    kind: 'create-launch-template-version',
    launchTemplateId,
    templateName,
    sourceVersion: version,
    fingerprint: launch.fingerprint,
    shown: launch.shown,
    edits,
    description: `${planTag} ${planId}`,
  } satisfies PlannedStep;
}

/** D-71, D-75: first a version that launches what the launch configuration launches, and the group on it; then the one that differs. */
function fromConfiguration(work: GroupWork, launch: LaunchOf): Launching | null {
  const { planId, snapshot, group, launches, inputs, profile, role, ids } = work;
  const { groupName } = snapshot;
  if ('launchTemplateId' in launch.from || launch.converted === null) return null;
  const edits = editsOf(launch, inputs, profile, role);
  if (edits === null && outdatedMembers(group, launches).length === 0) return { steps: [], source: asTaken(group.source), names: {} };
  const templateName = nameOfOwn(groupName, planId, 'template');
  const { launchConfigurationName } = launch.from;
  const { shown, dropped } = launch.converted;
  const template: PlannedStep = {
    id: ids('template'),
    kind: 'create-launch-template',
    templateName,
    launchConfigurationName,
    fingerprint: launch.fingerprint,
    shown,
    dropped,
    tags: { [planTag]: planId },
  };
  const LaunchTemplateId = stepReference(template.id);
  const names = { [LaunchTemplateId]: templateName };
  const alike = { LaunchTemplate: { LaunchTemplateId, Version: '1' } };
  const version: PlannedStep[] =
    edits === null
      ? []
      : [
          {
            id: ids('version'),
            kind: 'create-launch-template-version',
            launchTemplateId: LaunchTemplateId,
            templateName,
            sourceVersion: '1',
            fingerprint: null,
            shown,
            edits,
            description: `${planTag} ${planId}`,
          },
        ];
  const [made] = version;
  const after = made === undefined ? alike : { LaunchTemplate: { LaunchTemplateId, Version: stepReference(made.id) } };
  return { steps: [template, ...version, ...updated(work, alike, names), refreshed(work, alike, after, names)], source: after, names };
}

function refreshed(
  { snapshot, launches, inputs, ids }: GroupWork,
  before: LaunchSource,
  desired: LaunchSource,
  names: TemplateNames,
): PlannedStep {
  const preferences = preferencesOf(inputs.rollOut, true, canGoBack(launches));
  return { id: ids('refresh'), kind: 'refresh-instances', groupName: snapshot.groupName, before, desired, preferences, names };
}
