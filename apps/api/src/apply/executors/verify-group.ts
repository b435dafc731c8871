import { stayingIn } from '@rolewright/shared/plan/group-members.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import type { ProbeResult } from '@rolewright/shared/probes/probe.ts';
import { isOfProbe } from '@rolewright/shared/verify/judge-probes.ts';
import type { Verification } from '@rolewright/shared/verify/verification.ts';
import { type GroupVerifyInput, verifyGroup } from '../../verify/verify-group.ts';
import { makeProbes } from '../probe-gate.ts';
import { type Executor, outcome, type StepContext } from './executor.ts';
import { groupNow, madeNames, madeSource } from './group-now.ts';
import { untilVerified } from './until-verified.ts';

type Step = StepOf<'verify-group'>;

/** Collects evidence until it is enough, or shows that the group fails; changes nothing. Waits for no use where none can show. */
export const verifyGroupStep: Executor<Step> = {
  call: null,
  async forward(context, step) {
    const probes = await makeProbes(context, 'after');
    return untilVerified(context, {
      look: () => verifyGroup(groupInput(context, step, probes)),
      whatFails,
      async ends(verification, isOverdue) {
        if (stayingIn(await groupNow(context, step.groupName)).length === 0) return outcome(`No instance runs. ${unproven}`);
        if (keepsKey(verification)) return outcome(`${unproven} Programs that start with the key in the user data go on with it.`);
        return isOverdue ? outcome(unproven) : null;
      },
    });
  },
  settle: async () => null,
  undo: async () => outcome('Nothing to undo.'),
};

const unproven = 'The change is done. It is not proven yet that the role is used; check again later.';

/** What the evidence is collected for, and since when: the last old instance was gone when the refresh was over. */
export function groupInput(context: StepContext, step: Step, probes: ProbeResult[]): GroupVerifyInput {
  const { steps, doneAt, deps } = context;
  const refresh = steps.find(({ kind }) => kind === 'refresh-instances');
  const last = steps.flatMap(({ id }) => (id === step.id ? [] : (doneAt(id) ?? []))).at(-1);
  const cutOverAt = (refresh && doneAt(refresh.id)) ?? last ?? deps.now().toISOString();
  return {
    ...context,
    step,
    source: madeSource(context, step.source),
    names: madeNames(context, step.names),
    cutOverAt,
    probes,
  };
}

/** With the key in its user data an instance's programs start with it again: a wait would see no use of the role. */
const keepsKey = ({ evidence }: Verification): boolean =>
  evidence.some(({ state, claim }) => state === 'no' && claim.startsWith('No static key'));

const whatFails = ({ evidence }: Verification): string =>
  evidence.some((one) => one.state === 'no' && isOfProbe(one))
    ? 'The group does not do its work'
    : 'Calls of the group’s instances are denied';
