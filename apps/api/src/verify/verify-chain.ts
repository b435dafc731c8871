import { chainEvidence } from '@rolewright/shared/verify/judge-chain.ts';
import { deliveryEvidence } from '@rolewright/shared/verify/judge-delivery.ts';
import type { Verification } from '@rolewright/shared/verify/verification.ts';
import type { Deps } from '../deps.ts';
import { makeChain } from '../plan/make-chain.ts';
import { portInAccount } from '../plan/port-in-account.ts';
import { readChainSnapshot } from '../plan/read-chain-snapshot.ts';
import { softReads } from '../plan/soft-reads.ts';
import { type ChainRow, planRow } from '../plan/store.ts';
import { judgeStored } from '../proof/judge-stored.ts';
import { rotatedChain } from './rotated-chain.ts';
import { storeVerification } from './store-verification.ts';

/** The longest that the reading of last uses may take; what is not read by then is not known. */
const readMilliseconds = 20_000;

/**
 * Reads a chain back from every account, judges it by pure rules against what its plan promised, and stores the verdict with the run. Throws
 * Error for a plan of another recipe.
 */
export async function verifyChain({ deps, runId, planId }: { deps: Deps; runId: string; planId: string }): Promise<Verification> {
  const row = await planRow(deps.db, planId);
  if (row.recipe !== 'role-chain') throw new Error(`plan ${planId} is of the recipe ${row.recipe}`);
  const { snapshot, inputs } = row;
  const asked = { accountId: row.account_id, region: row.region, target: { caller: snapshot.target.caller }, inputs };
  const promised = makeChain(deps, planId, snapshot, inputs);
  const read = await readChainSnapshot({ deps, actor: 'rolewright', requestId: null }, asked);
  const { now, rotations } = await rotatedChain(deps, read, promised);
  const delivered = deliveryEvidence(now.delivery, promised.delivery, planId, await judgeStored(deps, now));
  const judged = chainEvidence(now, promised, await lastUses(deps, row), delivered, deps.now().toISOString());
  const verification = { ...judged, remains: [...judged.remains, ...rotations] };
  await storeVerification(deps.db, runId, verification);
  return verification;
}

/** When each role was last used, by link; null: never, or not known. Of AWS it comes hours late (D-62). */
function lastUses(deps: Deps, { snapshot, region }: ChainRow): Promise<(string | null)[]> {
  const softly = softReads(readMilliseconds);
  return Promise.all(
    snapshot.target.members.slice(1).map(async ({ accountId, name }) => {
      const reading = await softly(async () => (await portInAccount(deps, accountId, region)).read.role(name));
      return reading.state === 'known' ? (reading.value.lastUsed?.at ?? null) : null;
    }),
  );
}
