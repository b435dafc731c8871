import type { HclItem } from './hcl.ts';

/** Members of a task definition that are attributes of aws_ecs_task_definition under the same name. */
const attributes = [
  'family',
  'taskRoleArn',
  'executionRoleArn',
  'networkMode',
  'cpu',
  'memory',
  'requiresCompatibilities',
  'pidMode',
  'ipcMode',
  'enableFaultInjection',
];
/** Members that are blocks, one each for the items of a list. */
const blocks: Record<string, string> = {
  volumes: 'volume',
  placementConstraints: 'placement_constraints',
  proxyConfiguration: 'proxy_configuration',
  ephemeralStorage: 'ephemeral_storage',
  runtimePlatform: 'runtime_platform',
};
const volumeKinds = new Set(['efsVolumeConfiguration', 'dockerVolumeConfiguration', 'fsxWindowsFileServerVolumeConfiguration']);

/**
 * RegisterTaskDefinition's body → what stands in aws_ecs_task_definition. What the provider has no argument for is named in a comment, not
 * dropped in silence. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_task_definition
 */
export function taskDefinitionItems(body: Record<string, unknown>, tags: Record<string, string>): HclItem[] {
  const present = attributes.filter((name) => body[name] !== undefined && !isEmpty(body[name]));
  const unknown = Object.keys(body).filter(
    (name) => name !== 'containerDefinitions' && !attributes.includes(name) && !(name in blocks) && !isEmpty(body[name]),
  );
  return [
    ...unknown.map(notCarried),
    ...present.map((name): HclItem => ({ attribute: snake(name), value: body[name] })),
    { attribute: 'container_definitions', value: { $jsonencode: body.containerDefinitions } },
    { attribute: 'skip_destroy', value: true },
    ...(Object.keys(tags).length === 0 ? [] : [{ attribute: 'tags', value: tags }]),
    ...Object.entries(blocks).flatMap(([member, name]) => listOf(body[member]).flatMap((item) => blockOf(name, item))),
  ];
}

function blockOf(block: string, item: Record<string, unknown>): HclItem[] {
  const body = Object.entries(item).flatMap(([member, value]): HclItem[] => {
    if (member === 'host') return hostPath(value);
    if (member === 'properties')
      return [{ attribute: 'properties', value: Object.fromEntries(listOf(value).map((one) => [String(one.name), one.value])) }];
    if (/VolumeConfiguration$/.test(member) && !volumeKinds.has(member)) return [notCarried(member)];
    const isMap = member === 'driverOpts' || member === 'labels';
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isMap && !('$hcl' in value)) {
      return blockOf(snake(member), value as Record<string, unknown>);
    }
    return [{ attribute: member === 'configuredAtLaunch' ? 'configure_at_launch' : snake(member), value }];
  });
  const inLine = body.filter((one) => 'attribute' in one);
  const nested = body.filter((one) => !('attribute' in one) && !('blank' in one));
  return [{ blank: true }, { block, body: [...inLine, ...nested.flatMap((one): HclItem[] => [{ blank: true }, one])] }];
}

const notCarried = (member: string): HclItem => ({ comment: `Not carried over, because the provider has no argument for it: ${member}` });

function hostPath(value: unknown): HclItem[] {
  const path = typeof value === 'object' && value !== null && 'sourcePath' in value ? value.sourcePath : undefined;
  return path === undefined ? [] : [{ attribute: 'host_path', value: path }];
}

const snake = (name: string): string => name.replace('GiB', 'Gib').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !('$hcl' in value) && Object.keys(value).length === 0;

function listOf(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'object' && value !== null && !isEmpty(value) ? [value as Record<string, unknown>] : [];
}
