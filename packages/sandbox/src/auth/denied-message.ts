import type { Decision } from '@rolewright/shared/iam/request.ts';
import type { Principal, Requirement } from '../services/service.ts';

/** Who denied, as the messages of AWS call it. */
function decider({ decidedBy }: Decision, action: string): string {
  switch (decidedBy.policy) {
    case 'permissions boundary':
      return 'permissions boundary';
    case 'session policy':
      return 'session policy';
    case 'resource policy':
      return action.startsWith('sts:') ? 'role trust policy' : 'resource-based policy';
    default:
      return 'identity-based policy';
  }
}

/**
 * The message of an AccessDenied, word for word as AWS gives it. An explicit deny also says so, and of which kind of policy. Source: IAM
 * troubleshoot_access-denied.
 */
export function deniedMessage(principal: Principal, { action, resource }: Requirement, decision: Decision): string {
  const caller = principal.kind === 'anonymous' ? 'anonymous' : principal.arn;
  const who = `User: ${caller} is not authorized to perform: ${action} on resource: ${resource}`;
  const kind = decider(decision, action);
  if (decision.verdict === 'explicitDeny') return `${who} with an explicit deny in ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
  return `${who} because no ${kind} allows the ${action} action`;
}
