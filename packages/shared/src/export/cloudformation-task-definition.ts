/** Maps whose keys the operator or another program chose. */
const freeMaps = new Set(['options', 'dockerLabels', 'driverOpts', 'labels']);

/** Members that CloudFormation names otherwise than by a capital letter. */
const otherNames: Record<string, string> = {
  efsVolumeConfiguration: 'EFSVolumeConfiguration',
  fsxWindowsFileServerVolumeConfiguration: 'FSxWindowsFileServerVolumeConfiguration',
  iam: 'IAM',
  properties: 'ProxyConfigurationProperties',
};

/** Members of the API that AWS::ECS::TaskDefinition does not have. */
const unknownToCloudFormation = new Set(['s3filesVolumeConfiguration', 'sharingStrategy', 'versionConsistency', 'inferenceAccelerators']);

/**
 * RegisterTaskDefinition's body → Properties of AWS::ECS::TaskDefinition, and the members that it has no property for.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html
 */
export function taskDefinitionProperties(
  body: Record<string, unknown>,
  tags: Record<string, string>,
): { properties: Record<string, unknown>; left: string[] } {
  const left: string[] = [];
  const convert = (value: unknown, within: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => convert(item, within));
    if (typeof value !== 'object' || value === null || '$secret' in value || 'Ref' in value || 'Fn::GetAtt' in value) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([member, item]) => {
        if (unknownToCloudFormation.has(member)) {
          left.push(member);
          return [];
        }
        if (isEmpty(item)) return [];
        return [[nameOf(member, within), freeMaps.has(member) ? item : convert(item, member)]];
      }),
    );
  };
  const properties = convert(body, '') as Record<string, unknown>;
  const tagList = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return { properties: { ...properties, ...(tagList.length === 0 ? {} : { Tags: tagList }) }, left: [...new Set(left)] };
}

function nameOf(member: string, within: string): string {
  if (member === 'fileSystemId' && within === 'efsVolumeConfiguration') return 'FilesystemId';
  return otherNames[member] ?? member[0]?.toUpperCase() + member.slice(1);
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
