import { randomUUID } from 'node:crypto';
import type { CallContext, Input, OperationName, Output, Principal } from '../services/service.ts';
import { AwsFault } from '../services/service.ts';
import type { World } from '../state/world.ts';
import type { MountedService, ServiceModules, ServiceName } from './mount.ts';
import type { CallObserver } from './observer.ts';

/** A call made inside the process: no signature, no authorisation, no fault rules. */
export interface InvokeRequest<S extends ServiceName, N extends OperationName<ServiceModules[S]>> {
  accountId: string;
  region: string;
  service: S;
  operation: N;
  input: Input<ServiceModules[S], N>;
  /** Who makes it; without it the account's root. */
  principal?: Principal;
}

/** `invoke` with the world and the services given: what `seedEstate` and the runtime call. */
export type Invoke = <S extends ServiceName, N extends OperationName<ServiceModules[S]>>(
  request: InvokeRequest<S, N>,
) => Promise<Output<ServiceModules[S], N>>;

type AnyHandler = (input: unknown, context: CallContext) => unknown;

/**
 * Makes `invoke` for one world. The handler gets a copy of the input; an AwsFault that it throws is thrown on. `observers` are told of calls
 * that were carried out: by them a call made here stands in CloudTrail too.
 */
export function createInvoke(world: World, services: readonly MountedService[], observers: readonly CallObserver[] = []): Invoke {
  return async ({ accountId, region, service, operation, input, principal }) => {
    const mounted = services.find((one) => one.name === service);
    const handler = (mounted?.service.handlers as Record<string, AnyHandler> | undefined)?.[operation];
    if (!mounted || !handler) throw new AwsFault('NotImplemented', `The sandbox has no ${service}:${operation} (docs/sandbox.md).`, 501);
    const account = world.state.accounts[accountId];
    if (!account) throw new Error(`The sandbox has no account ${accountId}.`);
    const context: CallContext = {
      world,
      account,
      region,
      principal: principal ?? rootOf(account),
      requestId: randomUUID(),
      sourceIp: '127.0.0.1',
      userAgent: 'sandbox',
      now: world.clock.now(),
    };
    const output = ((await handler(structuredClone(input), context)) ?? {}) as Record<string, unknown>;
    const call = { context, service: mounted.service.signingName, operation, input: input as Record<string, unknown>, output };
    for (const observer of observers) observer({ ...call, requirements: [], status: 200 });
    return output as never;
  };
}

function rootOf(account: { id: string; partition: string }): Principal {
  return {
    kind: 'account-root',
    arn: `arn:${account.partition}:iam::${account.id}:root`,
    accountId: account.id,
    userId: account.id,
    accessKeyId: '',
  };
}
