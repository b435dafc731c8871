import type { CallContext, Requirement } from '../services/service.ts';

/** One call that was answered (or would have been, had a fault rule not dropped the answer). Calls whose signature fails are not seen: nobody made them. */
export interface ObservedCall {
  context: CallContext;
  /** Signing name: `iam`, `ecs`, `monitoring`, … */
  service: string;
  operation: string;
  input: Record<string, unknown>;
  /** What the caller had to be allowed, in IAM's words; empty where the call did not come that far. */
  requirements: readonly Requirement[];
  /** What the handler gave; absent when the call failed. */
  output?: Record<string, unknown>;
  /** As it stands on the wire: `AccessDenied` or `AccessDeniedException`, … */
  errorCode?: string;
  errorMessage?: string;
  /** HTTP status of the answer. */
  status: number;
}

/** Told of every authenticated call, also of denied and failed ones, after its handler ran and before the answer leaves. It must not throw. */
export type CallObserver = (call: ObservedCall) => void;
