import type { ContainerDefinition, RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { AwsFault } from '../service.ts';
import { requireWords } from './enums.ts';
import { isFargateSize } from './fargate-sizes.ts';
import { isEcsName } from './names.ts';

const refuse = (message: string): never => {
  throw new AwsFault('ClientException', message);
};

/** What AWS refuses before it stores a revision. Source: API reference of ECS, RegisterTaskDefinition and its types. */
export function checkTaskDefinition(input: RegisterTaskDefinitionRequest): void {
  if (!input.family) refuse('Family should not be null or empty.');
  if (!isEcsName(input.family ?? '')) refuse('Family contains invalid characters.');
  requireWords(input, ['networkMode', 'pidMode', 'ipcMode', 'requiresCompatibilities'], 'ClientException');
  const containers = input.containerDefinitions ?? [];
  if (containers.length === 0) refuse('Container list cannot be empty.');
  if (containers.length > 10) refuse('A task definition cannot have more than 10 containers.');
  if (!containers.some((container) => container.essential !== false))
    refuse('Invalid container configuration: at least one essential container is needed.');
  const names = new Set<string>();
  for (const container of containers) {
    checkContainer(container, input);
    if (names.has(container.name ?? '')) refuse(`Container.name contains duplicate values: ${container.name}`);
    names.add(container.name ?? '');
  }
  for (const { dependsOn } of containers) {
    for (const { containerName } of dependsOn ?? [])
      if (!names.has(containerName ?? '')) refuse(`Invalid dependsOn: unknown container '${containerName}'.`);
  }
  checkVolumes(input);
  if (input.requiresCompatibilities?.includes('FARGATE')) checkFargate(input);
  // The documented limit of 64 KiB is on the whole request.
  if (Buffer.byteLength(JSON.stringify(input)) > 65_536) refuse('The task definition is too large. The maximum size is 64 KiB.');
}

function checkContainer(container: ContainerDefinition, input: RegisterTaskDefinitionRequest): void {
  if (!container.name) refuse('Container.name should not be null or empty.');
  if (!isEcsName(container.name ?? '')) refuse('Container.name contains invalid characters.');
  if (!container.image) refuse('Container.image should not be null or empty.');
  if (/\s/.test(container.image ?? '')) refuse('Container.image contains invalid characters.');
  if (!input.memory && !container.memory && !container.memoryReservation) {
    refuse(`Invalid setting for container '${container.name}'. At least one of 'memory' or 'memoryReservation' must be specified.`);
  }
  if (container.memory && container.memoryReservation && container.memory < container.memoryReservation) {
    refuse(`Invalid setting for container '${container.name}'. 'memory' must be greater than 'memoryReservation'.`);
  }
  for (const { name } of container.environment ?? []) if (!name) refuse('Environment variable name should not be null or empty.');
  const given = new Set((container.environment ?? []).map(({ name }) => name));
  for (const secret of container.secrets ?? []) {
    if (!secret.name || !secret.valueFrom) refuse('Secret.name and Secret.valueFrom should not be null or empty.');
    if (given.has(secret.name)) {
      refuse(
        `The secret name must be unique and not shared with any new or existing environment variables set on the container, such as '${secret.name}'.`,
      );
    }
  }
  if (container.secrets?.length && !input.executionRoleArn) {
    refuse("When you are specifying container secrets, you must also specify a value for 'executionRoleArn'.");
  }
}

function checkVolumes(input: RegisterTaskDefinitionRequest): void {
  const volumes = new Set((input.volumes ?? []).map(({ name }) => name));
  if (volumes.size !== (input.volumes ?? []).length) refuse('Volume names must be unique.');
  for (const { mountPoints } of input.containerDefinitions ?? []) {
    for (const { sourceVolume } of mountPoints ?? [])
      if (sourceVolume && !volumes.has(sourceVolume)) refuse(`Unknown volume '${sourceVolume}'.`);
  }
}

function checkFargate(input: RegisterTaskDefinitionRequest): void {
  if (input.networkMode !== 'awsvpc') refuse('Fargate only supports network mode ‘awsvpc’.');
  if (!input.cpu) refuse("Fargate requires that 'cpu' be defined at the task level.");
  if (!input.memory) refuse("Fargate requires that 'memory' be defined at the task level.");
  if (!isFargateSize(input.cpu ?? '', input.memory ?? '')) {
    refuse(
      `No Fargate configuration exists for given values: ${input.cpu} CPU, ${input.memory} memory. See the Amazon ECS documentation for the valid values.`,
    );
  }
  const logs = (input.containerDefinitions ?? []).some((container) => container.logConfiguration?.logDriver === 'awslogs');
  if (logs && !input.executionRoleArn) refuse('Fargate requires task definition to have execution role ARN to support log driver awslogs.');
}
