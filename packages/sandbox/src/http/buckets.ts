import type { Service } from '../services/service.ts';
import { AwsFault } from '../services/service.ts';

interface Level {
  tokens: number;
  at: number;
}

/** What a call is to the buckets. */
export interface BucketCall {
  operation: string;
  input: Record<string, unknown>;
}

/** Token buckets as AWS publishes them (D-80), per account, Region and bucket. */
export class TokenBuckets {
  private readonly levels = new Map<string, Level>();

  /** Takes a token for the call, or throws Throttling. Operations without a published bucket are not limited. */
  take(service: Service, { operation, input }: BucketCall, accountId: string, region: string, now: Date): void {
    for (const [name, bucket] of Object.entries(service.buckets ?? {})) {
      if (!bucket.operations.some((one) => one === operation) || bucket.when?.(input) === false) continue;
      const key = `${service.signingName}|${name}|${bucket.each ? operation : ''}|${accountId}|${region}`;
      const level = this.levels.get(key) ?? { tokens: bucket.burst, at: now.getTime() };
      const refilled = Math.min(bucket.burst, level.tokens + ((now.getTime() - level.at) / 1000) * bucket.refillPerSecond);
      const granted = refilled >= 1;
      // A call that is refused takes nothing: else whoever asks too often would never get through again.
      this.levels.set(key, { tokens: granted ? refilled - 1 : refilled, at: now.getTime() });
      if (!granted) throw new AwsFault('Throttling', 'Rate exceeded', 400);
    }
  }

  clear(): void {
    this.levels.clear();
  }
}
