import type { AutoScalingGroup, CreateAutoScalingGroupType } from '@aws-sdk/client-auto-scaling';

type Members = Omit<CreateAutoScalingGroupType, 'Tags' | 'LifecycleHookSpecificationList' | 'InstanceId' | 'SkipZonalShiftValidation'>;

/** What a group shows of members that CreateAutoScalingGroup did not send. Source: API reference, CreateAutoScalingGroup. */
export function withGroupDefaults(sent: Members): Members & Pick<AutoScalingGroup, 'EnabledMetrics'> {
  return {
    DefaultCooldown: 300,
    LoadBalancerNames: [],
    TargetGroupARNs: [],
    HealthCheckType: 'EC2',
    HealthCheckGracePeriod: 0,
    TerminationPolicies: ['Default'],
    NewInstancesProtectedFromScaleIn: false,
    TrafficSources: [],
    EnabledMetrics: [],
    AvailabilityZoneDistribution: { CapacityDistributionStrategy: 'balanced-best-effort' },
    AvailabilityZoneImpairmentPolicy: { ZonalShiftEnabled: false, ImpairedZoneHealthCheckBehavior: 'IgnoreUnhealthy' },
    CapacityReservationSpecification: { CapacityReservationPreference: 'default' },
    DeletionProtection: 'none',
    ...sent,
  };
}
