import type { LaunchSource, TemplateNames } from '@rolewright/shared/plan/group-steps.ts';
import { isSameSource } from '@rolewright/shared/plan/launch-source.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import type { RefreshReading } from '../../aws/group-port.ts';
import { isUnderWay } from '../../aws/group-reads.ts';
import type { StepContext } from './executor.ts';
import { madeNames, madeSource } from './group-now.ts';
import { answered } from './launch-now.ts';

/** AWS's clock and the console's may differ by so much. */
const skewMilliseconds = 120_000;

/** What a refresh of a plan leads to, and where it goes back to. */
export interface RefreshPlan {
  groupName: string;
  target: LaunchSource;
  /** Sent as DesiredConfiguration; null: the group has the target already, so that AWS cannot roll it back (D-75). */
  desired: LaunchSource | null;
  /** What the group has when the refresh begins: AWS's own roll-back leads there. */
  before: LaunchSource;
  /**
   * Where the way back ends. After a step that failed that is `before`, so that it can be tried again. Of a run that is rolled back it is the
   * what the group had at first, where the run made a template of its own: an instance of that would keep it from being deleted.
   */
  back: LaunchSource;
  /** Refreshes that began before this are somebody else's. */
  since: number;
  names: TemplateNames;
}

export function refreshPlan(context: StepContext, step: StepOf<'refresh-instances'>): RefreshPlan {
  const { groupName } = step;
  const given = context.steps.find((one) => one.kind === 'update-group' && one.groupName === groupName) as
    | StepOf<'update-group'>
    | undefined;
  const names = madeNames(context, { ...given?.names, ...step.names });
  const first = given === undefined ? madeSource(context, step.before) : madeSource(context, given.before);
  if (step.desired === null) {
    // The step before gives the group its target, and its undoing says what there was.
    const target = given === undefined ? first : madeSource(context, given.after);
    const since = Date.parse((given && context.doneAt(given.id)) ?? '') - skewMilliseconds || 0;
    return { groupName, target, desired: null, before: target, back: first, since, names };
  }
  const [target, before] = [madeSource(context, step.desired), madeSource(context, step.before)];
  const hasOwn = context.steps.some(({ kind }) => kind === 'create-launch-template');
  const back = context.direction === 'back' && hasOwn ? first : before;
  return { groupName, target, desired: target, before, back, since: 0, names };
}

/** Refreshes of the group, newest first, with the newest that is under way. */
export async function refreshesNow(
  { port }: StepContext,
  groupName: string,
): Promise<{ all: RefreshReading[]; active: RefreshReading | null }> {
  const all = answered(`The instance refreshes of ${groupName}`, await port.read.refreshes(groupName));
  return { all, active: all.find(isUnderWay) ?? null };
}

/** Does this refresh bring what the plan wants? A version that the run itself made tells it; where none is named, the time does. */
export function isOurs({ desired, since }: RefreshPlan, refresh: RefreshReading): boolean {
  if (desired !== null) return refresh.desired !== null && isSameSource(refresh.desired, desired);
  return refresh.desired === null && Date.parse(refresh.startedAt) >= since;
}
