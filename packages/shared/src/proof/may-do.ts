import { accountOf } from '../aws/arn.ts';
import { conditionKeysOf } from '../iam/condition-keys.ts';
import { principalContext } from '../iam/principal.ts';
import type { AccessRequest } from '../iam/request.ts';
import { standingOf, whyOpen } from './caller-keys.ts';
import { evaluateKnown, type Missing, policyParts } from './evaluate-known.ts';
import type { KnownCaller } from './known-caller.ts';
import type { ReachedRole } from './reach-answer.ts';

/**
 * May the caller do this, by its own policies and boundary? A condition on what a call brings with it makes the answer unknown. The
 * resource's own policy is not asked. Source: IAM reference_policies_evaluation-logic.
 */
export function mayDo(caller: KnownCaller, action: string, resource: string): NonNullable<ReachedRole['answer']> {
  const documents = [...caller.policies.identity.map(({ document }) => document), caller.policies.boundary];
  const keys = new Set(documents.flatMap((document) => (typeof document === 'object' ? [...conditionKeysOf(document)] : [])));
  const missing: Missing[] = [...caller.unread];
  for (const key of keys) {
    if (ofResource(key) || standingOf(key, caller) !== 'known') missing.push({ key, why: whyOpen(key) });
  }
  const { principal } = caller;
  const request: AccessRequest = {
    principal,
    action,
    resource,
    // Where the ARN has no account (S3), the caller's own: then identity policies decide.
    resourceAccountId: accountOf(resource) ?? principal.accountId,
    context: principalContext(principal, caller.tags),
  };
  const answer = evaluateKnown(request, caller.policies, missing);
  if (answer.verdict === 'unknown') {
    const why = answer.missing.map((one) => `${'part' in one ? policyParts[one.part] : one.key}: ${one.why}`).join('; ');
    return { verdict: 'unknown', why };
  }
  return { verdict: answer.verdict === 'allowed' ? 'allowed' : 'denied', why: answer.decidedBy.why };
}

/** Known of a role that is assumed, and not of any other resource. */
const ofResource = (key: string): boolean => key.startsWith('aws:resource') || key.startsWith('iam:resourcetag/');
