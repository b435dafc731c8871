import type { KnownPrincipal } from '../iam/known-principal.ts';
import type { RoleFinding } from './finding.ts';
import { heldToChain, heldToTargets } from './fix-permissions.ts';
import { intoProfile } from './fix-profile.ts';
import { savable, type TrustedRole, withoutDeadIds, withoutServices, withSourceAccount } from './fix-trust.ts';
import { heldToCallers } from './fix-wide-trust.ts';
import { noProposal, type Proposed } from './proposal.ts';
import type { RoleIndex } from './role-index.ts';

const needed = 'what the workload needs of it no scan tells: write what is needed by hand';
const passed = 'which roles it passes, and to which service, no scan tells';

const oneHalf =
  'whether the other half is to be added or this one taken away only a person can say; “Why was a call denied?” plans the adding';

/** Why a finding has no automatic fix, where no rule makes one. */
const reasons: Partial<Record<RoleFinding['code'], string>> = {
  'all-actions': needed,
  'all-iam-actions': needed,
  'put-object-star': needed,
  'put-wildcard': needed,
  'all-s3-actions': needed,
  'bucket-with-slash': 'whether the bucket or its objects are meant only a person can say',
  'bucket-and-objects': 'whether the bucket or its objects are meant only a person can say',
  'allow-not-action': needed,
  'allow-not-resource': needed,
  'pass-any-role': passed,
  'pass-role-to-any-service': passed,
  'malformed-arn': 'which ARN is meant only a person can say',
  'principal-wildcard': 'which users and roles are meant only a person can say',
  'service-with-external-id': 'whether the service or the callers with an external id are meant only a person can say',
  'task-in-source-arn': 'which cluster’s tasks are meant only a person can say',
  'policy-without-trust': oneHalf,
  'trust-without-policy': oneHalf,
  'shared-instance-role': 'which of them may keep it only a person can say',
  'policies-not-read': 'it is the console’s reader role that lacks a permission',
};

/**
 * A finding of a user or role → the policy edits that mend it, or why there is no automatic fix. `workloads` run with the role. Whoever
 * assumed the role, or was assumed, by policies of its own still can once the edits are made.
 */
export function proposeFix(index: RoleIndex, principal: KnownPrincipal, finding: RoleFinding, workloads: readonly string[]): Proposed {
  return savable(fixOf(index, principal, finding, workloads));
}

function fixOf(index: RoleIndex, principal: KnownPrincipal, finding: RoleFinding, workloads: readonly string[]): Proposed {
  const { code } = finding;
  if (code === 'assume-any-role' || code === 'assume-every-role-of-account') return heldToTargets(index, principal, finding);
  if (code === 'more-than-assume-role') return heldToChain(principal, finding);
  if (code === 'role-without-profile') return intoProfile(principal, principal.name);
  const trusted = trustedRole(principal, workloads);
  if (trusted !== null) {
    if (code === 'service-beside-caller') return withoutServices(trusted);
    if (code === 'dangling-principal') return withoutDeadIds(index, trusted, finding);
    if (code === 'no-source-account') return withSourceAccount(trusted, finding);
    if (code === 'trust-whole-account' || code === 'trust-everyone' || code === 'allow-not-principal')
      return heldToCallers(index, trusted, finding);
  }
  return noProposal(reasons[code] ?? 'only a person can say what is meant');
}

const trustedRole = (role: KnownPrincipal, workloads: readonly string[]): TrustedRole | null =>
  role.trust === null ? null : { role: { ...role, trust: role.trust }, workloads };
