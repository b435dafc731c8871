import { lastNameOf } from '@rolewright/shared/plan/instance-steps.ts';
import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { type Executor, outcome, StepFailed } from './executor.ts';
import { heldNow, untilAssociation } from './instance-association.ts';
import { requireProbesOfInstance } from './instance-probes.ts';
import { putProfileBack } from './put-profile-back.ts';

/** ec2:ReplaceIamInstanceProfileAssociation, by the association that the plan was made from; done when the new one is associated. */
export const replaceInstanceProfile: Executor<StepOf<'replace-instance-profile'>> = {
  call: 'ec2:ReplaceIamInstanceProfileAssociation',
  before: (context, { instanceId }) => requireProbesOfInstance(context, instanceId, 'before'),
  async forward(context, { instanceId, associationId, fromProfileArn, profileArn }) {
    const now = await heldNow(context, instanceId);
    if (now?.associationId !== associationId) {
      const has = now === null ? 'no instance profile' : lastNameOf(now.profileArn);
      throw new StepFailed(
        `${instanceId} has ${has}, and had ${lastNameOf(fromProfileArn)} when the run started: somebody else changed it. Roll back, then make the plan anew.`,
      );
    }
    const { requestId } = await context.port.change.replaceInstanceProfile(associationId, profileArn);
    await untilAssociation(context, instanceId, profileArn);
    // Before anything of the old way is taken off, such as the key lines, which do not come back.
    await requireProbesOfInstance(context, instanceId, 'during');
    return outcome(`${instanceId} has ${lastNameOf(profileArn)} in place of ${lastNameOf(fromProfileArn)}.`, { replaced: true }, requestId);
  },
  /** Also of an undoing that took the new profile off and did not get to attach the earlier one. */
  async settle(context, { instanceId, profileArn }, data) {
    const now = await heldNow(context, instanceId);
    if (now?.profileArn === profileArn) return outcome(`${instanceId} has ${lastNameOf(profileArn)}.`, { replaced: true });
    return now === null && data.replaced === true ? outcome(`${instanceId} has no instance profile.`, { replaced: true }) : null;
  },
  undo: (context, { instanceId, fromProfileArn }) => putProfileBack(context, instanceId, fromProfileArn),
  async afterUndo(context, { instanceId, fromProfileArn }) {
    const now = await heldNow(context, instanceId);
    if (now !== null && now.profileArn !== fromProfileArn) {
      return `${instanceId} has ${lastNameOf(now.profileArn)}, which somebody else gave it: it was left alone.`;
    }
    await untilAssociation(context, instanceId, fromProfileArn);
    return null;
  },
};
