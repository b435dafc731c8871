import type { Decision } from '@rolewright/shared/iam/request.ts';
import { deniedMessage } from '../../auth/denied-message.ts';
import { denialText, encodeMessage } from '../../auth/encoded-denial.ts';
import { AwsFault, type CallContext, type Requirement } from '../service.ts';

/**
 * UnauthorizedOperation as EC2 words it. Of a change it also gives the decision, encoded: only who may call sts:DecodeAuthorizationMessage
 * in the account can read it. Source: EC2 user guide, troubleshooting access; STS API_DecodeAuthorizationMessage.
 */
export function unauthorized(context: CallContext, requirement: Requirement, decision: Decision): AwsFault {
  const why = deniedMessage(context.principal, requirement, decision).replace(' on resource: *', '');
  const reads = /^ec2:(Describe|Get)/.test(requirement.action);
  const encoded = reads ? '' : encodeMessage(context.world, context.account, denialText(context, requirement, decision));
  const rest = encoded === '' ? '' : `. Encoded authorization failure message: ${encoded}`;
  return new AwsFault('UnauthorizedOperation', `You are not authorized to perform this operation. ${why}${rest}`, 403);
}
