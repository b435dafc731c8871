import type { LaunchSource, TemplateNames } from '@rolewright/shared/plan/group-steps.ts';
import { isSameSource, sourceInWords } from '@rolewright/shared/plan/launch-source.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { requireProbes } from '../probe-gate.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { groupNow, madeNames, madeSource } from './group-now.ts';

/** autoscaling:UpdateAutoScalingGroup with the name and what it launches from, nothing else (D-74). Instances that run stay as they are. */
export const updateGroup: Executor<StepOf<'update-group'>> = {
  call: 'autoscaling:UpdateAutoScalingGroup',
  before: (context) => requireProbes(context, 'before'),
  async forward(context, { groupName, ...step }) {
    const inWords = wordsOf(context, step.names);
    const [before, after] = [madeSource(context, step.before), madeSource(context, step.after)];
    const { source } = await groupNow(context, groupName);
    if (!isSameSource(source, before) && !isSameSource(source, after)) {
      throw new StepFailed(
        `${groupName} launches from ${inWords(source)}, and launched from ${inWords(before)} when the run started: somebody else changed it. It was not changed; roll back, then make the plan anew.`,
      );
    }
    const { requestId } = await context.port.change.updateGroup(groupName, after);
    return outcome(`${groupName} launches from ${inWords(after)}. No instance was replaced.`, {}, requestId);
  },
  async settle(context, { groupName, ...step }) {
    const after = madeSource(context, step.after);
    const inWords = wordsOf(context, step.names);
    const { source } = await groupNow(context, groupName);
    return isSameSource(source, after) ? outcome(`${groupName} launches from ${inWords(after)}.`) : null;
  },
  async undo(context, { groupName, ...step }) {
    const before = madeSource(context, step.before);
    const inWords = wordsOf(context, step.names);
    const { requestId } = await context.port.change.updateGroup(groupName, before);
    return outcome(`${groupName} launches from ${inWords(before)} again.`, {}, requestId);
  },
  async afterUndo(context, { groupName, ...step }) {
    const { source } = await groupNow(context, groupName);
    if (isSameSource(source, madeSource(context, step.before))) return null;
    return `${groupName} launches from ${wordsOf(context, step.names)(source)}, which somebody else gave it: it was left alone.`;
  },
};

const wordsOf =
  (context: StepContext, names: TemplateNames) =>
  (source: LaunchSource): string =>
    sourceInWords(source, madeNames(context, names));
