import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

/** New credentials are fetched this long before the old ones end. */
const freshForMilliseconds = 5 * 60_000;

/** Keeps credentials until shortly before they end; simultaneous callers share one fetch, and a failed one is not kept. */
export function remembered(provider: AwsCredentialIdentityProvider): AwsCredentialIdentityProvider {
  let current: Promise<AwsCredentialIdentity> | null = null;
  let usableUntil = 0;
  return async () => {
    if (current === null || Date.now() > usableUntil) {
      usableUntil = Number.POSITIVE_INFINITY;
      current = provider();
      current.then(
        ({ expiration }) => {
          usableUntil = expiration === undefined ? Date.now() + freshForMilliseconds : expiration.getTime() - freshForMilliseconds;
        },
        () => {
          current = null;
        },
      );
    }
    return current;
  };
}
