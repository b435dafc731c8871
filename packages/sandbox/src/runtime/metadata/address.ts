import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Ec2Place, ec2Places, type StoredInstance } from '../../state/ec2.ts';
import type { World } from '../../state/world.ts';

/** How many networks lie between a program and the metadata service: 1 on the instance itself, 2 in a container on its bridge (D-78). */
export type Hops = 1 | 2;

/** A program of an instance that asks, as 169.254.169.254 is another one on every machine. */
export interface Caller {
  place: Ec2Place;
  instance: StoredInstance;
  hops: Hops;
  /** `/latest/…` */
  path: string;
}

/** A bucket cannot be called `v2`, so that no path of S3 begins like this. */
const prefix = '/v2/metadata/';
const keys = new WeakMap<World, Buffer>();

/** New at every start of the sandbox: addresses and tokens of before reach nothing. */
export function metadataKey(world: World): Buffer {
  const key = keys.get(world) ?? world.random(32);
  keys.set(world, key);
  return key;
}

/** Path under which the sandbox serves an instance's metadata; it cannot be guessed, since only the instance's own programs are let in. */
export const metadataPathOf = (world: World, instanceId: string, hops: Hops): string =>
  `${prefix}${instanceId}/${hops}/${proofOf(world, instanceId, hops)}`;

export const isMetadataPath = (path: string): boolean => path.startsWith(prefix);

/** Who asks; null for a path that was not given out, or of an instance that does not run. */
export function callerAt(world: World, path: string): Caller | null {
  const [, instanceId = '', hops = '', proof = '', rest = ''] = /^\/v2\/metadata\/(i-[0-9a-f]+)\/([12])\/([\w-]+)(\/.*)?$/.exec(path) ?? [];
  const expected = Buffer.from(proofOf(world, instanceId, Number(hops)));
  const given = Buffer.from(proof);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  for (const place of ec2Places(world)) {
    const instance = place.ec2.instances[instanceId];
    if (instance) return instance.state === 'running' ? { place, instance, hops: Number(hops) as Hops, path: rest } : null;
  }
  return null;
}

const proofOf = (world: World, instanceId: string, hops: number): string =>
  createHmac('sha256', metadataKey(world)).update(`address ${instanceId} ${hops}`).digest('base64url');
