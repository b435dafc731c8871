import { nextLaunchTemplateData } from '../../aws/launch-template-data.ts';
import type { LaunchOf } from '../group-snapshot.ts';
import { type LaunchSource, type PlannedEdits, stepReference } from '../group-steps.ts';
import { asTaken } from '../launch-source.ts';
import { type PlannedStep, planTag, type StepOf } from '../planned-step.ts';
import type { GroupWork, Launching } from './auto-scaling-group.ts';
import { editsOf, namesOf, outdatedMembers, pinned, type TemplateLaunch, withVersions } from './group-parts.ts';
import { nameOfOwn } from './own-name.ts';
import { refreshed, updated } from './roll-out-steps.ts';

/** What a template of the group's own is made like. */
type Origin = Pick<StepOf<'create-launch-template'>, 'launchConfigurationName' | 'copyOf' | 'shown' | 'dropped'>;

/** D-71: a launch configuration becomes version 1 of a template. */
export function fromConfiguration(work: GroupWork, launch: LaunchOf): Launching | null {
  const { group, launches, inputs, profile, role } = work;
  if ('launchTemplateId' in launch.from || launch.converted === null) return null;
  const edits = editsOf(launch, inputs, profile, role);
  if (edits === null && outdatedMembers(group, launches).length === 0) return { steps: [], source: asTaken(group.source), names: {} };
  const made = ownTemplate(work, { launch, edits, origin: { ...launch.from, ...launch.converted } });
  const { LaunchTemplateId, like, Version } = made;
  const alike = { LaunchTemplate: { LaunchTemplateId, Version: like } };
  return ontoOwn(work, [made], alike, { LaunchTemplate: { LaunchTemplateId, Version } });
}

/** D-73: others launch from its templates too, so that this group gets copies of the versions that change; null: nothing of it has to be changed. */
export function fromShared(work: GroupWork, templates: TemplateLaunch[]): Launching | null {
  const { group, launches, inputs, profile, role } = work;
  if (inputs.launchTemplate !== 'own') return null;
  const copies = templates.flatMap((launch) => {
    const edits = editsOf(launch, inputs, profile, role);
    return edits === null ? [] : [{ launch, edits }];
  });
  if (copies.length === 0) return null;
  const made = copies.map(({ launch, edits }, index) => {
    const { launchTemplateId, templateName, version } = launch.from;
    const shown = nextLaunchTemplateData(launch.shown, {});
    const origin = { launchConfigurationName: null, copyOf: { launchTemplateId, templateName, version }, shown, dropped: [] };
    return { launchTemplateId, ...ownTemplate(work, { launch, edits, origin }, index + 1) };
  });
  const settled = pinned(group.source, launches);
  const on = (of: 'like' | 'Version') =>
    withVersions(
      settled,
      made.map((one) => ({ launchTemplateId: one.launchTemplateId, by: one.LaunchTemplateId, version: one[of] })),
    );
  return ontoOwn(work, made, on('like'), on('Version'));
}

interface OwnTemplate {
  steps: PlannedStep[];
  templateName: string;
  /** What later steps call it by, and its versions: the one like the origin, and the one that differs. */
  LaunchTemplateId: string;
  like: string;
  Version: string;
}

interface Copied {
  launch: LaunchOf;
  /** null: nothing of it is changed. */
  edits: PlannedEdits | null;
  origin: Origin;
}

/** D-75: first a version that launches what the group launches now; then the one that differs. `place`: among the templates of the plan. */
function ownTemplate({ planId, snapshot, ids }: GroupWork, { launch, edits, origin }: Copied, place = 1): OwnTemplate {
  const templateName = nameOfOwn(snapshot.groupName, planId, 'template', place);
  const template: PlannedStep = {
    ...{ id: ids('template'), kind: 'create-launch-template', templateName, fingerprint: launch.fingerprint },
    ...origin,
    tags: { [planTag]: planId },
  };
  const made = { templateName, LaunchTemplateId: stepReference(template.id), like: '1' };
  if (edits === null) return { ...made, steps: [template], Version: '1' };
  const version: PlannedStep = {
    id: ids('version'),
    kind: 'create-launch-template-version',
    launchTemplateId: made.LaunchTemplateId,
    templateName,
    sourceVersion: '1',
    fingerprint: null,
    shown: origin.shown,
    edits,
    description: `${planTag} ${planId}`,
  };
  return { ...made, steps: [template, version], Version: stepReference(version.id) };
}

/** The group goes onto what launches the same (`alike`), and from there, by a refresh that AWS can roll back, onto what differs (D-75). */
function ontoOwn(work: GroupWork, made: OwnTemplate[], alike: LaunchSource, after: LaunchSource): Launching {
  const own = Object.fromEntries(made.map(({ LaunchTemplateId, templateName }) => [LaunchTemplateId, templateName]));
  const names = { ...namesOf(work.launches), ...own };
  const steps = [...made.flatMap((one) => one.steps), ...updated(work, alike, names), refreshed(work, alike, after, names)];
  return { steps, source: after, names };
}
