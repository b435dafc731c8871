import type { StepOf } from '../planned-step.ts';
import { call, type StepDescription } from './description.ts';
import { shellJson } from './shell-word.ts';

/** An inline policy that is there is replaced (Put…Policy) or deleted (Delete…Policy). */
export function describeChangeInlinePolicy({ holder, policyName, after }: StepOf<'change-inline-policy'>): StepDescription {
  const isRole = holder.kind === 'role';
  const whom = isRole ? { RoleName: holder.name } : { UserName: holder.name };
  const names = `--${holder.kind}-name ${holder.name} --policy-name ${policyName}`;
  const page = `IAM → ${isRole ? 'Roles' : 'Users'} → ${holder.name} → Permissions → ${policyName}`;
  const common = { undo: `Put the policy ${policyName} of ${holder.name} back as it was, byte by byte`, reversible: true };
  const kind = isRole ? 'Role' : 'User';
  if (after === null) {
    return {
      title: `Delete the inline policy ${policyName} of ${holder.name}`,
      because: `${holder.name} no longer has what ${policyName} allows. Its text is remembered first, so that it can be put back.`,
      calls: [call('iam', `Delete${kind}Policy`, { ...whom, PolicyName: policyName })],
      byHand: { console: [`${page} → Remove`], cli: [`aws iam delete-${holder.kind}-policy ${names}`] },
      ...common,
    };
  }
  return {
    title: `Replace the inline policy ${policyName} of ${holder.name}`,
    because:
      'The call replaces the whole policy, so that it is read again first, and not sent where somebody else changed it meanwhile. Its text is remembered.',
    calls: [call('iam', `Put${kind}Policy`, { ...whom, PolicyName: policyName, PolicyDocument: after })],
    byHand: {
      console: [`${page} → Edit → JSON`, 'Paste the document of the diff'],
      cli: [`aws iam put-${holder.kind}-policy ${names} --policy-document ${shellJson(after)}`],
    },
    ...common,
  };
}
