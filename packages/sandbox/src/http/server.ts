import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpIn, HttpOut } from '../protocol/message.ts';
import { answerForCredentials } from '../runtime/container-credentials.ts';
import { isMetadataPath } from '../runtime/metadata/address.ts';
import { answerMetadata } from '../runtime/metadata/answer.ts';
import { answerCall, type CallServer } from './answer-call.ts';

const mostBytes = 8 * 1024 * 1024;

/** Answers what belongs to the sandbox itself (`/_sandbox/*`); null for anything else. */
export type OwnPaths = (request: HttpIn, peerPort: number) => Promise<HttpOut | null> | HttpOut | null;

export interface SandboxServer {
  port: number;
  close(): Promise<void>;
}

/** Starts the sandbox's HTTP server on loopback. Rejects with the system's error when the port is taken. */
export async function startServer(calls: CallServer, own: OwnPaths, port: number): Promise<SandboxServer> {
  const server = createServer({ keepAliveTimeout: 30_000 }, (incoming, response) => {
    answer(calls, own, incoming, response).catch((error: unknown) => {
      calls.log(`unexpected: ${(error as Error)?.stack ?? String(error)}`);
      incoming.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(calls: CallServer, own: OwnPaths, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(incoming);
  if (body === null) return send(response, { status: 413, headers: { connection: 'close' }, body: '' });
  const request = requestOf(incoming, body);
  if (isMetadataPath(request.path)) return sendOrCut(incoming, response, answerMetadata(calls.world, request));
  const ownAnswer = request.path.startsWith('/v2/credentials/')
    ? containerAnswer(calls, request)
    : await own(request, incoming.socket.localPort ?? 0);
  if (ownAnswer) return send(response, ownAnswer);
  const peer = { sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1', gone: () => incoming.socket.destroyed };
  sendOrCut(incoming, response, await answerCall(calls, request, peer));
}

function sendOrCut(incoming: IncomingMessage, response: ServerResponse, out: HttpOut | null): void {
  if (out === null) incoming.socket.destroy();
  else send(response, out, incoming.method === 'HEAD');
}

/** Credentials of a task's role, for who knows the task's unguessable path, as the ECS agent serves them. */
function containerAnswer({ world }: CallServer, request: HttpIn): HttpOut {
  const { status, body } = answerForCredentials(world, request.path.split('/').at(-1) ?? '');
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function requestOf(incoming: IncomingMessage, body: Buffer): HttpIn {
  const [path = '/', ...rest] = (incoming.url ?? '/').split('?');
  const rawQuery = rest.join('?');
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = Array.isArray(value) ? value.join(',') : value;
  return { method: incoming.method ?? 'GET', path, rawQuery, query: new URLSearchParams(rawQuery), headers, body };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming) {
    length += (part as Buffer).length;
    if (length > mostBytes) return null;
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

function send(response: ServerResponse, { status, headers, body }: HttpOut, head = false): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  // GetObject's output has a Content-Length of its own; HEAD needs that one, since it has no body.
  const others = Object.fromEntries(Object.entries(headers).filter(([name]) => head || name.toLowerCase() !== 'content-length'));
  response.writeHead(status, head ? others : { ...others, 'content-length': String(bytes.length) });
  response.end(head ? undefined : bytes);
}
