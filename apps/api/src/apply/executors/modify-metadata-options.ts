import type { MetadataOptions } from '@rolewright/shared/plan/instance-steps.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';
import { instanceNow } from './instance-state.ts';

/** ec2:ModifyInstanceMetadataOptions, in force at once. What somebody else chose since the plan was made is not written over. */
export const modifyMetadataOptions: Executor<StepOf<'modify-metadata-options'>> = {
  call: 'ec2:ModifyInstanceMetadataOptions',
  async forward(context, { instanceId, before, after }) {
    const { metadata } = await instanceNow(context, instanceId);
    if (!isSame(metadata, before) && !isSame(metadata, after)) {
      throw new StepFailed(`The metadata options of ${instanceId} were changed since the plan was made. They were not written over.`);
    }
    const { requestId } = await context.port.change.modifyMetadataOptions(instanceId, after);
    return outcome(`AWS accepted the metadata options of ${instanceId}.`, {}, requestId);
  },
  async settle(context, { instanceId, after }) {
    const { metadata } = await instanceNow(context, instanceId);
    return isSame(metadata, after) ? outcome(`The metadata options of ${instanceId} are as planned.`) : null;
  },
  async undo({ port }, { instanceId, before }) {
    const { requestId } = await port.change.modifyMetadataOptions(instanceId, before);
    return outcome(`The metadata options of ${instanceId} are as they were.`, {}, requestId);
  },
};

const isSame = (one: MetadataOptions, other: MetadataOptions): boolean =>
  one.httpTokens === other.httpTokens && one.hopLimit === other.hopLimit;
