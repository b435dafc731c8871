import { lastNameOf } from '@rolewright/shared/plan/instance-steps.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';
import { heldNow, untilAssociation } from './instance-association.ts';
import { putProfileBack } from './put-profile-back.ts';

/** ec2:DisassociateIamInstanceProfile of the association that the plan was made from; done when the instance can be given another one. */
export const disassociateInstanceProfile: Executor<StepOf<'disassociate-instance-profile'>> = {
  call: 'ec2:DisassociateIamInstanceProfile',
  async forward(context, { instanceId, associationId, profileArn }) {
    const now = await heldNow(context, instanceId);
    if (now?.associationId !== associationId) {
      throw new StepFailed(`${instanceId} has not ${lastNameOf(profileArn)} any more: somebody else changed it. Make the plan anew.`);
    }
    const { requestId } = await context.port.change.disassociateInstanceProfile(associationId);
    await untilAssociation(context, instanceId, null);
    return outcome(`${instanceId} has no instance profile.`, {}, requestId);
  },
  async settle(context, { instanceId, profileArn }) {
    const now = await heldNow(context, instanceId);
    return now === null ? outcome(`${instanceId} has not ${lastNameOf(profileArn)} any more.`) : null;
  },
  undo: (context, { instanceId, profileArn }) => putProfileBack(context, instanceId, profileArn),
  async afterUndo(context, { instanceId, profileArn }) {
    const now = await heldNow(context, instanceId);
    if (now !== null && now.profileArn !== profileArn) {
      return `${instanceId} has ${lastNameOf(now.profileArn)}, which somebody else gave it: it was left alone.`;
    }
    await untilAssociation(context, instanceId, profileArn);
    return null;
  },
};
