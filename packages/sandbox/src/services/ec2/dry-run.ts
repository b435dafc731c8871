import { AwsFault, type CallContext, type Handlers } from '../service.ts';
import type { Ec2 } from './types.ts';

type AnyHandler = (input: { DryRun?: boolean | undefined }, context: CallContext) => unknown;

/** The same handlers, but with DryRun none of them does anything: whoever came this far was allowed to. */
export function withDryRun(handlers: Handlers<Ec2>): Handlers<Ec2> {
  const guarded = Object.entries(handlers as Record<string, AnyHandler>).map(([operation, handler]): [string, AnyHandler] => [
    operation,
    (input, context) => {
      if (input.DryRun) throw new AwsFault('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
      return handler(input, context);
    },
  ]);
  return Object.fromEntries(guarded) as Handlers<Ec2>;
}
