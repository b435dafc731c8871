import type { Basis } from '@rolewright/shared/plan/basis.ts';
import { basisOfChain } from '@rolewright/shared/plan/chain-basis.ts';
import type { ChainAccount, ChainSnapshot } from '@rolewright/shared/plan/chain-snapshot.ts';
import type { RoleChainPlan } from '@rolewright/shared/plan/recipes/role-chain.ts';
import { chainClaims, memberClaims } from '@rolewright/shared/proof/chain-claims.ts';
import { chainComparisonClaims } from '@rolewright/shared/proof/chain-comparison.ts';
import { chainNeeds } from '@rolewright/shared/proof/chain-operator-needs.ts';
import { chainPermissionClaims } from '@rolewright/shared/proof/chain-permission-claims.ts';
import type { Check } from '@rolewright/shared/proof/check.ts';
import type { Claim } from '@rolewright/shared/proof/claim.ts';
import { deliveryClaims } from '@rolewright/shared/proof/delivery-claims.ts';
import { basisClaim } from '@rolewright/shared/proof/live-claims.ts';
import { operatorMay } from '@rolewright/shared/proof/operator-claims.ts';
import type { Context } from '../deps.ts';
import { portInAccount } from '../plan/port-in-account.ts';
import { chainOpinions } from './chain-second-opinions.ts';
import { judgeStored } from './judge-stored.ts';
import { identityClaim, inTime, operatorRole } from './live-checks.ts';

export interface ChainCheckInput {
  snapshot: ChainSnapshot;
  plan: RoleChainPlan;
  /** What the plan stood on when it was made; at its making the same as now. */
  basis: Basis;
}

/** Every check of a chain's plan; of each account whether the console acts in it and may make its steps (A14, A17). */
export async function checkChain(ctx: Context, { snapshot, plan, basis }: ChainCheckInput): Promise<Check[]> {
  const [live, opinions] = await Promise.all([
    Promise.all(snapshot.accounts.map((account) => accountClaims(ctx, snapshot, plan, account))),
    chainOpinions(ctx, snapshot, plan),
  ]);
  const claims = [
    ...memberClaims(snapshot),
    ...chainClaims(snapshot, plan),
    ...chainPermissionClaims(snapshot, plan),
    ...chainComparisonClaims(snapshot, plan),
    ...deliveryClaims(snapshot, await judgeStored(ctx.deps, snapshot)),
    ...live.flat(),
    ...opinions,
    basisClaim(basis, basisOfChain(snapshot)),
  ];
  const checkedAt = ctx.deps.now().toISOString();
  return claims.map((claim) => ({ ...claim, checkedAt }));
}

async function accountClaims(ctx: Context, snapshot: ChainSnapshot, plan: RoleChainPlan, account: ChainAccount): Promise<Claim[]> {
  const { id, awsAccountId } = account;
  const port = await portInAccount(ctx.deps, id, snapshot.region);
  const mayId = `operator-permissions-${awsAccountId}`;
  const place = { awsAccountId, region: port.region };
  return Promise.all([
    inTime(`account-identity-${awsAccountId}`, `The console acts in account ${awsAccountId}`, async () => ({
      ...(await identityClaim(port, account)),
      id: `account-identity-${awsAccountId}`,
    })),
    inTime(mayId, `The console may make every call of this plan in ${awsAccountId}`, async () =>
      operatorMay(await operatorRole(port, ctx.deps.fingerprint), place, chainNeeds(snapshot, plan.steps, id), mayId),
    ),
  ]);
}
