import { lastNameOf } from '@rolewright/shared/plan/instance-steps.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome } from './executor.ts';
import { heldNow, untilAssociation } from './instance-association.ts';
import { requireProbesOfInstance } from './instance-probes.ts';

/** ec2:AssociateIamInstanceProfile; done when the profile is associated. */
export const associateInstanceProfile: Executor<StepOf<'associate-instance-profile'>> = {
  call: 'ec2:AssociateIamInstanceProfile',
  before: (context, { instanceId }) => requireProbesOfInstance(context, instanceId, 'before'),
  async forward(context, { instanceId, profileArn }) {
    // A profile that is on its way off is in the way still (D-65).
    if ((await heldNow(context, instanceId)) === null) await untilAssociation(context, instanceId, null);
    const { value, requestId } = await context.port.change.associateInstanceProfile(instanceId, profileArn);
    await untilAssociation(context, instanceId, profileArn);
    // Before anything of the old way is taken off, such as the key lines, which do not come back.
    await requireProbesOfInstance(context, instanceId, 'during');
    return outcome(`${instanceId} has the instance profile ${lastNameOf(profileArn)}.`, { associationId: value.associationId }, requestId);
  },
  async settle(context, { instanceId, profileArn }) {
    const now = await heldNow(context, instanceId);
    if (now?.profileArn !== profileArn) return null;
    return outcome(`${instanceId} has the instance profile ${lastNameOf(profileArn)}.`, { associationId: now.associationId });
  },
  async undo(context, { instanceId, profileArn }, data) {
    const { requestId } = await context.port.change.disassociateInstanceProfile(String(data.associationId));
    return outcome(`Took the instance profile ${lastNameOf(profileArn)} off ${instanceId}.`, {}, requestId);
  },
  async afterUndo(context, { instanceId }) {
    if ((await heldNow(context, instanceId)) !== null) return `${instanceId} has another instance profile, which somebody else gave it.`;
    await untilAssociation(context, instanceId, null);
    return null;
  },
};
