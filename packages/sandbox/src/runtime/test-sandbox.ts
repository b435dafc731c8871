import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authorise } from '../auth/authorise.ts';
import { findCredentials } from '../auth/credentials.ts';
import { seedEstate } from '../estate/index.ts';
import { createInvoke, type Invoke } from '../http/invoke.ts';
import { type MountedService, mount } from '../http/mount.ts';
import { codecFor } from '../protocol/codec.ts';
import type { HttpOut } from '../protocol/message.ts';
import { service as cloudwatch } from '../services/cloudwatch/index.ts';
import { service as ecs } from '../services/ecs/index.ts';
import { service as events } from '../services/events/index.ts';
import { iamService } from '../services/iam/service.ts';
import { service as s3 } from '../services/s3/index.ts';
import { AwsFault, type CallContext } from '../services/service.ts';
import { stsService } from '../services/sts/service.ts';
import type { World } from '../state/world.ts';
import { answerForCredentials } from './container-credentials.ts';
import { type Report, recordObservations } from './observations.ts';
import { runningProcesses } from './tasks.ts';

export interface TestSandbox {
  world: World;
  url: string;
  invoke: Invoke;
  close(): Promise<void>;
}

type AnyHandler = (input: unknown, context: CallContext) => unknown;

/** A seeded sandbox on loopback with the services that workloads call and the runner's paths; permissions are asked for, signatures are not looked at. */
export async function startTestSandbox(timeScale: number): Promise<TestSandbox> {
  const after = (milliseconds: number, work: () => void) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  };
  const world: World = {
    state: { version: 1, accounts: {}, sessions: {}, counters: {} },
    clock: { now: () => new Date(), after },
    settings: { timeScale, rates: 'off', estate: 'legacy', trueDelays: false },
    random: randomBytes,
  };
  const services = [
    mount('ecs', await import('@aws-sdk/client-ecs'), ecs),
    mount('iam', await import('@aws-sdk/client-iam'), iamService),
    mount('sts', await import('@aws-sdk/client-sts'), stsService),
    mount('s3', await import('@aws-sdk/client-s3'), s3),
    mount('cloudwatch', await import('@aws-sdk/client-cloudwatch'), cloudwatch),
    mount('events', await import('@aws-sdk/client-eventbridge'), events),
  ];
  const invoke = createInvoke(world, services);
  await seedEstate(world, invoke);
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const answer = own(world, request.url ?? '', body) ?? (await aws(world, services, request, body));
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { world, invoke, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

function own(world: World, path: string, body: Buffer): HttpOut | null {
  const json = (value: object, status = 200) => ({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });
  if (path === '/_sandbox/tasks') return json(runningProcesses(world));
  if (path.startsWith('/v2/credentials/')) {
    const answer = answerForCredentials(world, path.split('/').at(-1) ?? '');
    return json(answer.body, answer.status);
  }
  if (path !== '/_sandbox/observations') return null;
  recordObservations(world, (JSON.parse(body.toString()) as { items: Report[] }).items);
  return json({});
}

async function aws(world: World, services: MountedService[], request: IncomingMessage, body: Buffer): Promise<HttpOut> {
  const [, keyId = '', region = '', name = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const { model, service } = services.find((mounted) => mounted.service.signingName === name)!;
  const [path = '', rawQuery = ''] = (request.url ?? '').split('?');
  const headers = request.headers as Record<string, string | undefined>;
  const codec = codecFor(model, { method: request.method ?? '', path, rawQuery, query: new URLSearchParams(rawQuery), headers, body });
  const requestId = randomUUID();
  try {
    const principal = findCredentials(world, keyId)?.principal;
    if (!principal) throw new AwsFault('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
    const { operation, input } = codec.decode();
    const account = world.state.accounts[principal.accountId]!;
    const userAgent = headers['user-agent'] ?? '';
    const context: CallContext = { world, account, region, principal, requestId, sourceIp: '127.0.0.1', userAgent, now: new Date() };
    const { handlers, requirements } = service as unknown as Record<'handlers' | 'requirements', Record<string, AnyHandler>>;
    authorise(context, requirements[operation.name]!(input, context) as never);
    return codec.result(operation, (await handlers[operation.name]!(input, context)) as Record<string, unknown>, requestId);
  } catch (error) {
    if (error instanceof AwsFault) return codec.fault(error, requestId);
    throw error;
  }
}
