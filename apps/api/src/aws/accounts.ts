import type { Meter } from './limiter.ts';
import type { AwsPort } from './port.ts';

/** Opens AWS for the accounts that are registered here. */
export interface AwsAccounts {
  /**
   * The port of one account and Region. Opening costs no AWS call. With a `meter`, calls and throttles made through this port are counted on
   * it. Throws AppError `not-found` when the account is not registered.
   */
  port(accountId: string, region: string, meter?: Meter): Promise<AwsPort>;
  /** A sentence about the console's own credentials for an account (D-91), or null. Asks only where credentials come from, not AWS. */
  warning(accountId: string): Promise<string | null>;
  /** Forgets clients and credentials of an account that was changed or deleted. */
  forget(accountId: string): void;
}
