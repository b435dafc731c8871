import { lookLine, type RefreshLook } from '@rolewright/shared/apply/refresh-look.ts';
import { isFrom, stayingIn } from '@rolewright/shared/plan/group-members.ts';
import type { GroupOf } from '@rolewright/shared/plan/group-snapshot.ts';
import { isSameSource, sourceInWords } from '@rolewright/shared/plan/launch-source.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { AwsError } from '../../aws/aws-error.ts';
import type { RefreshReading } from '../../aws/group-port.ts';
import { isUnderWay } from '../../aws/group-reads.ts';
import { probesMeanwhile, requireProbes } from '../probe-gate.ts';
import { backMove, lookBack, sendBack, untilBack } from './bring-back.ts';
import { type Executor, type Outcome, outcome, type StepContext, StepFailed } from './executor.ts';
import { groupNow } from './group-now.ts';
import { isOurs, type RefreshPlan, refreshesNow, refreshPlan } from './refresh-plan.ts';
import { mostUnanswered } from './rollout.ts';

type Step = StepOf<'refresh-instances'>;

const mostNamed = 5;

/** What it replaces now is not what was asked for. */
const goesBack = new Set(['RollbackInProgress', 'Cancelling']);

/**
 * autoscaling:StartInstanceRefresh, watched to its end with the workload's probes as a gate (A16, D12, D-75). A failing probe, an alarm, a failure
 * or a cancellation brings the group back to where it was, by AWS's own roll-back where it can; then the step fails. One refresh at a time.
 */
export const refreshInstances: Executor<Step> = {
  call: 'autoscaling:StartInstanceRefresh',
  before: (context) => requireProbes(context, 'before'),
  async remember(context, { id, groupName }) {
    // What was there at the first try counts: later ones are this run's.
    const { knownRefreshes } = context.dataOf(id);
    if (knownRefreshes !== undefined) return { knownRefreshes };
    const { all } = await refreshesNow(context, groupName);
    return { knownRefreshes: all.map(({ id }) => id) };
  },
  async forward(context, step, remembered) {
    const plan = refreshPlan(context, step, remembered);
    const { groupName, desired } = plan;
    const { active } = await refreshesNow(context, groupName);
    if (active !== null && !isOurs(plan, active)) {
      throw new StepFailed(
        `The instance refresh ${active.id} of ${groupName} is under way, and is not of this run. Resume when it is over.`,
      );
    }
    if (active !== null) return watched(context, step, plan, active.id);
    await requireSource(context, plan);
    const { value, requestId } = await context.port.change.startInstanceRefresh({ groupName, desired, preferences: step.preferences });
    const done = await watched(context, step, plan, value.refreshId);
    return { ...done, requestId };
  },
  /** Forward, what is under way is waited for: a refresh that goes on is not done. */
  async settle(context, step, data) {
    const plan = refreshPlan(context, step, data);
    if (context.direction === 'back') {
      const move = await backMove(context, plan);
      return move.do === 'nothing' || move.do === 'left-alone' ? null : outcome(`${plan.groupName}: ${move.says}.`);
    }
    const { all, active } = await refreshesNow(context, plan.groupName);
    const own = all.find((refresh) => isOurs(plan, refresh));
    if (own === undefined || (active !== null && active.id !== own.id)) return null;
    // Without a desired configuration one that goes back looks the same: the group tells which it is.
    const { source } = await groupNow(context, plan.groupName);
    const goesForward = plan.desired !== null || isSameSource(source, plan.target);
    if (active !== null && goesForward && !goesBack.has(own.status)) return watched(context, step, plan, own.id);
    if (own.status === 'Successful' && goesForward) return success(plan, own.id);
    if ((await backMove(context, plan)).do !== 'nothing') await backAndFail(context, step, plan, endOf(own));
    return null;
  },
  async undo(context, step, data) {
    const plan = refreshPlan(context, step, data);
    const move = await backMove(context, plan);
    if (move.do === 'wait' || move.do === 'nothing' || move.do === 'left-alone') return outcome(`${plan.groupName}: ${move.says}.`);
    if (move.do === 'stranger') throw new StepFailed(`${plan.groupName}: ${move.says}, and is not of this run. Resume when it is over.`);
    return sendBack(context, step, plan, move.do);
  },
  afterUndo: (context, step) => untilBack(context, step, refreshPlan(context, step)),
};

/** The group has to be as the plan left it; one that an earlier try of this step brought back is given its launch configuration again. */
async function requireSource(context: StepContext, plan: RefreshPlan): Promise<void> {
  const { groupName, desired, before, back, target } = plan;
  const { source } = await groupNow(context, groupName);
  if (desired === null && isSameSource(source, back) && !isSameSource(back, target)) {
    await context.port.change.updateGroup(groupName, target);
    return;
  }
  if (isSameSource(source, before) || isSameSource(source, target)) return;
  throw new StepFailed(
    `${groupName} launches from ${sourceInWords(source, plan.names)}, which somebody else gave it. No instance was replaced; roll back, then make the plan anew.`,
  );
}

/** Waits until the refresh is over. Where it does not go through, the group is brought back, and StepFailed says why. */
async function watched(context: StepContext, step: Step, plan: RefreshPlan, refreshId: string): Promise<Outcome> {
  let why: string;
  try {
    const ended = await untilOver(context, plan, refreshId, probesMeanwhile(context));
    if (ended.status === 'Successful') {
      await requireProbes(context, 'during');
      return success(plan, refreshId);
    }
    why = endOf(ended);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    const { all } = await refreshesNow(context, plan.groupName);
    // All is replaced: the new state stands whole, and whether to roll back is for a person to say.
    if (all.find(({ id }) => id === refreshId)?.status === 'Successful') throw error;
    why = error.message;
  }
  return backAndFail(context, step, plan, why);
}

/** Brings the group back, waits for it, and fails the step with the reason. */
async function backAndFail(context: StepContext, step: Step, plan: RefreshPlan, why: string): Promise<never> {
  const left = await untilBack(context, step, plan);
  throw new StepFailed(
    `${why} ${left ?? `${plan.groupName} was brought back: all its instances are of ${sourceInWords(plan.back, plan.names)}.`}`,
  );
}

async function untilOver(
  context: StepContext,
  plan: RefreshPlan,
  refreshId: string,
  meanwhile: () => Promise<void>,
): Promise<RefreshReading> {
  for (let looks = 1, unanswered = 0; ; looks++) {
    let line: ReturnType<typeof lookLine>;
    let goesForward = false;
    try {
      const { all } = await refreshesNow(context, plan.groupName);
      const refresh = all.find(({ id }) => id === refreshId);
      if (refresh === undefined) throw new StepFailed(`AWS does not know the instance refresh ${refreshId} of ${plan.groupName} any more.`);
      if (!isUnderWay(refresh)) return refresh;
      goesForward = !goesBack.has(refresh.status);
      const group = await groupNow(context, plan.groupName);
      line = lookLine(goesForward ? lookForward(refresh, group, plan) : lookBack(refresh, group, plan));
      unanswered = 0;
    } catch (error) {
      // A refresh does not stop because one look at it got no answer.
      if (!(error instanceof AwsError) || ++unanswered > mostUnanswered) throw error;
      line = { message: `${error.call} was not answered (${error.code}); looking again`, data: {} };
    }
    await context.waitingFor(line.message, line.data);
    if (goesForward) await meanwhile();
    await context.sleep(pauseAfter(looks));
  }
}

function lookForward({ id, status, percent, reason }: RefreshReading, group: GroupOf, { target, names }: RefreshPlan): RefreshLook {
  const members = stayingIn(group);
  const moved = members.filter((member) => isFrom(member, target)).map(({ instanceId }) => instanceId);
  const says = `${moved.length} of ${members.length} instances are of ${sourceInWords(target, names)}${named(moved)}.${reason === null ? '' : ` ${reason}`}`;
  return { refreshId: id, status, percent, there: moved.length, of: members.length, towards: 'new', says };
}

/** The first few by their ids: a group may have hundreds. */
function named(instanceIds: readonly string[]): string {
  if (instanceIds.length === 0) return '';
  const more = instanceIds.length > mostNamed ? ` and ${instanceIds.length - mostNamed} more` : '';
  return ` (${instanceIds.slice(0, mostNamed).join(', ')}${more})`;
}

/** Every second at first, then every five: a refresh takes minutes on AWS, and hours with checkpoints. */
const pauseAfter = (looks: number): number => (looks < 60 ? 1_000 : 5_000);

const success = ({ groupName, target, names }: RefreshPlan, refreshId: string): Outcome =>
  outcome(`Every instance of ${groupName} was replaced by one of ${sourceInWords(target, names)}.`, { refreshId });

const endOf = ({ id, status, reason }: RefreshReading): string =>
  `The instance refresh ${id} did not go through: ${status}${reason === null ? '.' : `, ${reason}`}`;
