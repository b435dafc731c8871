import { ec2Trust } from '@rolewright/shared/iam/trust.ts';
import type { Basis } from '@rolewright/shared/plan/basis.ts';
import type { InstanceInputs } from '@rolewright/shared/plan/ec2-instance.ts';
import { basisOfInstance } from '@rolewright/shared/plan/instance-basis.ts';
import type { InstanceSnapshot } from '@rolewright/shared/plan/instance-snapshot.ts';
import type { InstancePlan } from '@rolewright/shared/plan/recipes/ec2-instance-profile.ts';
import type { Check } from '@rolewright/shared/proof/check.ts';
import { instanceClaims } from '@rolewright/shared/proof/instance-claims.ts';
import { instanceNeeds } from '@rolewright/shared/proof/instance-operator-needs.ts';
import { basisClaim, elsewhereClaim } from '@rolewright/shared/proof/live-claims.ts';
import { operatorMay } from '@rolewright/shared/proof/operator-claims.ts';
import { permissionClaims } from '@rolewright/shared/proof/permission-claims.ts';
import { portsOf } from '../aws/trail.ts';
import type { Context } from '../deps.ts';
import { keyElsewhere } from './key-elsewhere.ts';
import { identityClaim, inTime, operatorRole } from './live-checks.ts';
import { planOpinions } from './plan-second-opinions.ts';
import { probeChecks } from './probe-checks.ts';

export interface InstanceCheckInput {
  snapshot: InstanceSnapshot;
  plan: InstancePlan;
  inputs: InstanceInputs;
  /** What the plan stood on when it was made; at its making the same as now. */
  basis: Basis;
}

/** Every check of an instance's move, reading AWS now; what is refused or late is unknown, and never a pass. */
export async function checkInstance(ctx: Context, { snapshot, plan, inputs, basis }: InstanceCheckInput): Promise<Check[]> {
  const { accountId, region, workloadId } = snapshot;
  const port = await ctx.deps.aws.port(accountId, region);
  const live = Promise.all([
    inTime('account-identity', 'The console acts in the account of the plan', () => identityClaim(port, snapshot)),
    inTime('operator-permissions', 'The console may make every call of this plan', async () =>
      operatorMay(await operatorRole(port, ctx.deps.fingerprint), snapshot, instanceNeeds(snapshot, plan), 'operator-permissions'),
    ),
    inTime('key-elsewhere', 'Where else the same keys are', async () => {
      const keyIds = snapshot.owners.map((owner) => owner.keyId);
      const own = { id: workloadId ?? snapshot.instanceId, accountId, rules: [] };
      return elsewhereClaim(await keyElsewhere(ctx, await portsOf(ctx.deps, accountId, region), keyIds, own));
    }),
  ]);
  // Of an instance that does not run nothing answers.
  const isRunning = snapshot.instance.state === 'known' && snapshot.instance.value.state === 'running';
  const probing = workloadId === null || !isRunning ? [] : probeChecks(ctx, { id: workloadId, accountId, region });
  const [asked, opinions, probes] = await Promise.all([live, planOpinions(port, snapshot, plan, ec2Trust), probing]);
  const claims = [...instanceClaims(snapshot, plan, inputs), ...permissionClaims(snapshot, plan), ...asked, ...opinions, ...probes];
  claims.push(basisClaim(basis, basisOfInstance(snapshot)));
  const checkedAt = ctx.deps.now().toISOString();
  return claims.map((claim) => ({ ...claim, checkedAt }));
}
