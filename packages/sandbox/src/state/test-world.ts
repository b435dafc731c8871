import { randomBytes } from 'node:crypto';
import { newIamState } from './iam.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';
import type { World } from './world.ts';

/** A world with one empty account on a clock that a test moves. */
export function testWorld(accountId = '560921689673'): { world: World; clock: ManualClock } {
  const clock = manualClock('2026-11-24T08:00:00.000Z');
  const regions = { 'us-east-1': { name: 'us-east-1' }, 'eu-west-1': { name: 'eu-west-1' } };
  const account = { id: accountId, name: 'sandbox', partition: 'aws', regions, disabledRegions: [], iam: newIamState() };
  const world: World = {
    state: { version: 1, accounts: { [accountId]: account }, sessions: {}, counters: {} },
    clock,
    settings: { timeScale: 1, rates: 'off', estate: 'empty', trueDelays: false },
    random: randomBytes,
  };
  return { world, clock };
}
