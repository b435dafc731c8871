import { accountOf } from '../aws/arn.ts';
import { conditionKeysOf } from '../iam/condition-keys.ts';
import { principalContext } from '../iam/principal.ts';
import type { AccessRequest, Decision } from '../iam/request.ts';
import { standingOf, whyOpen } from './caller-keys.ts';
import { decideWith, evaluateKnown, type Missing, policyParts } from './evaluate-known.ts';
import type { KnownCaller } from './known-caller.ts';
import type { ReachedRole } from './reach-answer.ts';

/**
 * May the caller do this, by its own policies and boundary? A condition on what a call brings with it makes the answer unknown. The
 * resource's own policy is not asked. Source: IAM reference_policies_evaluation-logic.
 */
export function mayDo(caller: KnownCaller, action: string, resource: string): NonNullable<ReachedRole['answer']> {
  const { request, missing } = askedOf(caller, action, resource);
  const answer = evaluateKnown(request, caller.policies, missing);
  if (answer.verdict === 'unknown') {
    const why = answer.missing.map((one) => `${'part' in one ? policyParts[one.part] : one.key}: ${one.why}`).join('; ');
    return { verdict: 'unknown', why };
  }
  return { verdict: answer.verdict === 'allowed' ? 'allowed' : 'denied', why: answer.decidedBy.why };
}

/** The evaluator's word where all that is not known is as good as can be: by which policy it is denied. */
export function ownDecision(caller: KnownCaller, action: string, resource: string): Decision {
  const { request, missing } = askedOf(caller, action, resource);
  return decideWith(request, caller.policies, missing, []);
}

function askedOf(caller: KnownCaller, action: string, resource: string): { request: AccessRequest; missing: Missing[] } {
  const documents = [...caller.policies.identity.map(({ document }) => document), caller.policies.boundary];
  const keys = new Set(documents.flatMap((document) => (typeof document === 'object' ? [...conditionKeysOf(document).keys()] : [])));
  const missing: Missing[] = [...caller.unread];
  for (const key of keys) {
    if (ofResource(key) || standingOf(key, caller) !== 'known') missing.push({ key, why: whyOpen(key) });
  }
  const { principal } = caller;
  // Where the ARN has no account (S3), the caller's own: then identity policies decide.
  const resourceAccountId = accountOf(resource) ?? principal.accountId;
  const context = principalContext(principal, caller.tags);
  return { request: { principal, action, resource, resourceAccountId, context }, missing };
}

/** Known of a role that is assumed, and not of any other resource. */
const ofResource = (key: string): boolean => key.startsWith('aws:resource') || key.startsWith('iam:resourcetag/');
