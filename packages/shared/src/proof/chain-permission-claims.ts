import { policySize } from '../aws/policy-document.ts';
import { defaultQuotas } from '../iam/carry-over.ts';
import { lintPolicy } from '../iam/lint.ts';
import { userQuotas } from '../iam/quotas.ts';
import { trustedPrincipals } from '../iam/trust.ts';
import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import { policiesOf } from '../plan/permissions.ts';
import type { RoleChainPlan } from '../plan/recipes/role-chain.ts';
import type { PrincipalOf } from '../plan/snapshot.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

/** What must hold of what the chain's members may do: nothing dangerous without a reason, nothing beside the chain, within the quotas. */
export const chainPermissionClaims = (snapshot: ChainSnapshot, plan: RoleChainPlan): Claim[] => [
  lintClaim(plan),
  widenedClaim(plan),
  implicitClaim(snapshot),
  ...(plan.links.length === 0 ? [] : [inlineSizeClaim(snapshot, plan)]),
];

/** D-55, E6: what lint blocks needs a typed reason, and is acknowledged besides. */
function lintClaim({ links }: RoleChainPlan): Claim {
  const claim = 'The permissions hold nothing that is dangerous by itself';
  const rows = links.flatMap(({ role, permissions, input }) =>
    (permissions ? lintPolicy(permissions.document, 'identity') : []).map((finding) => ({
      text: `${role.name}, statement ${finding.statement ?? ''}: ${finding.message}. ${finding.fix}.`,
      severity: finding.severity,
      reason: input.permissions?.reason ?? null,
    })),
  );
  const blocked = rows.filter(({ severity, reason }) => severity === 'block' && reason === null).map(({ text }) => text);
  if (blocked.length > 0) {
    return fail('permissions-lint', claim, blocked, 'Name what is needed, or give the reason in inputs.links.…permissions.reason.');
  }
  if (rows.length === 0) return pass('permissions-lint', claim, ['No finding.']);
  const reasons = [...new Set(rows.flatMap(({ reason }) => (reason === null ? [] : [`The reason that you gave: ${reason}`])))];
  return unknown('permissions-lint', claim, [...rows.map(({ text }) => text), ...reasons], 'Accept these, or change the document.');
}

/** An existing role has users already: what it gains, they gain. */
function widenedClaim({ links }: RoleChainPlan): Claim {
  const claim = 'Nobody but the caller gains what the roles are given';
  const widened = links.filter(({ before, permissions }) => before !== null && permissions !== null && !permissions.isThere);
  if (widened.length === 0) return pass('nobody-else-gains', claim, ['No role that exists is given anything.']);
  const evidence = widened.map(
    ({ role, before }) => `${role.name} exists; trusted today: ${trustedPrincipals(before ?? {}).join(', ') || 'nobody'}.`,
  );
  return unknown('nobody-else-gains', claim, evidence, 'Accept that these may do the same then, or let the plan create a role of its own.');
}

/** E1: role1 may do nothing but assume the next role, so that who gets hold of it gets no further without the external id. */
function implicitClaim({ target, caller }: ChainSnapshot): Claim {
  const [member] = target.members;
  const claim = `${member?.name} may do nothing but assume the next role`;
  if (member?.create) return pass('implicit-caller', claim, ['It is created with this one permission.']);
  if (caller.reading.state !== 'known') {
    return unknown('implicit-caller', claim, ['Its policies could not be read.'], 'Let the reader role read them.');
  }
  const others = policiesOf(caller.reading.value).map((policy) => policy.name);
  if (others.length === 0) return pass('implicit-caller', claim, ['It has no other policy.']);
  const advice = 'Accept that it keeps what it may do today, or let the plan create a caller of its own.';
  return unknown('implicit-caller', claim, [`It has ${others.join(', ')} besides.`], advice);
}

function inlineSizeClaim({ caller, roles, target }: ChainSnapshot, { links }: RoleChainPlan): Claim {
  const claim = 'The inline policies fit their quota';
  const added = (arn: string) =>
    links.flatMap(({ caller: from, role, callerHalf, permissions }) => [
      ...(from.arn === arn && !callerHalf.isThere ? [callerHalf] : []),
      ...(role.arn === arn && permissions !== null && !permissions.isThere ? [permissions] : []),
    ]);
  const rows = [caller.reading, ...roles].map((reading, index) => {
    const member = target.members[index];
    const has = reading.state === 'known' ? (reading.value as PrincipalOf).inline : [];
    const size = [...has, ...added(member?.arn ?? '')].reduce((sum, one) => sum + policySize(one.document), 0);
    return { name: member?.name, size, limit: member?.kind === 'user' ? userQuotas.inlineSize : defaultQuotas.inlineSize };
  });
  const evidence = rows.map(({ name, size, limit }) => `${name}: ${size} of ${limit} characters.`);
  if (rows.every(({ size, limit }) => size <= limit)) return pass('inline-quota', claim, evidence);
  return fail('inline-quota', claim, evidence, 'Give a shorter document, or a managed policy by hand.');
}
