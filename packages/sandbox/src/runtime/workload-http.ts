import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { World } from '../state/world.ts';
import { makeCall } from './call.ts';
import { recordObservations } from './observations.ts';
import { credentialsOf } from './process-credentials.ts';
import { runningProcesses } from './running.ts';
import { type SandboxClient, sandboxClient } from './sandbox-client.ts';
import type { RunningProcess, Served } from './workload.ts';

/** A workload that answers over HTTP, as the network of its account knows it. */
export interface NamedWorkload {
  host: string;
  workload: string;
  serves: Served[];
}

/** Where the network of one account is. Answer of GET /_sandbox/network?account=. */
export interface Network {
  address: string;
  port: number;
  names: NamedWorkload[];
}

export interface WorkloadHttp {
  /** Starts to listen at the first question: a sandbox that nobody probes has no such port. */
  networkOf(accountId: string): Promise<Network>;
  close(): Promise<void>;
}

const mostBytes = 256 * 1024;

/**
 * What the programs of the estate answer over HTTP, on a port of its own on loopback for each account, told apart by Host as a load balancer
 * does: a request goes to one process of the workload after the other, which makes its AWS call with the credentials that it has at that
 * moment. 200 when AWS allowed it, 500 with AWS's error when not, 503 when no process of it runs. `sandbox`: where to call AWS.
 */
export function workloadHttp(world: World, sandbox: () => { url: string; token: string }): WorkloadHttp {
  const servers = new Map<string, Promise<Server>>();
  let client: SandboxClient | null = null;
  let find: ReturnType<typeof credentialsOf> | null = null;
  let turn = 0;

  const listen = (accountId: string): Promise<Server> =>
    new Promise((resolve, reject) => {
      const server = createServer((incoming, response) => {
        answer(accountId, incoming).then(
          ({ status, body }) => send(response, status, body),
          () => send(response, 500, { error: 'The program failed.' }),
        );
      });
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(server));
    });

  async function answer(accountId: string, incoming: IncomingMessage): Promise<{ status: number; body: object | string }> {
    const body = await read(incoming);
    const host = (incoming.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const served = namesOf(world, accountId).find((one) => one.host === host);
    if (served === undefined) return { status: 404, body: { error: `No workload answers to ${host}.` } };
    const path = (incoming.url ?? '/').split('?')[0] ?? '/';
    const route = served.serves.find((one) => matches(one, incoming.method ?? 'GET', path));
    if (route === undefined) return { status: 404, body: { error: 'Not found' } };
    const running = processesOf(world, accountId).filter((one) => hostOf(one.workload) === host);
    const process = running[turn++ % Math.max(1, running.length)];
    if (process === undefined) return { status: 503, body: { error: 'No healthy target' } };
    if (route.does === 'nothing') return { status: 200, body: { ok: true } };
    return callFor(process, route, path.slice(route.path.length + 1) || randomBytes(6).toString('hex'), body);
  }

  async function callFor(process: RunningProcess, route: Served & { bucket: string; prefix: string }, id: string, body: string) {
    const { url, token } = sandbox();
    client ??= sandboxClient(url, token);
    find ??= credentialsOf(
      client,
      () => world.clock.now().getTime(),
      () => 50,
    );
    const at = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
    const found = await find(process);
    const operation = route.does === 'put-object' ? ('PutObject' as const) : ('GetObject' as const);
    const call = { service: 's3' as const, operation, bucket: route.bucket, key: route.prefix + id, ...(body === '' ? {} : { body }) };
    const made =
      found && 'keys' in found
        ? await makeCall(client, process, call, found.keys, 50)
        : found && { ok: false as const, error: found.error };
    const error = made === null ? 'AWS did not answer' : made.ok ? null : made.error;
    const { accountId, region, cluster, workload, taskArn } = process;
    const accessKeyId = found && 'keys' in found ? found.keys.accessKeyId : null;
    const report = {
      at,
      accountId,
      region,
      cluster,
      workload,
      taskArn,
      instanceId: process.instance?.id ?? null,
      accessKeyId,
      calls: 1,
      failed: error === null ? 0 : 1,
      lastError: error,
    };
    recordObservations(world, [report]);
    if (made?.ok !== true) return { status: 500, body: { error } };
    return { status: 200, body: route.does === 'put-object' ? { id, key: call.key } : made.body };
  }

  return {
    async networkOf(accountId) {
      const server = servers.get(accountId) ?? listen(accountId);
      servers.set(accountId, server);
      const { port } = (await server).address() as AddressInfo;
      return { address: '127.0.0.1', port, names: namesOf(world, accountId) };
    },
    async close() {
      client?.close();
      for (const started of servers.values()) {
        const server = await started;
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      servers.clear();
    },
  };
}

/** The name under which a workload of the sandbox is known within its account's network. */
const hostOf = (workload: string): string => `${workload.toLowerCase()}.sandbox.internal`;

const processesOf = (world: World, accountId: string): RunningProcess[] =>
  runningProcesses(world).processes.filter((one) => one.accountId === accountId && (one.serves?.length ?? 0) > 0);

/** Those of which something runs, and those of the estate that run at other times. */
function namesOf(world: World, accountId: string): NamedWorkload[] {
  const running = processesOf(world, accountId).map(({ workload, serves = [] }) => ({ workload, serves }));
  const known = (world.state.runtime?.workloads ?? []).flatMap(({ accountId: id, family, serves }) =>
    id === accountId && serves !== undefined ? [{ workload: family, serves }] : [],
  );
  return [...new Map([...known, ...running].map((one) => [one.workload, { host: hostOf(one.workload), ...one }])).values()];
}

const matches = (route: Served, method: string, path: string): boolean => {
  if (method !== route.method && !(method === 'HEAD' && route.method === 'GET')) return false;
  const isBare = path === route.path && route.does !== 'get-object';
  return isBare || (route.does !== 'nothing' && new RegExp(`^${route.path}/[\\w.~-]{1,200}$`).test(path));
};

async function read(incoming: IncomingMessage): Promise<string> {
  let text = '';
  incoming.setEncoding('utf8');
  for await (const chunk of incoming) {
    text += chunk as string;
    if (text.length > mostBytes) throw new Error('too large');
  }
  return text;
}

function send(response: ServerResponse, status: number, body: object | string): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' });
  response.end(text);
}
