import { ec2Trust } from '@rolewright/shared/iam/trust.ts';
import type { GroupInputs, GroupRecipe } from '@rolewright/shared/plan/auto-scaling-group.ts';
import type { Basis } from '@rolewright/shared/plan/basis.ts';
import { basisOfGroup } from '@rolewright/shared/plan/group-basis.ts';
import type { GroupSnapshot } from '@rolewright/shared/plan/group-snapshot.ts';
import type { GroupPlan } from '@rolewright/shared/plan/recipes/auto-scaling-group.ts';
import type { Check } from '@rolewright/shared/proof/check.ts';
import { groupClaims } from '@rolewright/shared/proof/group-claims.ts';
import { groupNeeds } from '@rolewright/shared/proof/group-operator-needs.ts';
import { basisClaim, elsewhereClaim } from '@rolewright/shared/proof/live-claims.ts';
import { operatorMay } from '@rolewright/shared/proof/operator-claims.ts';
import { permissionClaims } from '@rolewright/shared/proof/permission-claims.ts';
import { portsOf } from '../aws/trail.ts';
import type { Context } from '../deps.ts';
import { keyElsewhere } from './key-elsewhere.ts';
import { identityClaim, inTime, operatorRole } from './live-checks.ts';
import { planOpinions } from './plan-second-opinions.ts';
import { probeChecks } from './probe-checks.ts';

export interface GroupCheckInput {
  recipe: GroupRecipe;
  snapshot: GroupSnapshot;
  plan: GroupPlan;
  inputs: GroupInputs;
  /** What the plan stood on when it was made; at its making the same as now. */
  basis: Basis;
}

/** Every check of a group's move, reading AWS now; what is refused or late is unknown, and never a pass. */
export async function checkGroup(ctx: Context, { recipe, snapshot, plan, inputs, basis }: GroupCheckInput): Promise<Check[]> {
  const { accountId, region, workloadId, groupName } = snapshot;
  const port = await ctx.deps.aws.port(accountId, region);
  const own = { id: workloadId ?? groupName, accountId, rules: [] };
  const live = Promise.all([
    inTime('account-identity', 'The console acts in the account of the plan', () => identityClaim(port, snapshot)),
    inTime('operator-permissions', 'The console may make every call of this plan', async () =>
      operatorMay(await operatorRole(port, ctx.deps.fingerprint), snapshot, groupNeeds(snapshot, plan), 'operator-permissions'),
    ),
    inTime('key-elsewhere', 'Where else the same keys are', async () => {
      const keyIds = snapshot.owners.map((owner) => owner.keyId);
      return elsewhereClaim(await keyElsewhere(ctx, await portsOf(ctx.deps, accountId, region), keyIds, own));
    }),
  ]);
  const [asked, opinions, probes] = await Promise.all([
    live,
    planOpinions(port, snapshot, plan, ec2Trust),
    workloadId === null ? [] : probeChecks(ctx, { id: workloadId, accountId, region }),
  ]);
  const claims = [...groupClaims(snapshot, recipe, plan, inputs), ...permissionClaims(snapshot, plan), ...asked, ...probes, ...opinions];
  claims.push(basisClaim(basis, basisOfGroup(snapshot)));
  const checkedAt = ctx.deps.now().toISOString();
  return claims.map((claim) => ({ ...claim, checkedAt }));
}
