import { type Bucket, bucketOf } from './published-rates.ts';

/** Counts what one scan or check cost. */
export interface Meter {
  /** Requests sent, repetitions included. */
  calls: number;
  /** Answers by which AWS refused for the rate. */
  throttles: number;
}

export const newMeter = (): Meter => ({ calls: 0, throttles: 0 });

/** Our clock and the way to AWS jitter: this much of each bucket stays untouched, so that a full share is not refused either. */
const safety = { tokens: 2, rate: 0.99 };
const lowestFactor = 0.1;
const recoveryPerSecond = 0.05;

interface BucketState {
  tokens: number;
  updatedAt: number;
  /** 1 = the configured share; less for a while after AWS refused for the rate. */
  factor: number;
  slowedAt: number;
}

/**
 * One limiter for the whole process: a token bucket per account, Region and published bucket (D-80), so that scans, checks and runs together
 * stay below a share of what the account has, and its own deployments keep the rest. Waiters are served in the order in which they came.
 */
export class RateLimiter {
  readonly #share: number;
  readonly #buckets = new Map<string, BucketState>();

  /** `share` of the published rates, 0.5 = half. */
  constructor(share: number) {
    this.#share = share;
  }

  /** Resolves when `operation` of `service` may be sent for `account` (any stable text) in `region`. */
  async acquire(account: string, region: string, service: string, operation: string): Promise<void> {
    const bucket = bucketOf(service, operation);
    const state = this.#refilled(account, region, bucket);
    state.tokens -= 1;
    if (state.tokens >= 0) return;
    const seconds = -state.tokens / this.#rate(bucket, state);
    await new Promise((resolve) => setTimeout(resolve, Math.ceil(seconds * 1000)));
  }

  /** AWS refused for the rate: somebody else uses the bucket too. Sends less for a while, at most one step a second. */
  refused(account: string, region: string, service: string, operation: string): void {
    const state = this.#refilled(account, region, bucketOf(service, operation));
    if (performance.now() - state.slowedAt < 1000) return;
    state.factor = Math.max(lowestFactor, state.factor * 0.7);
    state.tokens = Math.min(state.tokens, 0);
    state.slowedAt = performance.now();
  }

  /** Calls per second that the bucket of `operation` gets at most, once its burst is spent. */
  ratePerSecond(service: string, operation: string): number {
    return bucketOf(service, operation).refillPerSecond * this.#share * safety.rate;
  }

  #rate(bucket: Bucket, state: BucketState): number {
    return bucket.refillPerSecond * this.#share * safety.rate * state.factor;
  }

  #refilled(account: string, region: string, bucket: Bucket): BucketState {
    const key = `${account}|${bucket.global ? '*' : region}|${bucket.name}`;
    const now = performance.now();
    const burst = Math.max(1, Math.floor(bucket.burst * this.#share) - safety.tokens);
    const state = this.#buckets.get(key) ?? { tokens: burst, updatedAt: now, factor: 1, slowedAt: Number.NEGATIVE_INFINITY };
    const seconds = (now - state.updatedAt) / 1000;
    state.factor = Math.min(1, state.factor + recoveryPerSecond * seconds);
    state.tokens = Math.min(burst, state.tokens + seconds * this.#rate(bucket, state));
    state.updatedAt = now;
    this.#buckets.set(key, state);
    return state;
  }
}
