import type { PolicyChangePlan } from '@rolewright/shared/plan/recipes/policy-change.ts';
import type { Assumer } from '@rolewright/shared/proof/assumer.ts';
import type { Claim } from '@rolewright/shared/proof/claim.ts';
import { principalsWith, trustClaims } from '@rolewright/shared/proof/policy-gains.ts';
import { judgeAssumers } from '@rolewright/shared/proof/who-can-assume.ts';
import type { Context } from '../deps.ts';
import { scannedPrincipals } from './scanned-principals.ts';
import { turns } from './turns.ts';

/** For each role whose trust policy changes who gains and who loses, over everybody who was scanned, with the plan's other changes made. */
export async function judgeTrustChanges({ deps }: Context, plan: PolicyChangePlan): Promise<Claim[]> {
  const changed = plan.changes.filter(({ trust }) => trust !== null && trust.before !== trust.after);
  if (changed.length === 0) return [];
  const scanned = await scannedPrincipals(deps.db);
  const accountIds = new Set(scanned.accounts.map(({ awsAccountId }) => awsAccountId));
  const pause = turns();
  const sides = {
    before: principalsWith(scanned.principals, plan.changes, 'before'),
    after: principalsWith(scanned.principals, plan.changes, 'after'),
  };
  const judge = async (arn: string, side: keyof typeof sides): Promise<Assumer[]> => {
    const role = sides[side].find((one) => one.arn === arn);
    if (role === undefined) return [];
    const all: Assumer[] = [];
    for (const one of judgeAssumers(role, sides[side], accountIds)) {
      all.push(one);
      await pause();
    }
    return all;
  };
  const claims: Claim[] = [];
  for (const [index, change] of changed.entries()) {
    const { arn, awsAccountId } = change.principal;
    claims.push(
      ...trustClaims(`trust-${index + 1}`, change, await judge(arn, 'before'), await judge(arn, 'after'), accountIds.has(awsAccountId)),
    );
  }
  return claims;
}
