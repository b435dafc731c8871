import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';
import { shellWord } from './shell-word.ts';

/** DetachRolePolicy or DetachUserPolicy; the policy itself stays, others may use it. */
export function describeDetachPolicy({ holder, policyArn }: StepOf<'detach-policy'>): StepDescription {
  const name = policyArn.slice(policyArn.lastIndexOf('/') + 1);
  const isRole = holder.kind === 'role';
  const whom = isRole ? { RoleName: holder.name } : { UserName: holder.name };
  return {
    title: `Detach ${name} from ${isRole ? '' : 'the user '}${holder.name}`,
    because: `${holder.name} no longer has what ${name} allows. The policy itself stays: others may use it. What takes its place is there before this step.`,
    calls: [call('iam', isRole ? 'DetachRolePolicy' : 'DetachUserPolicy', { ...whom, PolicyArn: policyArn })],
    byHand: {
      console: [`IAM → ${isRole ? 'Roles' : 'Users'} → ${holder.name} → Permissions`, `Choose ${name} → Remove`],
      cli: [`aws iam detach-${holder.kind}-policy --${holder.kind}-name ${holder.name} --policy-arn ${shellWord(policyArn)}`],
    },
    undo: `Attach ${name} to ${holder.name} again`,
    reversible: true,
  };
}
