import { maskedExternalId } from '@rolewright/shared/iam/external-id.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import type { Deps } from '../deps.ts';
import { portInAccount } from '../plan/port-in-account.ts';
import { roleReading } from '../plan/role-reading.ts';
import { softReads } from '../plan/soft-reads.ts';
import { idsAsked, ownIdsAsked } from '../plan/statement-ids.ts';
import type { PlannedChain } from './chain-calls.ts';

/** The longest that the roles may take; one that is not read by then is asked with the id that the plan made for it. */
const readMilliseconds = 10_000;

/**
 * The chain with the external ids that its roles accept now: once an id was rotated (A6), that one of this console's which stands in the
 * place of the plan's own. Reads each role with a generated id.
 */
export async function withAcceptedIds(deps: Deps, chain: PlannedChain): Promise<PlannedChain> {
  const { plan, sids } = chain;
  const softly = softReads(readMilliseconds);
  const ids = await Promise.all(
    chain.ids.map(async (own, index) => {
      const member = plan.snapshot.target.members[index + 1];
      if (member === undefined || plan.inputs.links[index]?.externalId !== 'generate') return own;
      const role = await softly(async () => (await portInAccount(deps, member.accountId, plan.region)).read.role(member.name));
      if (role.state !== 'known') return own;
      const { trust } = roleReading(role.value, deps.fingerprint);
      const sid = sids[index] ?? '';
      const accepted = idsAsked(trust, sid);
      if (accepted.includes(maskedExternalId(own.reveal(), deps.fingerprint))) return own;
      const made = await ownIdsAsked(deps, trust, sid);
      const [id] = accepted.flatMap((mask) => made.get(mask) ?? []);
      return id === undefined ? own : new Secret(id);
    }),
  );
  return { ...chain, ids };
}
