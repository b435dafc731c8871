import type { World } from '../../state/world.ts';

/** 32 hexadecimal digits, as in a task's ARN. */
export const taskId = (world: World): string => world.random(16).toString('hex');

/** `ecs-svc/` and 19 digits, as DescribeServices shows a deployment. */
export function deploymentId(world: World): string {
  return `ecs-svc/${(world.random(8).readBigUInt64BE() % 9_000_000_000_000_000_000n) + 1_000_000_000_000_000_000n}`;
}

/** A UUID in the form of version 4. */
export function uuid(world: World): string {
  const bytes = world.random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
