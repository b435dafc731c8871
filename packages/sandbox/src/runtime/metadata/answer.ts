import type { HttpIn, HttpOut } from '../../protocol/message.ts';
import type { World } from '../../state/world.ts';
import { callerAt } from './address.ts';
import { isToken, newToken } from './token.ts';
import { metadataAt } from './tree.ts';

const ttlHeader = 'x-aws-ec2-metadata-token-ttl-seconds';

/**
 * What the instance metadata service answers. Null: nothing comes back, the connection is to be cut; on AWS it would time out. That is so for
 * a token whose answer would have to travel further than the hop limit (D-78), and for whoever is on no instance that runs.
 * Source: EC2 user guide, "Use the Instance Metadata Service to access instance metadata".
 */
export function answerMetadata(world: World, request: Pick<HttpIn, 'method' | 'path' | 'headers'>): HttpOut | null {
  const caller = callerAt(world, request.path);
  if (caller === null) return null;
  const { instance, hops, path } = caller;
  const { httpEndpoint, httpTokens, httpPutResponseHopLimit } = instance.metadataOptions;
  if (httpEndpoint === 'disabled') return plain(403, 'Forbidden');
  if (request.method === 'PUT' && path === '/latest/api/token') {
    // A token is for the instance itself, not for who reaches it through a proxy.
    if (request.headers['x-forwarded-for'] !== undefined) return plain(403, 'Forbidden');
    const ttl = request.headers[ttlHeader] ?? '';
    const token = newToken(world, instance.instanceId, ttl);
    if (token === null) return plain(400, 'Bad Request');
    return hops > httpPutResponseHopLimit ? null : { ...plain(200, token), headers: { 'content-type': 'text/plain', [ttlHeader]: ttl } };
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Method Not Allowed');
  const token = request.headers['x-aws-ec2-metadata-token'];
  const isLetIn = token === undefined ? httpTokens === 'optional' : isToken(world, instance.instanceId, token);
  if (!isLetIn) return plain(401, 'Unauthorized');
  const found = /^\/latest(?:\/|$)/.test(path) ? metadataAt(caller) : path === '' || path === '/' ? 'latest' : null;
  return found === null ? plain(404, 'Not Found') : { ...plain(200, ''), body: found };
}

const plain = (status: number, body: string): HttpOut => ({ status, headers: { 'content-type': 'text/plain' }, body });
