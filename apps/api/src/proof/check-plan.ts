import { ecsTasksTrust } from '@rolewright/shared/iam/trust.ts';
import type { Basis } from '@rolewright/shared/plan/basis.ts';
import { basisOf } from '@rolewright/shared/plan/basis.ts';
import type { EcsTaskRolePlan } from '@rolewright/shared/plan/recipes/ecs-task-role.ts';
import type { PlanSnapshot } from '@rolewright/shared/plan/snapshot.ts';
import type { Check } from '@rolewright/shared/proof/check.ts';
import type { Claim } from '@rolewright/shared/proof/claim.ts';
import { irreplaceableClaims } from '@rolewright/shared/proof/irreplaceable-claims.ts';
import { basisClaim, elsewhereClaim, steadyClaim } from '@rolewright/shared/proof/live-claims.ts';
import { operatorClaim } from '@rolewright/shared/proof/operator-claims.ts';
import { permissionClaims } from '@rolewright/shared/proof/permission-claims.ts';
import { roleClaims } from '@rolewright/shared/proof/role-claims.ts';
import { workloadClaims } from '@rolewright/shared/proof/workload-claims.ts';
import type { AwsPort } from '../aws/port.ts';
import { portsOf } from '../aws/trail.ts';
import type { Context } from '../deps.ts';
import { keyElsewhere } from './key-elsewhere.ts';
import { identityClaim, inTime, operatorRole } from './live-checks.ts';
import { planOpinions } from './plan-second-opinions.ts';
import { probeChecks } from './probe-checks.ts';

export interface CheckInput {
  snapshot: PlanSnapshot;
  plan: EcsTaskRolePlan;
  /** What the plan stood on when it was made; at its making the same as now. */
  basis: Basis;
}

/**
 * Every check of a plan, reading AWS now. A read that is refused, or that takes longer than 20 seconds, makes its check unknown and never a
 * pass.
 */
export async function checkPlan(ctx: Context, { snapshot, plan, basis }: CheckInput): Promise<Check[]> {
  const { workload } = snapshot;
  const port = await ctx.deps.aws.port(workload.accountId, workload.region);
  const live = Promise.all([
    inTime('account-identity', 'The console acts in the account of the plan', () => identityClaim(port, snapshot)),
    inTime('operator-permissions', 'The console may make every call of this plan', async () =>
      operatorClaim(await operatorRole(port, ctx.deps.fingerprint), snapshot, plan.steps),
    ),
    inTime('service-steady', 'The service is steady', () => liveSteady(port, snapshot)),
    inTime('key-elsewhere', 'Where else the same keys are', async () => {
      const keyIds = snapshot.owners.map((owner) => owner.keyId);
      return elsewhereClaim(await keyElsewhere(ctx, await portsOf(ctx.deps, workload.accountId, workload.region), keyIds, workload));
    }),
  ]);
  const trust = ecsTasksTrust({ ...snapshot, accountId: snapshot.awsAccountId });
  const [asked, opinions, probes] = await Promise.all([live, planOpinions(port, snapshot, plan, trust), probeChecks(ctx, workload)]);
  const claims = [
    ...roleClaims(snapshot, plan),
    ...permissionClaims(snapshot, plan),
    ...workloadClaims(snapshot, plan),
    ...irreplaceableClaims(snapshot, plan.containers),
    ...asked,
    ...probes,
    ...opinions,
  ];
  claims.push(basisClaim(basis, basisOf(snapshot)));
  const checkedAt = ctx.deps.now().toISOString();
  return claims.map((claim) => ({ ...claim, checkedAt }));
}

async function liveSteady(port: AwsPort, snapshot: PlanSnapshot): Promise<Claim> {
  if (snapshot.workload.clusterArn === null) return steadyClaim(null, 'Nothing of it runs as a service.');
  const reading = await port.read.service(snapshot.workload.clusterArn, snapshot.workload.name);
  if (reading.state !== 'known')
    return steadyClaim(null, reading.state === 'absent' ? 'The service is not there any more.' : reading.reason);
  return steadyClaim(reading.value, '');
}
