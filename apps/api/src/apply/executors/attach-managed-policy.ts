import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { isAttached } from './attached.ts';
import { type Executor, outcome } from './executor.ts';
import { roleInUse } from './role-in-use.ts';

type Step = StepOf<'attach-managed-policy'>;
const holderOf = ({ roleName }: Step) => ({ kind: 'role', name: roleName }) as const;

/** iam:AttachRolePolicy. What somebody else attached since the plan was made is noted, so that a roll-back leaves it. */
export const attachManagedPolicy: Executor<Step> = {
  call: 'iam:AttachRolePolicy',
  remember: async (context, step) => ({ wasThere: await isAttached(context, holderOf(step), step.policyArn) }),
  async forward({ port }, { roleName, policyArn }) {
    const { requestId } = await port.change.attachRolePolicy(roleName, policyArn);
    return outcome(`Attached ${policyArn}.`, {}, requestId);
  },
  async settle(context, step) {
    return (await isAttached(context, holderOf(step), step.policyArn)) ? outcome(`${step.policyArn} is attached.`) : null;
  },
  keep: async (context, _step, data) => (data.wasThere === true ? 'it was attached before this run' : roleInUse(context)),
  async undo({ port }, { roleName, policyArn }) {
    const { requestId } = await port.change.detachRolePolicy(roleName, policyArn);
    return outcome(`Detached ${policyArn}.`, {}, requestId);
  },
};
