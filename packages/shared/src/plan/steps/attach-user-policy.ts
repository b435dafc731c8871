import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';
import { shellWord } from './shell-word.ts';

/** AttachUserPolicy, by ARN. */
export function describeAttachUserPolicy({ userName, policyArn, because }: StepOf<'attach-user-policy'>): StepDescription {
  const name = policyArn.slice(policyArn.lastIndexOf('/') + 1);
  return {
    title: `Attach ${name} to the user ${userName}`,
    because,
    calls: [call('iam', 'AttachUserPolicy', { UserName: userName, PolicyArn: policyArn })],
    byHand: {
      console: [`IAM → Users → ${userName} → Add permissions → Attach policies directly`, `Choose ${name}`],
      cli: [`aws iam attach-user-policy --user-name ${userName} --policy-arn ${shellWord(policyArn)}`],
    },
    undo: `Detach ${name} from ${userName}`,
    reversible: true,
  };
}
