import type { Basis } from '@rolewright/shared/plan/basis.ts';
import type { PolicyChangeInputs } from '@rolewright/shared/plan/policy-change.ts';
import { basisOfPolicyChange } from '@rolewright/shared/plan/policy-change-basis.ts';
import type { PolicyAccount, PolicyChangeSnapshot } from '@rolewright/shared/plan/policy-change-snapshot.ts';
import type { PolicyChangePlan } from '@rolewright/shared/plan/recipes/policy-change.ts';
import type { Check } from '@rolewright/shared/proof/check.ts';
import type { Claim } from '@rolewright/shared/proof/claim.ts';
import { basisClaim } from '@rolewright/shared/proof/live-claims.ts';
import { operatorMay } from '@rolewright/shared/proof/operator-claims.ts';
import { accessClaims, accessGroups } from '@rolewright/shared/proof/policy-access-claims.ts';
import { policyChangeClaims } from '@rolewright/shared/proof/policy-change-claims.ts';
import { policyChangeNeeds } from '@rolewright/shared/proof/policy-operator-needs.ts';
import type { Context } from '../deps.ts';
import { portInAccount } from '../plan/port-in-account.ts';
import { judgeTrustChanges } from './judge-trust-changes.ts';
import { identityClaim, inTime, operatorRole } from './live-checks.ts';
import { namedPrincipalsClaim } from './named-principals.ts';
import { turns } from './turns.ts';

export interface PolicyChangeCheckInput {
  snapshot: PolicyChangeSnapshot;
  plan: PolicyChangePlan;
  inputs: PolicyChangeInputs;
  /** What the plan stood on when it was made; at its making the same as now. */
  basis: Basis;
}

/** Every check of a policy change: the edits themselves, who gains and who loses by them, and of each account who the console is there (A14, A17). */
export async function checkPolicyChange(ctx: Context, { snapshot, plan, inputs, basis }: PolicyChangeCheckInput): Promise<Check[]> {
  const claims = policyChangeClaims(snapshot, plan, inputs);
  if (plan.incomplete.length === 0) {
    claims.push(...(await namedPrincipalsClaim(ctx, snapshot, plan)), ...(await judgeTrustChanges(ctx, plan)), ...(await accessOf(plan)));
  }
  const live = await Promise.all(snapshot.accounts.map((account) => accountClaims(ctx, snapshot, plan, account)));
  claims.push(...live.flat(), basisClaim(basis, basisOfPolicyChange(snapshot)));
  const checkedAt = ctx.deps.now().toISOString();
  return claims.map((claim) => ({ ...claim, checkedAt }));
}

async function accessOf(plan: PolicyChangePlan): Promise<Claim[]> {
  const pause = turns();
  const claims: Claim[] = [];
  for (const [index, group] of accessGroups(plan).entries()) {
    claims.push(...accessClaims(group, index + 1));
    await pause();
  }
  return claims;
}

async function accountClaims(
  ctx: Context,
  snapshot: PolicyChangeSnapshot,
  plan: PolicyChangePlan,
  { id, awsAccountId }: PolicyAccount,
): Promise<Claim[]> {
  const port = await portInAccount(ctx.deps, id, snapshot.region);
  const [identityId, mayId] = [`account-identity-${awsAccountId}`, `operator-permissions-${awsAccountId}`];
  return Promise.all([
    inTime(identityId, `The console acts in account ${awsAccountId}`, async () => ({
      ...(await identityClaim(port, { awsAccountId })),
      id: identityId,
    })),
    inTime(mayId, `The console may make every call of this plan in ${awsAccountId}`, async () => {
      const needs = policyChangeNeeds(snapshot, plan.steps, id);
      return operatorMay(await operatorRole(port, ctx.deps.fingerprint), { awsAccountId, region: port.region }, needs, mayId);
    }),
  ]);
}
