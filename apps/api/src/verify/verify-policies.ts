import { policyEvidence } from '@rolewright/shared/verify/judge-policies.ts';
import type { Verification } from '@rolewright/shared/verify/verification.ts';
import type { Deps } from '../deps.ts';
import { makePolicyChange } from '../plan/make-policy-change.ts';
import { readPolicySnapshot } from '../plan/read-policy-snapshot.ts';
import { planRow } from '../plan/store.ts';
import { storeVerification } from './store-verification.ts';

/**
 * Reads the policies that a plan changed back from every account, compares them with what it promised, and stores the verdict with the run.
 * Throws Error for a plan of another recipe.
 */
export async function verifyPolicies({ deps, runId, planId }: { deps: Deps; runId: string; planId: string }): Promise<Verification> {
  const row = await planRow(deps.db, planId);
  if (row.recipe !== 'policy-change') throw new Error(`plan ${planId} is of the recipe ${row.recipe}`);
  const { snapshot, inputs } = row;
  const asked = { accountId: row.account_id, region: row.region, target: { title: snapshot.target.title }, inputs };
  const now = await readPolicySnapshot({ deps, actor: 'rolewright', requestId: null }, asked);
  const verification = policyEvidence(now, makePolicyChange(deps, planId, snapshot, inputs), deps.now().toISOString());
  await storeVerification(deps.db, runId, verification);
  return verification;
}
