import type { AccountState, RegionState } from './world.ts';

/** A Region of an account, made when first asked for. */
export function regionOf(account: AccountState, name: string): RegionState {
  account.regions[name] ??= { name };
  return account.regions[name];
}
