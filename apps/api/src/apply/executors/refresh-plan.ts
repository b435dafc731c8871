import type { LaunchSource, TemplateNames } from '@rolewright/shared/plan/group-steps.ts';
import { isSameSource } from '@rolewright/shared/plan/launch-source.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { groupUpdate, rolledBackTo } from '@rolewright/shared/plan/rolled-back-to.ts';
import type { RefreshReading } from '../../aws/group-port.ts';
import { isUnderWay } from '../../aws/group-reads.ts';
import type { StepContext } from './executor.ts';
import { madeNames, madeSource } from './group-now.ts';
import { answered } from './launch-now.ts';

/** What a refresh of a plan leads to, and where it goes back to. */
export interface RefreshPlan {
  groupName: string;
  target: LaunchSource;
  /** Sent as DesiredConfiguration; null: the group has the target already, so that AWS cannot roll it back (D-75). */
  desired: LaunchSource | null;
  /** What the group has when the refresh begins: AWS's own roll-back leads there. */
  before: LaunchSource;
  /** Where the way back ends: after a step that failed that is `before`, so that it can be tried again; of a run that is rolled back see `rolledBackTo`. */
  back: LaunchSource;
  /** Ids of the refreshes that were there before the step began: none of them is this run's, and a finished one is no proof of anything. */
  known: readonly string[];
  names: TemplateNames;
}

/** `remembered`: what `remember` of the step said; as journalled unless it was said just now. */
export function refreshPlan(
  context: StepContext,
  step: StepOf<'refresh-instances'>,
  { knownRefreshes }: Record<string, unknown> = context.dataOf(step.id),
): RefreshPlan {
  const { groupName } = step;
  const known = Array.isArray(knownRefreshes) ? knownRefreshes : [];
  const given = groupUpdate(context.steps, groupName);
  const names = madeNames(context, { ...given?.names, ...step.names });
  const first = madeSource(context, rolledBackTo(step, context.steps));
  if (step.desired === null) {
    // The step before gives the group its target, and its undoing says what there was.
    const target = given === undefined ? first : madeSource(context, given.after);
    return { groupName, target, desired: null, before: target, back: first, known, names };
  }
  const [target, before] = [madeSource(context, step.desired), madeSource(context, step.before)];
  const back = context.direction === 'back' ? first : before;
  return { groupName, target, desired: target, before, back, known, names };
}

/** Refreshes of the group, newest first, with the newest that is under way. */
export async function refreshesNow(
  { port }: StepContext,
  groupName: string,
): Promise<{ all: RefreshReading[]; active: RefreshReading | null }> {
  const all = answered(`The instance refreshes of ${groupName}`, await port.read.refreshes(groupName));
  return { all, active: all.find(isUnderWay) ?? null };
}

/** Does this refresh bring what the plan wants, and began since the step did? */
export function isOurs({ desired, known }: RefreshPlan, { id, desired: brings }: RefreshReading): boolean {
  if (known.includes(id)) return false;
  return desired === null ? brings === null : brings !== null && isSameSource(brings, desired);
}
