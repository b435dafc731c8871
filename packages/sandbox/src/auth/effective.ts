import { type IamEntities, type IamKind, own } from '../state/iam.ts';
import type { World } from '../state/world.ts';

/** IAM as evaluation sees it: changes reach it some seconds after they were written (D-50). Reading by the owner is at once and does not use this. */
export interface EffectiveIam {
  /** By name; policies by ARN, access keys by id. Null: not there (yet, or any more). */
  find<K extends IamKind>(kind: K, key: string): IamEntities[K] | null;
}

/** How long a change takes to reach evaluation, in milliseconds at scale 1. */
export const propagationDelay = 4000;

/** IAM of an account as it is in effect at `now`; an account that does not exist has nothing. */
export function effectiveIam(world: World, accountId: string, now: Date = world.clock.now()): EffectiveIam {
  const iam = own(world.state.accounts, accountId)?.iam;
  const time = now.toISOString();
  return {
    find(kind, key) {
      if (!iam) return null;
      const change = iam.recent.find((one) => one.kind === kind && one.key === key && one.effectiveAt > time);
      return (change ? change.previous : own<object>(iam[kind], key)) as IamEntities[typeof kind] | null;
    },
  };
}
