import type { Decision } from '@rolewright/shared/iam/request.ts';
import type { MiddlewareStack } from '@smithy/types';
import type { AccountState, World } from '../state/world.ts';

/** Who signed the call. `arn` is the session's ARN for a role (`…:assumed-role/<role>/<session>`). */
export interface Principal {
  kind: 'user' | 'assumed-role' | 'account-root' | 'anonymous' | 'service';
  arn: string;
  accountId: string;
  userId: string;
  roleArn?: string;
  userName?: string;
  sessionName?: string;
  sessionPolicy?: string;
  tags?: Record<string, string>;
  accessKeyId: string;
}

/** What a handler knows of the call besides its input. */
export interface CallContext {
  world: World;
  /** The account that the caller belongs to; S3 and AssumeRole may act on another. */
  account: AccountState;
  region: string;
  principal: Principal;
  requestId: string;
  sourceIp: string;
  userAgent: string;
  now: Date;
}

type CommandOf<M, N extends string> = `${N}Command` extends keyof M ? M[`${N}Command`] : never;
type InputOutput<C> = C extends abstract new (...args: never[]) => { middlewareStack: MiddlewareStack<infer I, infer O> } ? [I, O] : never;
export type OperationName<M> = { [K in keyof M]: K extends `${infer N}Command` ? N : never }[keyof M] & string;
export type Input<M, N extends string> = InputOutput<CommandOf<M, N>>[0];
export type Output<M, N extends string> = Omit<InputOutput<CommandOf<M, N>>[1], '$metadata'>;

/** Handlers typed from the SDK's client package: no operation is declared twice. Unknown operations answer 501 by name. */
export type Handlers<M> = {
  [N in OperationName<M>]?: (input: Input<M, N>, context: CallContext) => Output<M, N> | Promise<Output<M, N>>;
};

/** One thing that the caller must be allowed to do, in IAM's words; an operation needs all that it lists. */
export interface Requirement {
  action: string;
  /** ARN, or `*` where the action has no resource type. */
  resource: string;
  resourceAccountId?: string;
  /** Condition keys of the service (`ecs:cluster`, `iam:PassedToService`, `aws:RequestTag/x`, `sts:ExternalId`, …). */
  context?: Record<string, string | string[]>;
  /** Resource policy of the target (bucket policy, trust policy), as JSON text. */
  resourcePolicy?: string;
}

/** Operation → what it needs. An operation that has a handler and no entry here is refused (docs/sandbox.md). */
export type Requirements<M> = {
  [N in OperationName<M>]?: (input: Input<M, N>, context: CallContext) => Requirement[];
};

/** A service as the server mounts it. `limits` are sentences for docs/sandbox.md, by operation. */
export interface Service<M = Record<string, unknown>> {
  /** Name in the signature's scope: `iam`, `ecs`, `monitoring`, … */
  signingName: string;
  /** IAM, STS' global endpoint and S3 know no disabled Regions. */
  global: boolean;
  handlers: Handlers<M>;
  requirements: Requirements<M>;
  limits: Partial<Record<OperationName<M>, string>>;
  /** Published token buckets (D-80): bucket → burst, refill per second, operations. Only used with rates = published. */
  buckets?: Record<string, Bucket<OperationName<M>>>;
  /** The refusal of a service that words it in its own way (EC2); without it AccessDenied, as all others. */
  refusal?: (context: CallContext, requirement: Requirement, decision: Decision) => AwsFault;
}

export interface Bucket<Operation> {
  burst: number;
  refillPerSecond: number;
  operations: Operation[];
  /** Each operation has a bucket of its own; else they share it. */
  each?: true;
  /** Only the calls with such an input draw on it. */
  when?: (input: Record<string, unknown>) => boolean;
}

/** An error as AWS would put it on the wire: a modelled error's name (`NoSuchEntityException`) or a bare protocol code. */
export class AwsFault extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: Record<string, unknown>;
  constructor(code: string, message: string, status = 400, detail: Record<string, unknown> = {}) {
    super(message);
    this.name = 'AwsFault';
    this.code = code;
    this.status = status;
    this.detail = detail;
  }
}
