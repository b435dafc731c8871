import { lookLine, type RefreshLook } from '@rolewright/shared/apply/refresh-look.ts';
import { isFrom, stayingIn } from '@rolewright/shared/plan/group-members.ts';
import type { GroupOf } from '@rolewright/shared/plan/group-snapshot.ts';
import type { PlannedPreferences } from '@rolewright/shared/plan/group-steps.ts';
import { isSameSource, sourceInWords } from '@rolewright/shared/plan/launch-source.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { AwsError } from '../../aws/aws-error.ts';
import type { RefreshReading } from '../../aws/group-port.ts';
import { type Outcome, outcome, type StepContext, StepFailed } from './executor.ts';
import { groupNow } from './group-now.ts';
import { isOurs, type RefreshPlan, refreshesNow } from './refresh-plan.ts';
import { mostUnanswered } from './rollout.ts';

type Step = StepOf<'refresh-instances'>;

/** What brings a group back, as the account stands now. `says` ends a sentence about the group. */
export interface BackMove {
  do: 'nothing' | 'left-alone' | 'wait' | 'roll-back' | 'cancel' | 'start' | 'stranger';
  says: string;
  /** What is waited for: a refresh that leads back. */
  look?: RefreshLook;
}

/** A refresh back that fails is begun anew so often at most. */
const mostStarts = 3;
const pollMilliseconds = 1_000;

/** Reads how the group stands and says what comes next on the way back; safe after any kill, since nothing but AWS is asked. */
export async function backMove(context: StepContext, plan: RefreshPlan): Promise<BackMove> {
  const { groupName, target, before, back, names } = plan;
  const group = await groupNow(context, groupName);
  const { active } = await refreshesNow(context, groupName);
  const isBack = isSameSource(group.source, back);
  // It only replaces what is older: there is no way back, and nothing to go back to.
  const stays = isSameSource(target, back);
  if (active !== null) {
    const says = `the instance refresh ${active.id} is ${active.status}, ${active.percent} %`;
    const wait: BackMove = { do: 'wait', says, look: lookBack(active, group, plan) };
    if (active.status === 'RollbackInProgress' || active.status === 'Cancelling') return wait;
    const goesBack = active.desired === null ? isBack : isSameSource(active.desired, back);
    if (goesBack && !stays) return wait;
    if (!isOurs(plan, active)) return { do: 'stranger', says };
    return { do: canRollBack(plan) && !stays ? 'roll-back' : 'cancel', says };
  }
  if (![target, before, back].some((one) => isSameSource(group.source, one))) {
    return { do: 'left-alone', says: `it launches from ${sourceInWords(group.source, names)}, which somebody else gave it` };
  }
  const made = [target, before].filter((one) => !isSameSource(one, back));
  const strays = stayingIn(group).filter((member) => made.some((one) => isFrom(member, one)));
  const hasTarget = isSameSource(group.source, target);
  if (stays || (strays.length === 0 && !hasTarget)) return { do: 'nothing', says: `its instances are of ${sourceInWords(back, names)}` };
  const count = strays.length === 1 ? '1 instance is' : `${strays.length} instances are`;
  return { do: 'start', says: `${count} not of ${sourceInWords(back, names)} yet` };
}

/** A refresh that leads back, or ends on the way: counted are the instances that are as before. */
export function lookBack({ id, status, percent, reason }: RefreshReading, group: GroupOf, { back, names }: RefreshPlan): RefreshLook {
  const members = stayingIn(group);
  const there = members.filter((member) => isFrom(member, back)).length;
  const says = `${there} of ${members.length} instances are of ${sourceInWords(back, names)}.${reason === null ? '' : ` ${reason}`}`;
  return { refreshId: id, status, percent, there, of: members.length, towards: 'old', says };
}

/** Only with a desired configuration, and only to numbered versions (D-75). */
const canRollBack = ({ desired, before }: RefreshPlan): boolean =>
  desired !== null && !('LaunchConfigurationName' in before) && !/"\$(Latest|Default)"/.test(JSON.stringify(before));

/** Sends what comes next. AWS's own roll-back where it can; else the refresh ends, and another one goes the way back. */
export async function sendBack(context: StepContext, step: Step, plan: RefreshPlan, move: BackMove['do']): Promise<Outcome> {
  const { change } = context.port;
  const { groupName, back } = plan;
  if (move === 'roll-back') {
    try {
      const { requestId } = await change.rollbackInstanceRefresh(groupName);
      return outcome(`AWS rolls the instance refresh of ${groupName} back.`, {}, requestId);
    } catch (error) {
      // It ended meanwhile, or AWS knows a reason of its own: the next look says what is left.
      if (!(error instanceof AwsError) || !/Irreversible|ActiveInstanceRefreshNotFound/.test(error.code)) throw error;
      if (/Irreversible/.test(error.code)) await change.cancelInstanceRefresh(groupName);
      return outcome(`AWS does not roll it back: ${error.message}`);
    }
  }
  if (move === 'cancel') {
    const { requestId } = await change.cancelInstanceRefresh(groupName);
    return outcome(`Cancelled the instance refresh of ${groupName}.`, {}, requestId);
  }
  const byTemplate = !('LaunchConfigurationName' in back);
  if (!byTemplate) await change.updateGroup(groupName, back);
  const preferences = preferencesBack(step.preferences, byTemplate);
  const { requestId, value } = await change.startInstanceRefresh({ groupName, desired: byTemplate ? back : null, preferences });
  return outcome(
    `Started an instance refresh of ${groupName} back to ${sourceInWords(back, plan.names)}.`,
    { backRefreshId: value.refreshId },
    requestId,
  );
}

/** The way back neither waits at checkpoints nor listens to alarms: they ring for what it takes away. */
function preferencesBack(preferences: PlannedPreferences, byTemplate: boolean): PlannedPreferences {
  const { CheckpointPercentages: _at, CheckpointDelay: _delay, AlarmSpecification: _alarms, ...rest } = preferences;
  return { ...rest, SkipMatching: byTemplate, AutoRollback: false };
}

/** Goes on until the group is what it was before the refresh. Throws StepFailed where that comes to nothing or somebody else is at work. */
export async function untilBack(context: StepContext, step: Step, plan: RefreshPlan): Promise<string | null> {
  for (let starts = 0, unanswered = 0; ; ) {
    let says = '';
    let data = {};
    try {
      const move = await backMove(context, plan);
      ({ says } = move);
      if (move.look !== undefined) ({ data } = lookLine(move.look));
      if (move.do === 'nothing') return null;
      if (move.do === 'left-alone') return `${plan.groupName} was left alone: ${says}.`;
      if (move.do === 'stranger') throw new StepFailed(`${plan.groupName}: ${says}, and is not of this run. Resume when it is over.`);
      if (move.do === 'start' && ++starts > mostStarts) throw new StepFailed(`${plan.groupName} did not come back: ${says}.`);
      if (move.do !== 'wait') ({ message: says } = await sendBack(context, step, plan, move.do));
      unanswered = 0;
    } catch (error) {
      if (!(error instanceof AwsError) || ++unanswered > mostUnanswered) throw error;
      says = `${error.call} was not answered (${error.code}); looking again`;
    }
    await context.waitingFor(`waiting for ${plan.groupName} to be as it was: ${says}`, data);
    await context.sleep(pollMilliseconds);
  }
}
