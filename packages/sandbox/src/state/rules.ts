import type { Target } from '@aws-sdk/client-eventbridge';
import { regionOf } from './region.ts';
import type { AccountState } from './world.ts';

declare module './world.ts' {
  interface RegionState {
    rules?: Record<string, RuleState>;
  }
}

/** A rule of EventBridge's default bus with its targets, as they were put. */
export interface RuleState {
  name: string;
  arn: string;
  description: string | null;
  scheduleExpression: string | null;
  eventPattern: string | null;
  state: 'ENABLED' | 'DISABLED';
  roleArn: string | null;
  targets: Target[];
}

/** Rules of one account and Region by name. */
export function rulesOf(account: AccountState, region: string): Record<string, RuleState> {
  const state = regionOf(account, region);
  state.rules ??= {};
  return state.rules;
}
