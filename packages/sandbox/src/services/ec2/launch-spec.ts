import type { RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Ec2Place, StoredInstance } from '../../state/ec2.ts';
import { requireTemplate, requireVersion } from './template-find.ts';

/** What a launch asks for: RunInstances' own members. Auto Scaling sends the same; the counts default to one. */
export type LaunchRequest = Omit<RunInstancesRequest, 'MinCount' | 'MaxCount'> & {
  MinCount?: number | undefined;
  MaxCount?: number | undefined;
};

export interface LaunchSpec {
  request: LaunchRequest;
  launchTemplate: StoredInstance['launchTemplate'];
}

/** A request with what its launch template adds: members of the request win, whole (API reference, RunInstances, LaunchTemplate). Throws AwsFault. */
export function launchSpecOf({ ec2 }: Ec2Place, request: LaunchRequest): LaunchSpec {
  const named = request.LaunchTemplate;
  if (!named) return { request, launchTemplate: null };
  const template = requireTemplate(ec2, named);
  const { data, versionNumber } = requireVersion(template, named.Version);
  const { RamDiskId, TagSpecifications, ...rest } = structuredClone(data);
  const ofTemplate = { ...rest, ...(RamDiskId === undefined ? {} : { RamdiskId: RamDiskId }) };
  const asked = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
  const merged = { ...ofTemplate, ...asked } as LaunchRequest;
  // Group ids and names, or a whole network interface, stand for one another.
  const network = ['SecurityGroupIds', 'SecurityGroups', 'NetworkInterfaces'] as const;
  if (network.some((member) => request[member]?.length)) {
    for (const member of network) if (!request[member]?.length) delete merged[member];
  }
  // Tags add up; the request's win.
  merged.TagSpecifications = [
    ...((TagSpecifications ?? []) as NonNullable<LaunchRequest['TagSpecifications']>),
    ...(request.TagSpecifications ?? []),
  ];
  return {
    request: merged,
    launchTemplate: { id: template.launchTemplateId, name: template.launchTemplateName, version: String(versionNumber) },
  };
}
