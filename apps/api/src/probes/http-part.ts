import { type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP } from 'node:net';
import { excerptOf } from '@rolewright/shared/probes/excerpt.ts';
import type { HttpAnswer } from '@rolewright/shared/probes/judge.ts';
import type { HttpPart } from '@rolewright/shared/probes/probe.ts';
import { fillIn, isCatch, type ProbeValues } from '@rolewright/shared/probes/template.ts';
import { type ProbeUrl, readProbeUrl } from '@rolewright/shared/probes/url.ts';
import type { ProbeNetwork } from '../aws/probe-network.ts';
import { matchIn } from './match.ts';
import { reach } from './reach.ts';

const mostBytes = 64 * 1024;

/** What came back, without what was in it. */
export interface HttpTried {
  answer: HttpAnswer;
  bytes: number | null;
  excerpt: string | null;
  /** What the pattern's first group caught, where it can be put into the second part. */
  caught: string | null;
}

const nothing = (answer: HttpAnswer): HttpTried => ({ answer, bytes: null, excerpt: null, caught: null });

/** Makes the request of a probe: to the one address that was checked, without following redirects, reading at most 64 KB. Never throws for what the network does. */
export async function tryHttp(network: ProbeNetwork, accountId: string, part: HttpPart, values: ProbeValues): Promise<HttpTried> {
  const url = readProbeUrl(fillIn(part.url, values));
  if ('problem' in url) return nothing({ came: 'refused', why: `the address ${url.problem}` });
  const signal = AbortSignal.timeout(part.timeoutSeconds * 1000);
  const place = await withinTime(reach(network, accountId, url), signal);
  if (place === null) return nothing({ came: 'nothing', why: `no answer from the name servers within ${part.timeoutSeconds} s` });
  if ('refused' in place) return nothing({ came: 'refused', why: place.refused });
  if ('unknown' in place) return nothing({ came: 'nothing', why: place.unknown });
  const body = part.body === null ? '' : fillIn(part.body, values);
  const usual = url.scheme === 'https' ? 443 : 80;
  const name = url.host.includes(':') ? `[${url.host}]` : url.host;
  const options: RequestOptions = {
    host: place.address,
    port: place.port,
    method: part.method,
    path: url.target,
    agent: false,
    signal,
    headers: {
      host: url.port === usual ? name : `${name}:${url.port}`,
      'user-agent': 'rolewright-probe',
      accept: '*/*',
      ...(part.method === 'POST' ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
      ...Object.fromEntries(part.headers.map(({ name: header, value }) => [header.toLowerCase(), value])),
    },
  };
  try {
    const { incoming, text, bytes, cut } = await exchange(url, options, body);
    return looked(part, values, incoming.statusCode ?? 0, text, bytes, cut);
  } catch (error) {
    return nothing({ came: 'nothing', why: whyOf(error as NodeJS.ErrnoException, part.timeoutSeconds) });
  }
}

async function exchange({ scheme, host }: ProbeUrl, options: RequestOptions, body: string) {
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    // The certificate is that of the name, whatever address was connected to.
    const outgoing =
      scheme === 'https'
        ? overHttps({ ...options, ...(isIP(host) === 0 ? { servername: host } : {}) }, resolve)
        : overHttp(options, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > mostBytes) break;
  }
  incoming.destroy();
  const cut = bytes > mostBytes;
  return { incoming, text: Buffer.concat(chunks).subarray(0, mostBytes).toString('utf8'), bytes: Math.min(bytes, mostBytes), cut };
}

function looked({ expect }: HttpPart, values: ProbeValues, status: number, text: string, bytes: number, cut: boolean): HttpTried {
  const { bodyContains, bodyMatches } = expect;
  const found = bodyMatches === null ? null : matchIn(fillIn(bodyMatches, values), text);
  const contains = bodyContains === null || text.includes(fillIn(bodyContains, values));
  const matches = found === 'undecided' ? found : bodyMatches === null || found !== null;
  const caught = found !== null && found !== 'undecided' && isCatch(found.caught) ? found.caught : null;
  const isRedirect = status >= 300 && status < 400 && status !== 304;
  const fits = status === expect.status && contains && matches === true;
  return { answer: { came: 'answer', status, isRedirect, contains, matches, cut }, bytes, excerpt: fits ? null : excerptOf(text), caught };
}

async function withinTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  return Promise.race([work, new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null), { once: true }))]);
}

function whyOf(error: NodeJS.ErrnoException, seconds: number): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError' || error.code === 'ABORT_ERR') return `no answer within ${seconds} s`;
  const words: Record<string, string> = {
    ECONNREFUSED: 'the connection was refused',
    ECONNRESET: 'the connection was reset',
    EHOSTUNREACH: 'the host cannot be reached',
    ENETUNREACH: 'the network cannot be reached',
    ETIMEDOUT: 'the connection timed out',
  };
  const code = error.code ?? error.name;
  if (/CERT|TLS|SSL|SIGNED/.test(code)) return `the certificate was not accepted (${code})`;
  return words[code] ?? `no answer (${code})`;
}
