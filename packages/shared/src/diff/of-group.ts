import { copyOfLaunchConfiguration, type LaunchConfiguration } from '../aws/launch-configuration.ts';
import { nextLaunchTemplateData } from '../aws/launch-template-data.ts';
import type { PlannedEdits } from '../plan/group-steps.ts';
import { lastNameOf } from '../plan/instance-steps.ts';
import { launchEditsOf } from '../plan/launch-edits.ts';
import { sourceInWords } from '../plan/launch-source.ts';
import type { StepOf } from '../plan/planned-step.ts';
import type { Diff } from '../plan/step.ts';
import { copiedFrom } from '../plan/steps/copied-from.ts';
import { documentLines } from './document-lines.ts';
import { diffLines } from './line-diff.ts';
import { facts, userDataDiff } from './of-instance.ts';

type Step = StepOf<
  'create-launch-template' | 'create-launch-template-version' | 'create-launch-configuration' | 'update-group' | 'refresh-instances'
>;
type Members = Record<string, unknown>;

/** What a step changes of a group or of what it launches from, masked as the plan is; user data as lines of its own, with those that go. */
export function diffOfGroup(step: Step): Diff {
  switch (step.kind) {
    case 'create-launch-template':
      return ofTemplate(step);
    case 'create-launch-template-version': {
      const after = nextLaunchTemplateData(step.shown, launchEditsOf(step.edits, null));
      const title = `Launch template ${step.templateName}, version ${step.sourceVersion} → the new version`;
      return edited(title, nextLaunchTemplateData(step.shown, {}), after, step.edits);
    }
    case 'create-launch-configuration': {
      const copy = (name: string, edits: Parameters<typeof copyOfLaunchConfiguration>[2]) =>
        copyOfLaunchConfiguration(step.shown as LaunchConfiguration, name, edits);
      const title = `Launch configuration ${step.from} → ${step.launchConfigurationName}`;
      return edited(title, copy(step.from, {}), copy(step.launchConfigurationName, launchEditsOf(step.edits, null)), step.edits);
    }
    case 'update-group':
      return ofSource(`Auto Scaling group ${step.groupName}`, step.names, step.before, step.after);
    case 'refresh-instances':
      return ofSource(`Instances of ${step.groupName}`, step.names, step.before, step.desired);
  }
}

function ofTemplate(step: StepOf<'create-launch-template'>): Diff {
  const { templateName, shown, dropped } = step;
  const lines = documentLines(shown).map((text, index) => ({ kind: 'added' as const, text, before: null, after: index + 1 }));
  const left = dropped.map(({ member, why }) => ({ kind: 'removed' as const, path: member, text: why }));
  const title = `Launch template ${templateName}`;
  return {
    title,
    summary: [{ kind: 'added', path: title, text: `version 1, like ${step.launchConfigurationName ?? copiedFrom(step)}` }, ...left],
    lines,
  };
}

/** Members of the document that differ, then the user data. */
function edited(title: string, before: Members, after: Members, { userData, userDataEdits }: PlannedEdits): Diff {
  const changed = Object.keys({ ...before, ...after }).flatMap((member): Diff['summary'] => {
    const [left, right] = [words(before[member]), words(after[member])];
    if (left === right) return [];
    if (left === null) return [{ kind: 'added', path: member, text: right ?? '' }];
    return [right === null ? { kind: 'removed', path: member, text: left } : { kind: 'changed', path: member, text: `${left} → ${right}` }];
  });
  const document = diffLines(documentLines(before), documentLines(after));
  if (userData === null) return { title, summary: changed, lines: document };
  const { summary, lines } = userDataDiff(userData, userDataEdits?.edits);
  const heading: Diff['lines'][number] = { kind: 'folded', text: 'UserData, decoded', before: null, after: null };
  const inUserData = summary.map((one) => ({ ...one, path: `UserData, ${one.path}` }));
  return { title, summary: [...changed, ...inUserData], lines: [...document, heading, ...lines] };
}

/** A member in a line: a profile by its name, all else as it is. */
function words(value: unknown): string | null {
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { Arn, Name } = value as Members;
  const profile = Arn ?? Name;
  return typeof profile === 'string' ? lastNameOf(profile) : documentLines(value).join(' ').replaceAll(/\s+/g, ' ');
}

function ofSource(
  title: string,
  names: StepOf<'update-group'>['names'],
  before: StepOf<'update-group'>['before'],
  after: StepOf<'refresh-instances'>['desired'],
): Diff {
  const path = 'Launched from';
  const to = after === null ? 'the launch configuration that the group has' : sourceInWords(after, names);
  return facts(title, [{ path, before: sourceInWords(before, names), after: to }]);
}
