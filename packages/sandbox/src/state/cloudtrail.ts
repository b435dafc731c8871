import { regionOf } from './region.ts';
import type { AccountState } from './world.ts';

declare module './world.ts' {
  interface RegionState {
    cloudtrail?: CloudTrailState;
  }
}

/** Event history of one Region, oldest first. */
export interface CloudTrailState {
  events: TrailEvent[];
}

/** What LookupEvents filters by, and the event itself as JSON text. */
export interface TrailEvent {
  id: string;
  /** Counts up; the order in which calls were answered. */
  order: number;
  at: string;
  name: string;
  source: string;
  readOnly: boolean;
  userName: string;
  accessKeyId: string;
  resources: { type: string; name: string }[];
  json: string;
}

export function cloudTrailOf(account: AccountState, region: string): CloudTrailState {
  const state = regionOf(account, region);
  state.cloudtrail ??= { events: [] };
  return state.cloudtrail;
}
