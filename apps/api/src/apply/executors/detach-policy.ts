import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { isAttached } from './attached.ts';
import { type Executor, outcome } from './executor.ts';

/** iam:DetachRolePolicy or iam:DetachUserPolicy. What somebody else detached since the plan was made is noted, so that a roll-back leaves it off. */
export const detachPolicy: Executor<StepOf<'detach-policy'>> = {
  call: ({ holder }) => `iam:Detach${holder.kind === 'role' ? 'Role' : 'User'}Policy`,
  remember: async (context, { holder, policyArn }) => ({ wasThere: await isAttached(context, holder, policyArn) }),
  async forward({ port }, { holder, policyArn }, remembered) {
    if (remembered.wasThere === false) return outcome(`${policyArn} was detached from ${holder.name} by somebody else already.`);
    const { requestId } =
      holder.kind === 'role'
        ? await port.change.detachRolePolicy(holder.name, policyArn)
        : await port.change.detachUserPolicy(holder.name, policyArn);
    return outcome(`Detached ${policyArn} from ${holder.name}.`, {}, requestId);
  },
  async settle(context, { holder, policyArn }) {
    return (await isAttached(context, holder, policyArn)) ? null : outcome(`${policyArn} is detached from ${holder.name}.`);
  },
  keep: async (_context, _step, data) => (data.wasThere === false ? 'somebody else had detached it before this run did' : null),
  async undo({ port }, { holder, policyArn }) {
    const { requestId } =
      holder.kind === 'role'
        ? await port.change.attachRolePolicy(holder.name, policyArn)
        : await port.change.attachUserPolicy(holder.name, policyArn);
    return outcome(`Attached ${policyArn} to ${holder.name} again.`, {}, requestId);
  },
};
