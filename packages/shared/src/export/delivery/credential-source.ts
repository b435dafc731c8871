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

/** Why a place has this one source and no other: one profile names one source, and whoever answers there decides who the application is. */
export const credentialSourceWhy = {
  'ecs-task':
    'The container endpoint of the task gives out the task role. Ec2InstanceMetadata would take the role of the instance, for every task on it.',
  'ec2-instance': 'The instance has its credentials from its metadata service alone; there is no container endpoint.',
  environment: 'The first credentials are variables of the process. Neither a container endpoint nor a metadata service answers.',
} as const satisfies Record<CallerKind, string>;
