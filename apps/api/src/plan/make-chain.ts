import { maskedExternalId } from '@rolewright/shared/iam/external-id.ts';
import type { ChainSnapshot } from '@rolewright/shared/plan/chain-snapshot.ts';
import { planRoleChain, type RoleChainPlan } from '@rolewright/shared/plan/recipes/role-chain.ts';
import type { RoleChainInputs } from '@rolewright/shared/plan/role-chain.ts';
import type { Deps } from '../deps.ts';

/** The recipe over a snapshot, with this plan's own external ids, masked: a plan is stored and shown (D-48). */
export function makeChain(
  deps: Pick<Deps, 'externalId' | 'fingerprint'>,
  id: string,
  snapshot: ChainSnapshot,
  inputs: RoleChainInputs,
): RoleChainPlan {
  const masked = inputs.links.map((_link, index) => maskedExternalId(deps.externalId(id, index).reveal(), deps.fingerprint));
  return planRoleChain(id, snapshot, inputs, masked);
}
