import type {
  LaunchTemplateSpotMarketOptions,
  LaunchTemplateSpotMarketOptionsRequest,
  RequestLaunchTemplateData,
  ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2';
import type { StoredTemplateVersion } from '../../state/ec2.ts';
import type { Stored } from '../../state/ecs.ts';
import { AwsFault } from '../service.ts';
import { checkedMetadataOptions } from './metadata-options.ts';
import { specifiedTags } from './tags.ts';
import { checkedUserData } from './user-data.ts';

type Data = StoredTemplateVersion['data'];

/**
 * What a call sends, as it is kept. With a source, members that were not sent come from there, each whole: a nested structure is never
 * merged, nothing can be taken away, and snapshots of the source's block devices stay behind (D-72). Throws in EC2's words.
 */
export function templateData(sent: RequestLaunchTemplateData, source: Data | null): Data {
  const own = JSON.parse(JSON.stringify(sent)) as Data;
  if (Object.keys(own).length === 0 && source === null) {
    throw new AwsFault('MissingParameter', 'The request must contain the parameter LaunchTemplateData');
  }
  if (own.UserData) checkedUserData(own.UserData);
  checkedMetadataOptions(own.MetadataOptions ?? {});
  for (const { Tags, ResourceType } of own.TagSpecifications ?? []) specifiedTags([{ ResourceType, Tags }], ResourceType ?? '');
  if (own.IamInstanceProfile?.Name !== undefined && own.IamInstanceProfile.Arn !== undefined) {
    throw new AwsFault('InvalidParameterCombination', 'You may specify either the name or the ARN of an instance profile, but not both');
  }
  return source === null ? own : { ...withoutSnapshots(structuredClone(source)), ...own };
}

function withoutSnapshots(data: Data): Data {
  for (const { Ebs } of data.BlockDeviceMappings ?? []) delete Ebs?.SnapshotId;
  return data;
}

/**
 * The same as DescribeLaunchTemplateVersions shows it: metadata options have a state besides, the times of a spot request are dates again.
 * `image`: what stands for ImageId where an alias is to be resolved.
 */
export function shownTemplateData(data: Data, image: string | undefined): ResponseLaunchTemplateData {
  const { MetadataOptions, InstanceMarketOptions, ...rest } = structuredClone(data);
  const { SpotOptions, ...market } = InstanceMarketOptions ?? {};
  return {
    ...(rest as ResponseLaunchTemplateData),
    ...(image === undefined ? {} : { ImageId: image }),
    ...(MetadataOptions ? { MetadataOptions: { State: 'applied', ...MetadataOptions } } : {}),
    ...(InstanceMarketOptions
      ? { InstanceMarketOptions: { ...market, ...(SpotOptions ? { SpotOptions: shownSpot(SpotOptions) } : {}) } }
      : {}),
  };
}

const shownSpot = ({ ValidUntil, ...spot }: Stored<LaunchTemplateSpotMarketOptionsRequest>): LaunchTemplateSpotMarketOptions => ({
  ...spot,
  ...(ValidUntil === undefined ? {} : { ValidUntil: new Date(ValidUntil) }),
});
