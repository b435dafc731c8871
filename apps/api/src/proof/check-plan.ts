import { roleNameOf } from '@rolewright/shared/aws/arn.ts';
import type { Reading } from '@rolewright/shared/inventory/reading.ts';
import { unreadable } from '@rolewright/shared/inventory/reading.ts';
import type { Basis } from '@rolewright/shared/plan/basis.ts';
import { basisOf } from '@rolewright/shared/plan/basis.ts';
import type { EcsTaskRolePlan } from '@rolewright/shared/plan/recipes/ecs-task-role.ts';
import type { PlanSnapshot, RoleOf } from '@rolewright/shared/plan/snapshot.ts';
import type { Check } from '@rolewright/shared/proof/check.ts';
import { type Claim, pass, unknown } from '@rolewright/shared/proof/claim.ts';
import { irreplaceableClaims } from '@rolewright/shared/proof/irreplaceable-claims.ts';
import { basisClaim, elsewhereClaim, steadyClaim } from '@rolewright/shared/proof/live-claims.ts';
import { operatorClaim } from '@rolewright/shared/proof/operator-claims.ts';
import { permissionClaims } from '@rolewright/shared/proof/permission-claims.ts';
import { roleClaims } from '@rolewright/shared/proof/role-claims.ts';
import { workloadClaims } from '@rolewright/shared/proof/workload-claims.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { AwsPort } from '../aws/port.ts';
import { portsOf } from '../aws/trail.ts';
import type { Context } from '../deps.ts';
import { roleReading } from '../plan/role-reading.ts';
import { keyElsewhere } from './key-elsewhere.ts';

/** The longest that one check may take; after that its answer is unknown. */
const checkMilliseconds = 20_000;

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
  const live = await Promise.all([
    inTime('account-identity', 'The console acts in the account of the plan', () => identityClaim(port, snapshot)),
    inTime('operator-permissions', 'The console may make every call of this plan', async () =>
      operatorClaim(await operatorRole(port), snapshot, plan.steps),
    ),
    inTime('service-steady', 'The service is steady', () => liveSteady(port, snapshot)),
    inTime('key-elsewhere', 'Where else the same keys are', async () => {
      const keyIds = snapshot.owners.map((owner) => owner.keyId);
      return elsewhereClaim(await keyElsewhere(ctx, await portsOf(ctx.deps, workload.accountId, workload.region), keyIds, workload));
    }),
  ]);
  const claims = [
    ...roleClaims(snapshot, plan),
    ...permissionClaims(snapshot, plan),
    ...workloadClaims(snapshot, plan),
    ...irreplaceableClaims(snapshot, plan.containers),
    ...live,
  ];
  claims.push(basisClaim(basis, basisOf(snapshot)));
  const checkedAt = ctx.deps.now().toISOString();
  return claims.map((claim) => ({ ...claim, checkedAt }));
}

/** A14: who the console is, and whether that is the account that the plan is for. */
async function identityClaim(port: AwsPort, snapshot: PlanSnapshot): Promise<Claim> {
  const claim = `The console acts in account ${snapshot.awsAccountId}`;
  const { arn, awsAccountId } = await port.operator();
  const evidence = [`sts:GetCallerIdentity: ${arn}`];
  if (awsAccountId === snapshot.awsAccountId) return pass('account-identity', claim, evidence);
  return {
    id: 'account-identity',
    claim,
    verdict: 'fail',
    evidence,
    advice: 'Correct the credentials that the console has for this account (Accounts shows which).',
  };
}

/** The policies of the role that the console changes things as. */
async function operatorRole(port: AwsPort): Promise<Reading<RoleOf>> {
  const { arn } = await port.operator();
  const name = roleNameOf(arn);
  if (name === null) return unreadable(`The console acts as ${arn}, which is no role, so that its permissions are not evaluated`);
  const reading = await port.read.role(name);
  return reading.state === 'known' ? { state: 'known', value: roleReading(reading.value) } : reading;
}

async function liveSteady(port: AwsPort, snapshot: PlanSnapshot): Promise<Claim> {
  if (snapshot.workload.clusterArn === null) return steadyClaim(null, 'Nothing of it runs as a service.');
  const reading = await port.read.service(snapshot.workload.clusterArn, snapshot.workload.name);
  if (reading.state !== 'known')
    return steadyClaim(null, reading.state === 'absent' ? 'The service is not there any more.' : reading.reason);
  return steadyClaim(reading.value, '');
}

async function inTime(id: string, claim: string, make: () => Promise<Claim>): Promise<Claim> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Claim>((resolve) => {
    const answer = unknown(id, claim, ['AWS did not answer within 20 seconds.'], 'Check again.');
    timer = setTimeout(() => resolve(answer), checkMilliseconds);
  });
  try {
    return await Promise.race([make(), tooLate]);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return unknown(id, claim, [`${error.call}: ${error.code}`], 'Check again, or give the console the permission that is missing.');
  } finally {
    clearTimeout(timer);
  }
}
