import { autoScalingPlaces } from '../../state/autoscaling.ts';
import { own } from '../../state/iam.ts';
import type { World } from '../../state/world.ts';
import { runAutoScaling } from './tick.ts';

/**
 * What the health check of an instance's workload says, as a load balancer would. Groups whose HealthCheckType is ELB go by it: a refresh
 * waits until a new instance is healthy, and an unhealthy one is replaced after its grace period. Of instances of no group nothing is kept.
 */
export function reportInstanceHealth(world: World, instanceId: string, healthy: boolean): void {
  const said = healthy ? 'healthy' : 'unhealthy';
  for (const { autoscaling } of autoScalingPlaces(world)) {
    for (const group of Object.values(autoscaling.groups)) {
      const member = own(group.instances, instanceId);
      if (!member) continue;
      const isNew = member.reported !== said;
      member.reported = said;
      group.watched = true;
      if (isNew) runAutoScaling(world);
      return;
    }
  }
}
