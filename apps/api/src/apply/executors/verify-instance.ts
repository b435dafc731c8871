import type { PlannedStep, StepOf } from '@rolewright/shared/plan/planned-step.ts';
import type { Verification } from '@rolewright/shared/verify/verification.ts';
import { type InstanceVerifyInput, verifyInstance } from '../../verify/verify-instance.ts';
import { makeProbes } from '../probe-gate.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { isRunning } from './instance-probes.ts';
import { untilVerified } from './until-verified.ts';

type Step = StepOf<'verify-instance'>;

/** Collects evidence until it is enough, or shows that the instance fails; changes nothing. Waits for no use where none can show. */
export const verifyInstanceStep: Executor<Step> = {
  call: null,
  async forward(context, step) {
    const probes = (await isRunning(context, step.instanceId)) ? await makeProbes(context, 'after') : [];
    return untilVerified(context, {
      look: () => verifyInstance({ ...instanceInput(context, step), probes }),
      whatFails,
      async ends({ evidence: [association, userData] }, isOverdue) {
        const isThere = association?.state === 'yes';
        if (isThere && userData?.state === 'no') return outcome(`${unproven} Programs that started with the key keep it until then.`);
        if (isThere && !(await isRunning(context, step.instanceId))) return outcome(`It is stopped. ${unproven}`);
        if (isOverdue && !isThere) throw new StepFailed(`The profile is not there: ${association?.detail}`);
        return isOverdue ? outcome(unproven) : null;
      },
    });
  },
  settle: async () => null,
  undo: async () => outcome('Nothing to undo.'),
};

const whatFails = ({ evidence }: Verification): string =>
  evidence.some((one) => one.state === 'no' && one.source === 'cloudtrail:LookupEvents')
    ? 'Calls of the instance are denied'
    : 'The workload does not do its work';

const unproven = 'Associated, not yet used: check again when its programs were started again.';

/** What the evidence is collected for, and since when. */
export function instanceInput(context: StepContext, step: Step): Omit<InstanceVerifyInput, 'probes'> {
  const { steps, doneAt, deps } = context;
  const at = (...kinds: PlannedStep['kind'][]): string | null =>
    steps.filter(({ kind }) => kinds.includes(kind)).flatMap(({ id }) => doneAt(id) ?? [])[0] ?? null;
  const last = steps.flatMap(({ id }) => (id === step.id ? [] : (doneAt(id) ?? []))).at(-1);
  const cutOverAt = at('associate-instance-profile', 'replace-instance-profile') ?? last ?? deps.now().toISOString();
  return { ...context, step, cutOverAt, oldProgramsGoneAt: at('start-instance') };
}
