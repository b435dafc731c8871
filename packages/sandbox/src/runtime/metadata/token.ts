import { createHmac } from 'node:crypto';
import type { World } from '../../state/world.ts';
import { metadataKey } from './address.ts';

/** Longest life of a token, in seconds. Source: EC2 user guide, "How Instance Metadata Service Version 2 works". */
const longest = 21_600;

/** A token that is good on one instance, or null where the time to live is none that is allowed. */
export function newToken(world: World, instanceId: string, seconds: string): string | null {
  const ttl = Number(seconds);
  if (!/^\d+$/.test(seconds) || ttl < 1 || ttl > longest) return null;
  return signed(world, instanceId, world.clock.now().getTime() + ttl * 1000);
}

/** Is it of this instance, and not over? */
export function isToken(world: World, instanceId: string, token: string): boolean {
  const until = Number(token.split('.')[0]);
  return token === signed(world, instanceId, until) && until > world.clock.now().getTime();
}

const signed = (world: World, instanceId: string, until: number): string =>
  `${until}.${createHmac('sha256', metadataKey(world)).update(`token ${instanceId} ${until}`).digest('base64url')}`;
