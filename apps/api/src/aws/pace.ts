import type { FinalizeRequestMiddleware, MiddlewareStack } from '@smithy/types';
import type { Meter, RateLimiter } from './limiter.ts';

/** Who pays for a client's calls. */
export interface Budget {
  limiter: RateLimiter;
  /** Stable text for the AWS account; accounts registered twice share it. */
  account: () => string;
  region: string;
  meter: Meter;
}

/**
 * Makes a client wait for its token before each attempt, repetitions included, and counts. It stands before the signature, since a signature
 * ages while it waits.
 */
export function pace<I extends object, O extends object>(stack: MiddlewareStack<I, O>, service: string, budget: Budget): void {
  const { limiter, account, region, meter } = budget;
  const middleware: FinalizeRequestMiddleware<I, O> = (next, context) => async (args) => {
    const operation = (context.commandName ?? '').replace(/Command$/, '');
    await limiter.acquire(account(), region, service, operation);
    meter.calls += 1;
    try {
      return await next(args);
    } catch (error) {
      if (isThrottle(error)) {
        meter.throttles += 1;
        limiter.refused(account(), region, service, operation);
      }
      throw error;
    }
  };
  stack.addRelativeTo(middleware, { name: 'paceMiddleware', relation: 'after', toMiddleware: 'retryMiddleware', override: true });
}

const isThrottle = (error: unknown): boolean =>
  error instanceof Error && /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown)/.test(error.name);
