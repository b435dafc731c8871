import { policySize } from '@rolewright/shared/aws/policy-document.ts';
import type { ResourcePolicy } from '../../state/iam.ts';
import type { CallContext } from '../service.ts';
import { requireGrammar } from './faults.ts';
import { savePolicy } from './principals.ts';
import { requireQuota } from './quotas.ts';

/** A trust policy as a call brings it → as it is kept. Throws MalformedPolicyDocument or LimitExceeded. */
export function savedTrust({ world, principal }: CallContext, document: string): ResourcePolicy {
  requireGrammar(document, 'trust');
  const trust = savePolicy(world, document, principal.accessKeyId === '');
  requireQuota('ACLSizePerRole', policySize(document));
  return trust;
}
