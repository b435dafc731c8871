import type { Service } from '../services/service.ts';
import { AwsFault } from '../services/service.ts';

interface Level {
  tokens: number;
  at: number;
}

/** Token buckets as AWS publishes them (D-80), per account, Region and bucket. */
export class TokenBuckets {
  private readonly levels = new Map<string, Level>();

  /** Takes a token for the call, or throws Throttling. Operations without a published bucket are not limited. */
  take(service: Service, operation: string, accountId: string, region: string, now: Date): void {
    for (const [name, bucket] of Object.entries(service.buckets ?? {})) {
      if (!bucket.operations.some((one) => one === operation)) continue;
      const key = `${service.signingName}|${name}|${accountId}|${region}`;
      const level = this.levels.get(key) ?? { tokens: bucket.burst, at: now.getTime() };
      const refilled = Math.min(bucket.burst, level.tokens + ((now.getTime() - level.at) / 1000) * bucket.refillPerSecond);
      this.levels.set(key, { tokens: Math.max(0, refilled - 1), at: now.getTime() });
      if (refilled < 1) throw new AwsFault('Throttling', 'Rate exceeded', 400);
    }
  }

  clear(): void {
    this.levels.clear();
  }
}
