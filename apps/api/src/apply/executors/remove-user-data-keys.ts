import type { UserDataInput } from '@rolewright/shared/plan/edited-user-data.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import type { Secret } from '@rolewright/shared/secret.ts';
import { encodeBase64 } from '@rolewright/shared/user-data/base64.ts';
import { type InspectedUserData, inspectedUserData } from '../../plan/inspected-user-data.ts';
import { type Executor, outcome, type StepContext, StepFailed } from './executor.ts';
import { untilState } from './instance-state.ts';

type Step = StepOf<'remove-user-data-keys'>;

/**
 * ec2:ModifyInstanceAttribute(userData) of what is read just before, without its key lines or as a person edited it. Not sent where it is not
 * what the plan was made from. Nothing of it is remembered but fingerprints, so that it is not undone.
 */
export const removeUserDataKeys: Executor<Step> = {
  call: 'ec2:ModifyInstanceAttribute',
  async remember(context, step) {
    return { after: context.deps.fingerprint(encodeBase64((await rewrittenNow(context, step)).reveal())) };
  },
  async forward(context, step) {
    const bytes = await rewrittenNow(context, step);
    await untilState(context, step.instanceId, 'stopped');
    const { requestId } = await context.port.change.writeUserData(step.instanceId, bytes);
    return outcome(`The user data of ${step.instanceId} has no key line any more.`, {}, requestId);
  },
  async settle(context, step, data) {
    const now = await userDataNow(context, step.instanceId);
    return now !== null && now.fingerprint === data.after ? outcome(`The user data of ${step.instanceId} has no key line any more.`) : null;
  },
  keep: async (_context, { instanceId }) => `the key lines of the user data of ${instanceId} are kept nowhere`,
  undo: async () => outcome('Nothing can be undone.'),
};

/** Throws StepFailed where it is not what the plan was made from, or its key lines do not go by themselves. */
async function rewrittenNow(context: StepContext, { instanceId, fingerprint, edits }: Step): Promise<Secret<Uint8Array>> {
  const asked = edits === undefined ? undefined : { edited: [{ fingerprint, edits }] };
  const now = await userDataNow(context, instanceId, asked);
  if (now?.fingerprint === fingerprint && now.rewritten !== null) return now.rewritten;
  throw new StepFailed(`The user data of ${instanceId} was changed since the plan was made. It was not written over.`);
}

async function userDataNow({ deps, port }: StepContext, instanceId: string, asked?: UserDataInput): Promise<InspectedUserData | null> {
  const reading = await inspectedUserData(deps, port, instanceId, asked);
  if (reading.state === 'unreadable') throw new StepFailed(`The user data of ${instanceId} could not be read: ${reading.reason}.`);
  return reading.state === 'known' ? reading.value : null;
}
