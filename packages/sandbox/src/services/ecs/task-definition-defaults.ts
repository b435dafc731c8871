import type { Attribute, Compatibility, ContainerDefinition, RegisterTaskDefinitionRequest, TaskDefinition } from '@aws-sdk/client-ecs';

/** What AWS stores for a RegisterTaskDefinition: every member as it was sent, and the defaults that it fills in (D-22). */
export function withDefaults(input: RegisterTaskDefinitionRequest): Omit<TaskDefinition, 'taskDefinitionArn' | 'revision' | 'status'> {
  const { tags: _besideIt, ...members } = input;
  return {
    ...members,
    containerDefinitions: (input.containerDefinitions ?? []).map((container) => containerWithDefaults(container, input)),
    volumes: (input.volumes ?? []).map((volume) => (Object.keys(volume).length > 1 ? volume : { ...volume, host: {} })),
    placementConstraints: input.placementConstraints ?? [],
    compatibilities: compatibilitiesOf(input),
    requiresAttributes: requiredAttributes(input),
  };
}

function containerWithDefaults(container: ContainerDefinition, input: RegisterTaskDefinitionRequest): ContainerDefinition {
  return {
    ...container,
    cpu: container.cpu ?? 0,
    essential: container.essential ?? true,
    environment: container.environment ?? [],
    mountPoints: container.mountPoints ?? [],
    volumesFrom: container.volumesFrom ?? [],
    systemControls: container.systemControls ?? [],
    portMappings: (container.portMappings ?? []).map((mapping) => ({
      ...mapping,
      ...(mapping.containerPort === undefined
        ? {}
        : { hostPort: mapping.hostPort ?? (input.networkMode === 'awsvpc' ? mapping.containerPort : 0) }),
      protocol: mapping.protocol ?? 'tcp',
    })),
    ...(container.healthCheck ? { healthCheck: { interval: 30, timeout: 5, retries: 3, ...container.healthCheck } } : {}),
  };
}

/** Where the definition could run: EC2 always, FARGATE when it has what Fargate asks for, EXTERNAL outside awsvpc. */
function compatibilitiesOf(input: RegisterTaskDefinitionRequest): Compatibility[] {
  const awsvpc = input.networkMode === 'awsvpc';
  const fargate = input.requiresCompatibilities?.includes('FARGATE') || (awsvpc && !!input.cpu && !!input.memory && !needsAHost(input));
  return [...(awsvpc ? [] : (['EXTERNAL'] as const)), 'EC2', ...(fargate ? (['FARGATE'] as const) : [])];
}

const needsAHost = (input: RegisterTaskDefinitionRequest): boolean =>
  (input.containerDefinitions ?? []).some((container) => container.privileged || container.links?.length) ||
  (input.volumes ?? []).some((volume) => volume.dockerVolumeConfiguration || volume.host?.sourcePath);

/** Capabilities that a host must have, as AWS derives them; a useful part of its list. */
function requiredAttributes(input: RegisterTaskDefinitionRequest): Attribute[] {
  const containers = input.containerDefinitions ?? [];
  const names = new Set<string>(['com.amazonaws.ecs.capability.docker-remote-api.1.18']);
  for (const { logConfiguration, secrets, image } of containers) {
    if (logConfiguration) names.add(`com.amazonaws.ecs.capability.logging-driver.${logConfiguration.logDriver}`);
    if (logConfiguration && input.executionRoleArn) names.add('ecs.capability.execution-role-awslogs');
    if (/\.dkr\.ecr\./.test(image ?? '')) names.add('com.amazonaws.ecs.capability.ecr-auth');
    for (const { valueFrom = '' } of secrets ?? []) {
      names.add(
        valueFrom.includes(':secretsmanager:')
          ? 'ecs.capability.secrets.asm.environment-variables'
          : 'ecs.capability.secrets.ssm.environment-variables',
      );
    }
  }
  if (input.taskRoleArn) names.add('com.amazonaws.ecs.capability.task-iam-role');
  if (input.networkMode === 'awsvpc') names.add('ecs.capability.task-eni');
  return [...names].sort().map((name) => ({ name }));
}
