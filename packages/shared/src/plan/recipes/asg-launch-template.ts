import { nextLaunchTemplateData } from '../../aws/launch-template-data.ts';
import type { LaunchOf } from '../group-snapshot.ts';
import { type LaunchSource, type PlannedEdits, stepReference, type TemplateNames } from '../group-steps.ts';
import { asTaken, isSameSource } from '../launch-source.ts';
import { type PlannedStep, planTag, type StepOf } from '../planned-step.ts';
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
  const own = first === undefined ? null : fromShared(work, first);
  if (own !== null) return own;
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

/** What a template of the group's own is made like. */
type Origin = Pick<StepOf<'create-launch-template'>, 'launchConfigurationName' | 'copyOf' | 'shown' | 'dropped'>;

/** D-71: a launch configuration becomes version 1 of a template. */
function fromConfiguration(work: GroupWork, launch: LaunchOf): Launching | null {
  const { group, launches, inputs, profile, role } = work;
  if ('launchTemplateId' in launch.from || launch.converted === null) return null;
  const edits = editsOf(launch, inputs, profile, role);
  if (edits === null && outdatedMembers(group, launches).length === 0) return { steps: [], source: asTaken(group.source), names: {} };
  return ontoOwnTemplate(work, launch, edits, { ...launch.from, ...launch.converted });
}

/** D-73: others launch from the template too, so that this group gets a copy of its version; null: it has nothing to be changed, or several. */
function fromShared(work: GroupWork, launch: TemplateLaunch): Launching | null {
  const { group, inputs, profile, role } = work;
  const edits = editsOf(launch, inputs, profile, role);
  if (inputs.launchTemplate !== 'own' || !('LaunchTemplate' in group.source) || edits === null) return null;
  const { launchTemplateId, templateName, version } = launch.from;
  const shown = nextLaunchTemplateData(launch.shown, {});
  const copyOf = { launchTemplateId, templateName, version };
  return ontoOwnTemplate(work, launch, edits, { launchConfigurationName: null, copyOf, shown, dropped: [] });
}

/** D-75: first a version that launches what the group launches now, and the group on it; then the one that differs. */
function ontoOwnTemplate(work: GroupWork, { fingerprint }: LaunchOf, edits: PlannedEdits | null, origin: Origin): Launching {
  const { planId, snapshot, launches, ids } = work;
  const templateName = nameOfOwn(snapshot.groupName, planId, 'template');
  const template: PlannedStep = {
    ...{ id: ids('template'), kind: 'create-launch-template', templateName, fingerprint },
    ...origin,
    tags: { [planTag]: planId },
  };
  const LaunchTemplateId = stepReference(template.id);
  const names = { ...namesOf(launches), [LaunchTemplateId]: templateName };
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
            shown: origin.shown,
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
