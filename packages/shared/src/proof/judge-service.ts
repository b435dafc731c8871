import { accountOf } from '../aws/arn.ts';
import type { PolicyDocument } from '../aws/policy-document.ts';
import { conditionKeysOf } from '../iam/condition-keys.ts';
import { principalContext } from '../iam/principal.ts';
import type { Link } from './assumer.ts';
import { evaluateKnown, type Missing } from './evaluate-known.ts';
import type { LinkTarget } from './judge-link.ts';

/**
 * May an AWS service assume the role? It needs no identity policy, sends no external id (D-48) and no tags; which account and resource it
 * calls for depends on the call. Source: IAM reference_policies_elements_principal, ECS task-iam-roles (D-28).
 */
export function judgeService(service: string, role: LinkTarget & { trust: PolicyDocument }): Link {
  const principal = { kind: 'service', arn: service, accountId: '' } as const;
  const missing = [...conditionKeysOf(role.trust).keys()].flatMap((key): Missing[] =>
    perCall.has(key) ? [{ key, why: 'the service sends what it calls for' }] : [],
  );
  const resourceAccountId = accountOf(role.arn) ?? '';
  const request = { principal, action: 'sts:AssumeRole', resource: role.arn, resourceAccountId, context: principalContext(principal) };
  const answer = evaluateKnown(request, { identity: [], resource: role.trust, scps: [] }, missing);
  const identity = { verdict: 'allowed', needed: false, why: 'a service needs no identity policy' } as const;
  if (answer.verdict === 'allowed') {
    const why = answer.decidedBy.why;
    return {
      verdict: 'allowed',
      reason: `Allowed: ${why}.`,
      asks: [],
      missing: [],
      trust: { verdict: 'allowed', needed: true, why },
      identity,
    };
  }
  if (answer.verdict === 'unknown') {
    const asks = answer.missing.map((one) => `calls for what ${'key' in one ? one.key : one.part} names`);
    const why = 'the trust policy names the service';
    const reason = `Allowed where it ${asks.join(' and ')}: ${why}.`;
    return { verdict: 'allowed', reason, asks, missing: [], trust: { verdict: 'allowed', needed: true, why }, identity };
  }
  const why = answer.decidedBy.why;
  return { verdict: 'denied', reason: `Denied: ${why}.`, asks: [], missing: [], trust: { verdict: 'denied', needed: true, why }, identity };
}

/** Keys that a service fills in from the resource that it works for. */
const perCall = new Set(['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths']);
