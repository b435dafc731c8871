import type { Probes } from '@rolewright/shared/probes/probe.ts';

/** Where probes may go beside what name servers say, and where never; wired by the console, so that probes know of no kind of account. */
export interface ProbeNetwork {
  /**
   * The address behind a name that only the account's own network knows. Null: it has no such name. Where there is one it is connected to whatever range it
   * is in: whoever wires this vouches for it.
   */
  privateAddress(accountId: string, host: string): Promise<{ address: string; port: number } | null>;
  /** What a workload of the account is known to answer to, to begin a probe from. */
  answersAt(accountId: string, workload: string): Promise<Probes['answersAt']>;
  /** Ports at which this console itself listens. */
  ownPorts: readonly number[];
}
