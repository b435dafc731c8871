import { known } from '@rolewright/shared/inventory/reading.ts';
import type { ChainSnapshot } from '@rolewright/shared/plan/chain-snapshot.ts';
import type { ChainLinkPlan, RoleChainPlan } from '@rolewright/shared/plan/recipes/role-chain.ts';
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
  const roles = await Promise.all(read.roles.map((reading, index) => rotatedRole(deps, reading, links[index])));
  return { now: { ...read, roles: roles.map(({ reading }) => reading) }, rotations: roles.flatMap(({ rotation }) => rotation ?? []) };
}

type RoleReading = ChainSnapshot['roles'][number];

async function rotatedRole(
  deps: Deps,
  reading: RoleReading,
  link: ChainLinkPlan | undefined,
): Promise<{ reading: RoleReading; rotation: string | null }> {
  const asItIs = { reading, rotation: null };
  if (reading.state !== 'known' || link === undefined || link.externalId === null) return asItIs;
  const { role, sid, externalId } = link;
  const { trust } = reading.value;
  const asked = idsAsked(trust, sid);
  if (asked.length === 0 || (asked.length === 1 && asked[0] === externalId)) return asItIs;
  const own = await ownIdsAsked(deps, trust, sid);
  if (!asked.every((mask) => own.has(mask))) return asItIs;
  const rotation =
    asked.length === 1
      ? `The external id of ${role.name} was rotated since.`
      : `${role.name} accepts ${asked.length} external ids until the rotation is finished.`;
  return { reading: known({ ...reading.value, trust: withIds(trust, sid, externalId) }), rotation };
}
