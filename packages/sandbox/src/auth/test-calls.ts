import { iamService } from '../services/iam/service.ts';
import type { CallContext, Handlers, Input, OperationName, Output, Requirements } from '../services/service.ts';
import { stsService } from '../services/sts/service.ts';
import { newIamState } from '../state/iam.ts';
import type { ManualClock } from '../state/manual-clock.ts';
import { testWorld } from '../state/test-world.ts';
import type { World } from '../state/world.ts';
import { authorise } from './authorise.ts';
import { findCredentials } from './credentials.ts';
import { sandboxContext } from './sandbox-context.ts';

type Iam = typeof import('@aws-sdk/client-iam');
type Sts = typeof import('@aws-sdk/client-sts');
type AnyOperation = (input: unknown, context: CallContext) => unknown;

export const homeId = '560921689673';
export const otherId = '210987654321';

/** Calls of one identity, authorised as the server does it; of the sandbox itself (no policies asked, in effect at once) without an access key. */
export interface Caller {
  iam<N extends OperationName<Iam>>(operation: N, input: Input<Iam, N>): Promise<Output<Iam, N>>;
  sts<N extends OperationName<Sts>>(operation: N, input: Input<Sts, N>): Promise<Output<Sts, N>>;
}

export interface TestAccounts {
  world: World;
  clock: ManualClock;
  /** Who sets things up, per account. */
  home: Caller;
  other: Caller;
  as(accessKeyId: string): Caller;
  /** Makes a user with a key and an inline policy. */
  user(name: string, statements: object[], owner?: Caller): Promise<Caller & { keyId: string }>;
}

/** Two accounts on a clock that the test moves. */
export function testAccounts(): TestAccounts {
  const { world, clock } = testWorld(homeId);
  const { regions } = world.state.accounts[homeId]!;
  world.state.accounts[otherId] = {
    id: otherId,
    name: 'sandbox-data',
    partition: 'aws',
    regions: structuredClone(regions),
    disabledRegions: [],
    iam: newIamState(),
  };
  const home = callerOf(() => sandboxContext(world, world.state.accounts[homeId]!), false);
  const other = callerOf(() => sandboxContext(world, world.state.accounts[otherId]!), false);
  const as = (accessKeyId: string) => callerOf(() => contextOf(world, accessKeyId), true);
  return {
    world,
    clock,
    home,
    other,
    as,
    async user(UserName, statements, owner = home) {
      await owner.iam('CreateUser', { UserName });
      if (statements.length > 0) await owner.iam('PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument: policy(...statements) });
      const { AccessKey } = await owner.iam('CreateAccessKey', { UserName });
      return { ...as(AccessKey?.AccessKeyId ?? ''), keyId: AccessKey?.AccessKeyId ?? '' };
    },
  };
}

/** Statements → document. */
export const policy = (...statements: object[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });

export const allow = (Action: string | string[], Resource: string | string[] = '*', more: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

/** Trust in an ARN, an account or a service. */
export const trust = (Principal: object | string, more: object = {}): string =>
  policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more });

function contextOf(world: World, accessKeyId: string): CallContext {
  const credentials = findCredentials(world, accessKeyId);
  if (!credentials) throw new Error('InvalidClientTokenId');
  const account = world.state.accounts[credentials.principal.accountId]!;
  return { ...sandboxContext(world, account), principal: credentials.principal, region: 'us-east-1', userAgent: 'test' };
}

function callerOf(context: () => CallContext, authorised: boolean): Caller {
  const run = async <M>(service: { handlers: Handlers<M>; requirements: Requirements<M> }, operation: string, input: unknown) => {
    const at = context();
    const needed = (service.requirements as Record<string, AnyOperation>)[operation];
    const handler = (service.handlers as Record<string, AnyOperation>)[operation];
    if (!needed || !handler) throw new Error(`${operation} has no handler or no requirements`);
    if (authorised) authorise(at, needed(input, at) as never);
    return (await handler(structuredClone(input), at)) as never;
  };
  return {
    iam: (operation, input) => run(iamService, operation, input),
    sts: (operation, input) => run(stsService, operation, input),
  };
}
