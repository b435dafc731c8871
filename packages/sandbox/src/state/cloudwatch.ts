import { regionOf } from './region.ts';
import type { AccountState } from './world.ts';

declare module './world.ts' {
  interface RegionState {
    cloudwatch?: CloudWatchState;
  }
}

/** Which metrics were ever put; the data points themselves are not kept. Namespace → `name` or `name|dimension=value|…`. */
export interface CloudWatchState {
  metrics: Record<string, string[]>;
}

export function cloudWatchOf(account: AccountState, region: string): CloudWatchState {
  const state = regionOf(account, region);
  state.cloudwatch ??= { metrics: {} };
  return state.cloudwatch;
}
