import type { Clock } from './clock.ts';

/**
 * All that the sandbox remembers, as plain JSON (dates are ISO 8601 strings), so that a snapshot is `structuredClone`, a restart is
 * `JSON.parse`, and a test can compare two worlds key by key. Each service adds its slice by declaration merging in `state/<service>.ts`.
 */
export interface WorldState {
  version: 1;
  /** What the accounts were built from. */
  estate?: Settings['estate'];
  accounts: Record<string, AccountState>;
  /** Temporary credentials by access key id, of every account. */
  sessions: Record<string, SessionState>;
  /** Anything that counts up and never returns (ids, CloudTrail sequence, …). */
  counters: Record<string, number>;
}

/** One account. IAM and S3 are global in it; the rest lies beneath its Regions. */
export interface AccountState {
  id: string;
  name: string;
  partition: string;
  regions: Record<string, RegionState>;
  /** Regions that AWS has and this account has not enabled (D-87). */
  disabledRegions: string[];
}

export interface RegionState {
  name: string;
}

/** Temporary credentials that STS or the ECS agent gave out. */
export interface SessionState {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiresAt: string;
  accountId: string;
  /** ARN of the assumed-role session or federated user. */
  arn: string;
  userId: string;
  roleArn: string | null;
  sessionName: string | null;
  sessionPolicy: string | null;
  tags: Record<string, string>;
  transitiveTagKeys: string[];
  sourceIdentity: string | null;
  chained: boolean;
  /** Answers ExpiredToken for ever after its end, as on AWS; the others are let go of some hours later. */
  remembered?: true;
}

/** Times are in milliseconds at scale 1; `scaled()` of the clock applies ROLEWRIGHT_SANDBOX_TIME_SCALE. */
export interface Settings {
  timeScale: number;
  rates: 'off' | 'published';
  estate: 'legacy' | 'empty';
  /** true: last-used dates and CloudTrail events appear as late as on AWS. */
  trueDelays: boolean;
}

export interface World {
  state: WorldState;
  readonly clock: Clock;
  settings: Settings;
  /** Cryptographically random bytes as base32/base64/hex text; ids and secrets are made from these, never literals. */
  readonly random: (bytes: number) => Buffer;
}
