import { lastNameOf } from '../plan/instance-steps.ts';
import type { StepOf } from '../plan/planned-step.ts';
import type { Diff } from '../plan/step.ts';
import type { ShownLine } from '../user-data/contract.ts';
import type { LineEdit } from '../user-data/line-edits.ts';
import { editedDiff } from './edited-diff.ts';

type Step = StepOf<
  | 'add-role-to-instance-profile'
  | 'associate-instance-profile'
  | 'replace-instance-profile'
  | 'disassociate-instance-profile'
  | 'modify-metadata-options'
  | 'remove-user-data-keys'
>;

/** What a step changes on an instance or its profile, masked as the plan is. */
export function diffOfInstance(step: Step): Diff {
  switch (step.kind) {
    case 'add-role-to-instance-profile':
      return facts(`Instance profile ${step.profileName}`, [{ path: 'Roles', before: null, after: step.roleName }]);
    case 'associate-instance-profile':
      return onInstance(step.instanceId, null, lastNameOf(step.profileArn));
    case 'replace-instance-profile':
      return onInstance(step.instanceId, lastNameOf(step.fromProfileArn), lastNameOf(step.profileArn));
    case 'disassociate-instance-profile':
      return onInstance(step.instanceId, lastNameOf(step.profileArn), null);
    case 'modify-metadata-options':
      return facts(`Metadata options of ${step.instanceId}`, [
        { path: 'HttpTokens', before: step.before.httpTokens, after: step.after.httpTokens },
        { path: 'HttpPutResponseHopLimit', before: String(step.before.hopLimit), after: String(step.after.hopLimit) },
      ]);
    case 'remove-user-data-keys':
      return ofUserData(step);
  }
}

export interface Fact {
  path: string;
  before: string | null;
  after: string | null;
}

const onInstance = (instanceId: string, before: string | null, after: string | null): Diff =>
  facts(`Instance ${instanceId}`, [{ path: 'IamInstanceProfile', before, after }]);

export function facts(title: string, all: Fact[]): Diff {
  const changed = all.filter(({ before, after }) => before !== after);
  const lines: Diff['lines'] = [];
  let [left, right] = [0, 0];
  for (const { path, before, after } of all) {
    if (before !== null && before === after) {
      lines.push({ kind: 'same', text: `${path}: ${before}`, before: ++left, after: ++right });
      continue;
    }
    if (before !== null) lines.push({ kind: 'removed', text: `${path}: ${before}`, before: ++left, after: null });
    if (after !== null) lines.push({ kind: 'added', text: `${path}: ${after}`, before: null, after: ++right });
  }
  const summary = changed.map(({ path, before, after }): Diff['summary'][number] => {
    if (before === null) return { kind: 'added', path, text: after ?? '' };
    return after === null ? { kind: 'removed', path, text: before } : { kind: 'changed', path, text: `${before} → ${after}` };
  });
  return { title, summary, lines };
}

const ofUserData = ({ instanceId, lines, edits }: StepOf<'remove-user-data-keys'>): Diff => ({
  title: `User data of ${instanceId}`,
  ...userDataDiff(lines, edits),
});

/**
 * User data with the lines that go, and with those that a person put in their place. A line that goes in part is shown as it is: what is left of
 * it is known to the rewriting alone.
 */
export function userDataDiff(all: readonly ShownLine[], edits?: readonly LineEdit[]): Pick<Diff, 'summary' | 'lines'> {
  if (edits !== undefined) return editedDiff(all, edits);
  let [left, right] = [0, 0];
  const lines = all.map(({ text, change }): Diff['lines'][number] =>
    change === 'removed'
      ? { kind: 'removed', text, before: ++left, after: null }
      : { kind: 'same', text: change === 'changed' ? `${text}   (without its key)` : text, before: ++left, after: ++right },
  );
  const summary = all.flatMap(({ text, change }, index): Diff['summary'] =>
    change === 'same' ? [] : [{ kind: change === 'removed' ? 'removed' : 'changed', path: `line ${index + 1}`, text }],
  );
  return { summary, lines };
}
