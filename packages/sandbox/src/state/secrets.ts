import { regionOf } from './region.ts';
import type { AccountState } from './world.ts';

declare module './world.ts' {
  interface RegionState {
    secrets?: Record<string, SecretState>;
    parameters?: Record<string, ParameterState>;
  }
}

/** A secret of Secrets Manager, by name. */
export interface SecretState {
  name: string;
  arn: string;
  description: string | null;
  value: string;
  versionId: string;
  /** The version before, AWSPREVIOUS. */
  previous?: { versionId: string; value: string };
  /** Resource policy as JSON text. */
  policy?: string | null;
  /** Scheduled for deletion since. */
  deletedAt?: string;
  createdAt: string;
  tags: { Key: string; Value: string }[];
}

/** A parameter of Systems Manager, by name. */
export interface ParameterState {
  name: string;
  arn: string;
  type: 'String' | 'StringList' | 'SecureString';
  value: string;
  version: number;
  modifiedAt: string;
  modifiedBy: string;
  description: string | null;
  tags?: { Key: string; Value: string }[];
}

export function secretsOf(account: AccountState, region: string): Record<string, SecretState> {
  const state = regionOf(account, region);
  state.secrets ??= {};
  return state.secrets;
}

export function parametersOf(account: AccountState, region: string): Record<string, ParameterState> {
  const state = regionOf(account, region);
  state.parameters ??= {};
  return state.parameters;
}
