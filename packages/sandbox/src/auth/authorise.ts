import { iamNameOf } from '@rolewright/shared/aws/arn.ts';
import { evaluate } from '@rolewright/shared/iam/evaluate.ts';
import type { Decision } from '@rolewright/shared/iam/request.ts';
import { AwsFault, type CallContext, type Principal, type Requirement } from '../services/service.ts';
import type { World } from '../state/world.ts';
import { deniedMessage } from './denied-message.ts';
import { effectiveIam } from './effective.ts';
import { type IdentityPolicies, policiesOf } from './policies-of.ts';
import { requestContext, requestPrincipal } from './request-context.ts';

/**
 * Throws AccessDenied in AWS's words unless the caller is allowed every one of the requirements, by the policies that are in effect now
 * (D-50): identity, groups, boundary, session policy and the resource's own policy. `refusal`: what a service with words of its own throws.
 */
export function authorise(context: CallContext, requirements: readonly Requirement[], refusal = accessDenied): void {
  if (requirements.length === 0) return;
  const policies = identityPolicies(context.world, context.principal);
  for (const requirement of requirements) {
    const decision = decide(context, requirement, policies);
    if (decision.verdict !== 'allowed') throw refusal(context, requirement, decision);
  }
}

const accessDenied = ({ principal }: CallContext, requirement: Requirement, decision: Decision): AwsFault =>
  new AwsFault('AccessDenied', deniedMessage(principal, requirement, decision), 403);

/** The verdict on one requirement, without throwing. */
export function decide(
  context: CallContext,
  requirement: Requirement,
  policies = identityPolicies(context.world, context.principal),
): Decision {
  const { principal } = context;
  return evaluate(
    {
      principal: requestPrincipal(principal),
      action: requirement.action,
      resource: requirement.resource,
      resourceAccountId: requirement.resourceAccountId ?? context.account.id,
      context: requestContext(context, requirement),
    },
    {
      ...policies,
      ...(requirement.resourcePolicy === undefined ? {} : { resource: requirement.resourcePolicy }),
      ...(principal.sessionPolicy === undefined ? {} : { session: principal.sessionPolicy }),
      scps: [],
    },
  );
}

/** Root, services and nobody carry no identity policies. */
function identityPolicies(world: World, principal: Principal): IdentityPolicies {
  const iam = effectiveIam(world, principal.accountId);
  const user = principal.kind === 'user' ? iam.find('users', principal.userName ?? '') : null;
  const role = principal.kind === 'assumed-role' ? iam.find('roles', iamNameOf(principal.roleArn ?? '', 'role')?.name ?? '') : null;
  const entity = user ?? role;
  return entity ? policiesOf(world, principal.accountId, iam, entity) : { identity: [] };
}
