import { randomUUID } from 'node:crypto';
import { authorise } from '../auth/authorise.ts';
import { findCredentials } from '../auth/credentials.ts';
import type { Faults } from '../faults/rules.ts';
import { type Codec, codecFor } from '../protocol/codec.ts';
import type { HttpIn, HttpOut } from '../protocol/message.ts';
import { AwsFault, type CallContext, type Principal, type Requirement } from '../services/service.ts';
import type { World } from '../state/world.ts';
import { withoutChunks } from './aws-chunked.ts';
import type { TokenBuckets } from './buckets.ts';
import type { MountedService } from './mount.ts';
import type { CallObserver } from './observer.ts';
import { signatureOf, verifySignature } from './sigv4.ts';

/** All that answering a call needs. */
export interface CallServer {
  world: World;
  services: readonly MountedService[];
  faults: Faults;
  buckets: TokenBuckets;
  observers: readonly CallObserver[];
  log: (message: string) => void;
}

/** Who is at the other end. `gone` turns true when the client has hung up. */
export interface Peer {
  sourceIp: string;
  gone(): boolean;
}

type AnyHandler = (input: unknown, context: CallContext) => unknown;
type AnyRequirement = (input: unknown, context: CallContext) => Requirement[];

/**
 * Answers one signed call of AWS: signature, Region, rate, permission, handler, observers, in AWS's order, with fault rules before and after
 * the handler. Null: no answer is to be sent, the connection is to be cut.
 */
export async function answerCall(server: CallServer, received: HttpIn, peer: Peer): Promise<HttpOut | null> {
  const requestId = randomUUID();
  const signature = signatureOf(received);
  const mounted = server.services.find(({ service }) => service.signingName === signature?.service);
  if (!signature || !mounted) return unsigned(server, received, signature === null, requestId);
  const request = withoutChunks(received);
  const codec = codecFor(mounted.model, request);
  try {
    const principal = authenticate(server.world, received, signature);
    const context = contextOf(server.world, received, principal, signature.region, requestId, peer);
    refuseDisabledRegion(mounted, context);
    return await answerAuthentic(server, mounted, codec, context, peer);
  } catch (error) {
    return codec.fault(faultOf(error, server.log), requestId);
  }
}

async function answerAuthentic(
  server: CallServer,
  mounted: MountedService,
  codec: Codec,
  context: CallContext,
  peer: Peer,
): Promise<HttpOut | null> {
  const { operation, input } = codec.decode();
  const { service } = mounted;
  let needed: readonly Requirement[] = [];
  const observe = (rest: { output?: Record<string, unknown>; errorCode?: string; errorMessage?: string; status: number }) => {
    const call = { context, service: service.signingName, operation: operation.name, input, requirements: needed, ...rest };
    for (const observer of server.observers) observer(call);
  };
  const faultsAt = (when: 'before' | 'after') =>
    server.faults.take(when, service.signingName, operation.name, context.principal.arn, context.region);
  try {
    for (const rule of faultsAt('before')) {
      if (rule.latencyMs !== undefined) await wait(rule.latencyMs, peer);
      if (rule.dropAnswer || peer.gone()) return null;
      if (rule.code !== undefined) throw new AwsFault(rule.code, rule.message ?? 'A fault that was asked for.', 400);
    }
    if (server.world.settings.rates === 'published') {
      server.buckets.take(service, { operation: operation.name, input }, context.account.id, context.region, context.now);
    }
    const handler = (service.handlers as Record<string, AnyHandler>)[operation.name];
    const requirements = (service.requirements as Record<string, AnyRequirement>)[operation.name];
    if (!handler)
      throw new AwsFault(
        'NotImplemented',
        `The sandbox does not implement ${service.signingName}:${operation.name} (docs/sandbox.md).`,
        501,
      );
    if (!requirements)
      throw new AwsFault('AccessDenied', `The sandbox does not know what ${operation.name} requires, so it denies it.`, 403);
    needed = requirements(input, context);
    authorise(context, needed, service.refusal);
    const output = ((await handler(input, context)) ?? {}) as Record<string, unknown>;
    const answer = codec.result(operation, output, context.requestId);
    observe({ output, status: answer.status });
    for (const rule of faultsAt('after')) {
      if (rule.latencyMs !== undefined) await wait(rule.latencyMs, peer);
      if (rule.dropAnswer) return null;
      if (rule.code !== undefined)
        return codec.fault(new AwsFault(rule.code, rule.message ?? 'A fault that was asked for.', 500), context.requestId);
    }
    return answer;
  } catch (error) {
    const fault = faultOf(error, server.log);
    const answer = codec.fault(fault, context.requestId);
    observe({ errorCode: fault.code, errorMessage: fault.message, status: answer.status });
    return answer;
  }
}

function authenticate(world: World, request: HttpIn, signature: NonNullable<ReturnType<typeof signatureOf>>): Principal {
  const credentials = findCredentials(world, signature.accessKeyId);
  const token = request.headers['x-amz-security-token'] ?? null;
  if (!credentials || credentials.sessionToken !== token) {
    const code = credentials && token !== null ? 'InvalidToken' : 'InvalidClientTokenId';
    throw new AwsFault(code, 'The security token included in the request is invalid.', 403);
  }
  // By the machine's clock, which clients sign by: the sandbox's may have been set ahead.
  verifySignature(request, signature, credentials.secretAccessKey, new Date());
  if (credentials.expiresAt && credentials.expiresAt <= world.clock.now()) {
    throw new AwsFault('ExpiredToken', 'The security token included in the request is expired', 403);
  }
  return credentials.principal;
}

function contextOf(world: World, request: HttpIn, principal: Principal, region: string, requestId: string, peer: Peer): CallContext {
  const account = world.state.accounts[principal.accountId];
  if (!account) throw new AwsFault('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  const userAgent = request.headers['user-agent'] ?? '';
  return { world, account, region, principal, requestId, sourceIp: peer.sourceIp, userAgent, now: world.clock.now() };
}

/** D-87: a Region that is not enabled does not know the account's credentials. */
function refuseDisabledRegion({ service }: MountedService, { account, region }: CallContext): void {
  if (service.global || account.regions[region]) return;
  throw new AwsFault('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
}

/** A request without a signature, or for a service that is not here. */
function unsigned(server: CallServer, request: HttpIn, isUnsigned: boolean, requestId: string): HttpOut {
  const fallback = server.services[0] as MountedService;
  const fault = isUnsigned
    ? new AwsFault('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
    : new AwsFault('NotImplemented', `The sandbox has no service ${signatureOf(request)?.service ?? ''} (docs/sandbox.md).`, 501);
  return codecFor(fallback.model, request).fault(fault, requestId);
}

function faultOf(error: unknown, log: (message: string) => void): AwsFault {
  if (error instanceof AwsFault) return error;
  log(`unexpected: ${(error as Error)?.stack ?? String(error)}`);
  return new AwsFault('InternalFailure', 'An internal error occurred.', 500);
}

/** Waits, but no longer than the client does. */
async function wait(milliseconds: number, peer: Peer): Promise<void> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end && !peer.gone()) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(20, Math.max(0, end - performance.now()))));
  }
}
