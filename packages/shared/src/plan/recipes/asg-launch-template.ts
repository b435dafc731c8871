import { stepReference } from '../group-steps.ts';
import { asTaken } from '../launch-source.ts';
import { type PlannedStep, planTag } from '../planned-step.ts';
import type { GroupWork, Launching } from './auto-scaling-group.ts';
import { editsOf, isTemplate, namesOf, outdatedMembers, pinned, type TemplateLaunch, withVersions } from './group-parts.ts';
import { fromConfiguration, fromShared } from './own-template.ts';
import { refreshed, updated } from './roll-out-steps.ts';

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
  const own = fromShared(work, templates);
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
