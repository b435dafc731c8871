import { known } from '@rolewright/shared/inventory/reading.ts';
import type { ChainSnapshot } from '@rolewright/shared/plan/chain-snapshot.ts';
import type { RoleChainPlan } from '@rolewright/shared/plan/recipes/role-chain.ts';
import type { Deps } from '../deps.ts';
import { idsAsked, ownIdsAsked, withIds } from '../plan/statement-ids.ts';

export interface RotatedChain {
  /** As it was read, but for external ids that rotation put in the place of the plan's own: those are written as the plan's. */
  now: ChainSnapshot;
  /** What was rotated, in sentences. */
  rotations: string[];
}

/** A chain that was read again, as its own plan can judge it: with a rotated external id it is the same chain (A6). */
export async function rotatedChain(deps: Deps, read: ChainSnapshot, { links }: RoleChainPlan): Promise<RotatedChain> {
  const rotations: string[] = [];
  const roles = await Promise.all(
    read.roles.map(async (reading, index) => {
      const link = links[index];
      if (reading.state !== 'known' || link?.externalId == null) return reading;
      const { trust } = reading.value;
      const asked = idsAsked(trust, link.sid);
      if (asked.length === 0 || (asked.length === 1 && asked[0] === link.externalId)) return reading;
      const own = await ownIdsAsked(deps, trust, link.sid);
      if (!asked.every((mask) => own.has(mask))) return reading;
      rotations.push(
        asked.length === 1
          ? `The external id of ${link.role.name} was rotated since.`
          : `${link.role.name} accepts ${asked.length} external ids until the rotation is finished.`,
      );
      return known({ ...reading.value, trust: withIds(trust, link.sid, link.externalId) });
    }),
  );
  return { now: { ...read, roles }, rotations };
}
