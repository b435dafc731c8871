import type { Instance, LaunchTemplateVersion } from '@aws-sdk/client-ec2';
import type { InstanceFacts, MetadataOptions } from '@rolewright/shared/inventory/ec2/facts.ts';
import { Secret } from '@rolewright/shared/secret.ts';
import { tagsOf } from './answer.ts';
import type { LaunchTemplateVersionReading } from './ec2-port.ts';

/** A start moves the launch time; the first network interface stays attached since the first launch. */
const sameLaunchMilliseconds = 10 * 60_000;

/** DescribeInstances' instance in our words. */
export function instanceFacts(instance: Instance): InstanceFacts {
  const tags = tagsOf(instance.Tags);
  const state = instance.State?.Name ?? '';
  const attached = (instance.NetworkInterfaces ?? []).flatMap((one) => one.Attachment?.AttachTime?.getTime() ?? []);
  const launched = instance.LaunchTime?.getTime() ?? 0;
  return {
    instanceId: instance.InstanceId ?? '',
    name: tags.Name || null,
    state,
    launchedAt: instance.LaunchTime?.toISOString() ?? '',
    stateReason: instance.StateTransitionReason ?? '',
    wasStopped: state === 'stopped' || state === 'stopping' || attached.some((at) => launched - at > sameLaunchMilliseconds),
    imageId: instance.ImageId ?? '',
    isWindows: instance.Platform?.toLowerCase() === 'windows',
    profileArn: instance.IamInstanceProfile?.Arn ?? null,
    profileState: null,
    metadata: metadataOptions(instance.MetadataOptions),
    tags,
  };
}

/** DescribeLaunchTemplateVersions' version in our words. */
export function templateVersionReading(version: LaunchTemplateVersion): LaunchTemplateVersionReading {
  const { ImageId, UserData, IamInstanceProfile, MetadataOptions } = version.LaunchTemplateData ?? {};
  return {
    templateId: version.LaunchTemplateId ?? '',
    templateName: version.LaunchTemplateName ?? '',
    version: version.VersionNumber ?? 0,
    imageId: ImageId ?? null,
    profile: IamInstanceProfile?.Arn ?? IamInstanceProfile?.Name ?? null,
    metadata: metadataOptions(MetadataOptions),
    userData: UserData ? new Secret(UserData) : null,
  };
}

/** Metadata options of either service's spelling; null stands for what is not said. */
export function metadataOptions(
  options: { HttpEndpoint?: string | undefined; HttpTokens?: string | undefined; HttpPutResponseHopLimit?: number | undefined } = {},
): MetadataOptions {
  const { HttpEndpoint, HttpTokens, HttpPutResponseHopLimit } = options;
  return {
    endpoint: HttpEndpoint === 'enabled' || HttpEndpoint === 'disabled' ? HttpEndpoint : null,
    tokens: HttpTokens === 'optional' || HttpTokens === 'required' ? HttpTokens : null,
    hopLimit: HttpPutResponseHopLimit ?? null,
  };
}
