import { regionOf } from './region.ts';
import type { AccountState } from './world.ts';

declare module './world.ts' {
  interface RegionState {
    stacks?: Record<string, StackState>;
  }
}

/** A CloudFormation stack that exists: what it owns, and the template that made it. */
export interface StackState {
  name: string;
  id: string;
  status: 'CREATE_COMPLETE' | 'UPDATE_COMPLETE';
  createdAt: string;
  updatedAt: string;
  description: string;
  /** JSON text. */
  template: string;
  parameters: { key: string; value: string; noEcho: boolean }[];
  tags: { Key: string; Value: string }[];
  resources: { logicalId: string; physicalId: string; type: string }[];
}

/** Stacks of one account and Region by name. */
export function stacksOf(account: AccountState, region: string): Record<string, StackState> {
  const state = regionOf(account, region);
  state.stacks ??= {};
  return state.stacks;
}
