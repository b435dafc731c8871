import { reportInstanceHealth } from '../services/autoscaling/report-health.ts';
import type { World } from '../state/world.ts';
import { programOf } from './instance-program.ts';
import type { Report } from './observations.ts';

/** So many seconds in a row with nothing but failed calls make an instance unhealthy, as a load balancer's unhealthy threshold does. */
const unhealthyAfter = 3;

const failing = new WeakMap<World, Map<string, number>>();

/**
 * What the load balancer of document 003 asks its web servers: can you upload? It is answered by their live calls; the group goes by it where
 * its HealthCheckType is ELB. One call that works makes an instance healthy again.
 */
export function judgeHealth(world: World, reports: readonly Report[]): void {
  const counts = failing.get(world) ?? new Map<string, number>();
  failing.set(world, counts);
  for (const { instanceId, accountId, region, calls, failed } of reports) {
    if (!instanceId || !isChecked(world, accountId, region, instanceId)) continue;
    const count = failed < calls ? 0 : (counts.get(instanceId) ?? 0) + 1;
    counts.set(instanceId, count);
    if (count === 0 || count >= unhealthyAfter) reportInstanceHealth(world, instanceId, count === 0);
  }
  if (counts.size > 10_000) counts.clear();
}

function isChecked(world: World, accountId: string, region: string, instanceId: string): boolean {
  const instance = world.state.accounts[accountId]?.regions[region]?.ec2?.instances[instanceId];
  const program = instance && programOf(world.state.runtime?.programs, { accountId, region, imageId: instance.imageId });
  return program?.healthCheck === true && instance?.state === 'running';
}
