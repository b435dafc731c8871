import { principalContext } from '@rolewright/shared/iam/principal.ts';
import type { RequestPrincipal } from '@rolewright/shared/iam/request.ts';
import type { CallContext, Principal, Requirement } from '../services/service.ts';
import { own } from '../state/iam.ts';

/** The caller as the evaluator knows callers. */
export function requestPrincipal(principal: Principal): RequestPrincipal {
  const { kind, arn, accountId, roleArn } = principal;
  const uniqueId = principal.userId.split(':')[0];
  return { kind, arn, accountId, ...(roleArn ? { roleArn } : {}), ...(uniqueId ? { uniqueId } : {}) };
}

/**
 * Condition keys of a call: the global ones, those of the caller, and what the operation itself says of the request. A key that is not here
 * is missing, aws:MultiFactorAuthPresent among them: nobody in the sandbox has a second factor. Source: IAM
 * reference_policies_condition-keys. The loopback stands for TLS, so aws:SecureTransport is true.
 */
export function requestContext(context: CallContext, requirement: Requirement): Record<string, string | string[]> {
  const { principal, now, region, sourceIp, userAgent, world } = context;
  const sourceIdentity = own(world.state.sessions, principal.accessKeyId)?.sourceIdentity;
  return {
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': requirement.resourceAccountId ?? context.account.id,
    'aws:SecureTransport': 'true',
    'aws:SourceIp': sourceIp,
    'aws:UserAgent': userAgent,
    'aws:ViaAWSService': 'false',
    ...(sourceIdentity ? { 'aws:SourceIdentity': sourceIdentity } : {}),
    ...principalContext(requestPrincipal(principal), principal.tags),
    ...requirement.context,
  };
}
