import type { LaunchTemplateOverrides } from '@aws-sdk/client-auto-scaling';
import type { LaunchSource, StoredGroup } from '../../state/autoscaling.ts';
import type { Ec2Place } from '../../state/ec2.ts';
import type { Stored } from '../../state/ecs.ts';

interface Choice {
  override: Stored<LaunchTemplateOverrides> | null;
  spot: boolean;
}

/**
 * What a mixed instances policy wants next: On-Demand from the first override (strategy `prioritized`), Spot from one override after the
 * other. Without a policy nothing is chosen. Source: Auto Scaling user guide, allocation strategies.
 */
export function nextOfPolicy({ ec2 }: Ec2Place, { instances }: StoredGroup, { MixedInstancesPolicy }: LaunchSource): Choice {
  if (!MixedInstancesPolicy) return { override: null, spot: false };
  const { InstancesDistribution: distribution, LaunchTemplate } = MixedInstancesPolicy;
  const overrides = LaunchTemplate?.Overrides ?? [];
  const members = Object.keys(instances).map((id) => ec2.instances[id]?.lifecycle ?? null);
  const spots = members.filter((lifecycle) => lifecycle === 'spot').length;
  const base = distribution?.OnDemandBaseCapacity ?? 0;
  const share = (distribution?.OnDemandPercentageAboveBaseCapacity ?? 100) / 100;
  const onDemand = base + Math.ceil(Math.max(members.length + 1 - base, 0) * share);
  const spot = members.length - spots >= onDemand;
  return { override: overrides[spot ? spots % Math.max(overrides.length, 1) : 0] ?? null, spot };
}
