import type { StepOf } from '@rolewright/shared/plan/planned-step.ts';
import { isAttached } from './attached.ts';
import { type Executor, outcome } from './executor.ts';

type Step = StepOf<'attach-user-policy'>;
const holderOf = ({ userName }: Step) => ({ kind: 'user', name: userName }) as const;

/** iam:AttachUserPolicy. What somebody else attached since the plan was made is noted, so that a roll-back leaves it. */
export const attachUserPolicy: Executor<Step> = {
  call: 'iam:AttachUserPolicy',
  remember: async (context, step) => ({ wasThere: await isAttached(context, holderOf(step), step.policyArn) }),
  async forward({ port }, { userName, policyArn }) {
    const { requestId } = await port.change.attachUserPolicy(userName, policyArn);
    return outcome(`Attached ${policyArn} to ${userName}.`, {}, requestId);
  },
  async settle(context, step) {
    return (await isAttached(context, holderOf(step), step.policyArn)) ? outcome(`${step.policyArn} is attached.`) : null;
  },
  keep: async (_context, _step, data) => (data.wasThere === true ? 'it was attached before this run' : null),
  async undo({ port }, { userName, policyArn }) {
    const { requestId } = await port.change.detachUserPolicy(userName, policyArn);
    return outcome(`Detached ${policyArn} from ${userName}.`, {}, requestId);
  },
};
