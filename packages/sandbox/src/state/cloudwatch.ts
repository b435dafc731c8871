import type { ComparisonOperator } from '@aws-sdk/client-cloudwatch';
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
  /** Alarms by name. */
  alarms?: Record<string, AlarmState>;
}

/** An alarm of a metric, as it was put, and its state, as it was set. */
export interface AlarmState {
  name: string;
  arn: string;
  description: string | null;
  metric: { namespace: string; name: string } | null;
  threshold: number | null;
  comparison: ComparisonOperator;
  periods: number;
  stateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  stateReason: string;
  updatedAt: string;
}

export function cloudWatchOf(account: AccountState, region: string): CloudWatchState {
  const state = regionOf(account, region);
  state.cloudwatch ??= { metrics: {} };
  return state.cloudwatch;
}
