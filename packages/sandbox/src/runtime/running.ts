import type { World } from '../state/world.ts';
import { instanceProcesses } from './instances.ts';
import { taskProcesses } from './tasks.ts';
import type { RunningProcesses } from './workload.ts';

/** What runs now, in tasks, on instances and outside. Body of GET /_sandbox/tasks. */
export const runningProcesses = (world: World): RunningProcesses => ({
  timeScale: world.settings.timeScale,
  now: world.clock.now().toISOString(),
  processes: [...taskProcesses(world), ...instanceProcesses(world)],
});
