import type { TouchedPrincipal } from '@rolewright/shared/plan/touched-principals.ts';
import type { TouchedProfile } from '@rolewright/shared/plan/touched-profiles.ts';
import type { Secret } from '@rolewright/shared/secret.ts';
import type { AwsAccounts } from './aws/accounts.ts';
import type { SandboxDrill } from './aws/drill-port.ts';
import type { ObservationSource } from './aws/observation-source.ts';
import type { OperationSource } from './aws/operation-source.ts';
import type { ProbeNetwork } from './aws/probe-network.ts';
import type { Config } from './config.ts';
import type { Queue } from './jobs/queue.ts';
import type { Logger } from './log.ts';
import type { ExternalIds } from './plan/external-ids.ts';
import type { Db } from './store/database.ts';

/** All that the verbs need from outside, wired in main.ts alone. Tests build the same from real parts. */
export interface Deps {
  config: Config;
  log: Logger;
  db: Db;
  /** Bearer token of scripts and of a second `npm start`. */
  apiToken: Secret<string>;
  queue: Queue;
  /** Opens AWS for an account and a Region: `await deps.aws.port(accountId, region)`. */
  aws: AwsAccounts;
  /** What is seen of a workload's calls (charts and the health line, never a verdict). */
  observations: ObservationSource;
  /** What access keys were seen doing, for a policy of just that. */
  operations: OperationSource;
  /** Builds the embedded sandbox anew. Throws AppError `unavailable` where it does not run. */
  resetSandbox: () => Promise<void>;
  /** Document 003's own order, to be watched in the sandbox. */
  drill: SandboxDrill;
  /** Reads one workload again and brings its row, findings and keys up to date; a failure is logged and left to the next scan. */
  refreshWorkload: (workloadId: string) => Promise<void>;
  /** Reads again the users and roles that a run changed and brings their rows up to date; what cannot be read is said to be older. */
  refreshPrincipals: (touched: readonly TouchedPrincipal[]) => Promise<void>;
  /** Reads again the instance profiles that a run changed; a failure is logged and left to the next scan. */
  refreshProfiles: (touched: readonly TouchedProfile[]) => Promise<void>;
  /** Where functional probes may go, and what they may never reach. */
  probeNetwork: ProbeNetwork;
  /** HMAC-SHA-256 of a value with this installation's key, as hex: equal values, equal fingerprints; nothing else can be learnt. */
  fingerprint: (value: string) => string;
  /** The external id of a link of a planned chain; the same each time. */
  externalId: ExternalIds;
  now: () => Date;
  /** A new id: `newId('scan')` → `scan_3f9c…`. */
  newId: (kind: string) => string;
}

/** What a verb knows of who asks. Jobs use `actor: 'rolewright'` and no request id. */
export interface Context {
  deps: Deps;
  actor: string;
  requestId: string | null;
}
