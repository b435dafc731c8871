import type { PolicyCondition } from '../aws/policy-document.ts';
import { operatorNameOf } from '../iam/condition.ts';
import { conditionText } from '../iam/granted-actions.ts';

const names: Record<string, string> = {
  'sts:externalid': 'external id',
  'sts:rolesessionname': 'session name',
  'sts:sourceidentity': 'source identity',
  'aws:principalarn': 'caller’s ARN',
  'aws:principalorgid': 'organisation',
  'aws:principalaccount': 'caller’s account',
  'aws:sourceaccount': 'source account',
  'aws:sourcearn': 'source ARN',
  'aws:sourceip': 'source address',
  'aws:multifactorauthpresent': 'MFA',
};

/**
 * A condition as an arrow carries it: "external id required", "session name like app-*"; what has no shorter name stays as it is written.
 * External ids reach this as fingerprints (external-id.ts), and are not shown at all.
 */
export function conditionWords(condition: PolicyCondition): string {
  const operator = operatorNameOf(condition.operator);
  const key = condition.key.toLowerCase();
  const isPlain = operator !== null && operator.set === null && /^(string|arn)(equals|like)$/.test(operator.base);
  if (!isPlain || operator === null) return conditionText([condition]) ?? '';
  if (key === 'sts:externalid') return operator.ifExists ? 'external id only where one is sent' : 'external id required';
  const name =
    names[key] ?? (key.startsWith('aws:principaltag/') ? `caller’s tag ${condition.key.slice('aws:principaltag/'.length)}` : null);
  if (name === null) return conditionText([condition]) ?? '';
  const like = operator.base.endsWith('like') ? 'like' : 'is';
  return `${name} ${like} ${condition.values.join(' or ')}${operator.ifExists ? ', where it is sent' : ''}`;
}
