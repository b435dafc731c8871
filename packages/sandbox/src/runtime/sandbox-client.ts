import { Agent, type IncomingMessage, request } from 'node:http';
import { queryText, type Signable } from './signer.ts';

/** An answer, or null when none came: the sandbox restarts, or dropped it. */
export type Answer = { status: number; body: string } | null;

export interface SandboxClient {
  host: string;
  /** An AWS call with the headers that sign it. */
  send(signable: Signable, headers: Record<string, string>): Promise<Answer>;
  /** GET or, with a body, POST of the sandbox's own paths. */
  ask(path: string, body?: unknown): Promise<Answer>;
  /** A request to the metadata service of one instance. */
  metadata(method: 'GET' | 'PUT', path: string, headers: Record<string, string>): Promise<Answer>;
  close(): void;
}

/** HTTP to one sandbox on loopback, by node:http alone: the runner stays small. `token` opens `/_sandbox/*`. */
export function sandboxClient(url: string, token: string): SandboxClient {
  const { hostname, port, host } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const exchange = (method: string, path: string, headers: Record<string, string>, body: string): Promise<Answer> =>
    new Promise((resolve) => {
      const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const outgoing = request({ hostname, port, agent, method, path, headers: { ...headers, ...length }, timeout: 10_000 }, (incoming) => {
        read(incoming).then(
          (text) => resolve({ status: incoming.statusCode ?? 0, body: text }),
          () => resolve(null),
        );
      });
      outgoing.on('timeout', () => outgoing.destroy());
      outgoing.on('error', () => resolve(null));
      outgoing.end(body);
    });
  return {
    host,
    send({ method, path, query, body }, headers) {
      const search = queryText(query);
      return exchange(method, search ? `${path}?${search}` : path, headers, body);
    },
    ask(path, body) {
      const headers = { host, authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
      return exchange(body === undefined ? 'GET' : 'POST', path, headers, body === undefined ? '' : JSON.stringify(body));
    },
    metadata: (method, path, headers) => exchange(method, path, { host, ...headers }, ''),
    close: () => agent.destroy(),
  };
}

async function read(incoming: IncomingMessage): Promise<string> {
  let text = '';
  incoming.setEncoding('utf8');
  for await (const chunk of incoming) text += chunk as string;
  return text;
}
