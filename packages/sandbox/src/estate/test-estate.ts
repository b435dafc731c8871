import { randomBytes } from 'node:crypto';
import { createInvoke, type Invoke } from '../http/invoke.ts';
import { mount } from '../http/mount.ts';
import { service as autoscaling } from '../services/autoscaling/index.ts';
import { service as ec2 } from '../services/ec2/index.ts';
import { service as ecs } from '../services/ecs/index.ts';
import { service as events } from '../services/events/index.ts';
import { iamService as iam } from '../services/iam/service.ts';
import { service as s3 } from '../services/s3/index.ts';
import { type ManualClock, manualClock } from '../state/manual-clock.ts';
import type { World } from '../state/world.ts';
import { seedEstate } from './index.ts';

/** An estate on a clock that a test moves, without a server. */
export async function seeded(
  estate: World['settings']['estate'],
  random = randomBytes as World['random'],
): Promise<{ world: World; clock: ManualClock; invoke: Invoke }> {
  const clock = manualClock('2026-11-24T08:00:00.000Z');
  const world: World = {
    state: { version: 1, accounts: {}, sessions: {}, counters: {} },
    clock,
    settings: { timeScale: 1, rates: 'off', estate, trueDelays: false },
    random,
  };
  const invoke = createInvoke(world, [
    mount('ecs', await import('@aws-sdk/client-ecs'), ecs),
    mount('ec2', await import('@aws-sdk/client-ec2'), ec2),
    mount('autoscaling', await import('@aws-sdk/client-auto-scaling'), autoscaling),
    mount('iam', await import('@aws-sdk/client-iam'), iam),
    mount('s3', await import('@aws-sdk/client-s3'), s3),
    mount('events', await import('@aws-sdk/client-eventbridge'), events),
  ]);
  await seedEstate(world, invoke);
  return { world, clock, invoke };
}
