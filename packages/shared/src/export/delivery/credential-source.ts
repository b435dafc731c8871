import type { CallerKind } from '../delivery.ts';

/**
 * `credential_source` of an AWS config profile, by where the application runs. Ec2InstanceMetadata inside an ECS task would take the
 * instance's role (D-08). Source: AWS SDKs and Tools reference, assume role credential provider.
 */
export const credentialSourceOf = {
  'ecs-task': 'EcsContainer',
  'ec2-instance': 'Ec2InstanceMetadata',
  environment: 'Environment',
} as const satisfies Record<CallerKind, string>;
