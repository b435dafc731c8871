import { passRole } from '../../auth/pass-role.ts';
import type { CallContext, Requirement } from '../service.ts';
import { requireImage } from './images.ts';
import { networkOf } from './launch-network.ts';
import { type LaunchRequest, launchSpecOf } from './launch-spec.ts';
import { checkedMetadataOptions } from './metadata-options.ts';
import { placeOf } from './place.ts';
import { type NamedProfile, roleInProfile } from './profile.ts';
import {
  attempt,
  type Conditions,
  ec2Arn,
  metadataConditions,
  need,
  onResource,
  requestTags,
  taggingOnCreate,
} from './requirement-parts.ts';

/**
 * What RunInstances needs: itself on everything that it uses or makes, tagging what it makes, and passing the role in the profile. What a
 * launch template says counts as if it had been asked for, and using one is a permission too. Source: service authorization reference, EC2.
 */
export function launchRequirements(input: LaunchRequest, context: CallContext): Requirement[] {
  const place = placeOf(context);
  const { request, launchTemplate } = attempt(() => launchSpecOf(place, input)) ?? { request: input, launchTemplate: null };
  const network = attempt(() => networkOf(place, request));
  const image = attempt(() => requireImage(place, request.ImageId ?? '').imageId) ?? request.ImageId ?? '*';
  const onPart = (resource: string, asked: unknown, conditions: Conditions = {}) =>
    need(context, 'RunInstances', resource, { ...fromTemplate(context, launchTemplate?.id, asked), ...conditions });
  const tagsFor = (type: string) =>
    (request.TagSpecifications ?? []).filter(({ ResourceType }) => ResourceType === type).flatMap(({ Tags }) => Tags ?? []);
  const groups = network?.securityGroupIds ?? request.SecurityGroupIds ?? ['*'];
  const askedGroups = input.SecurityGroupIds ?? input.SecurityGroups ?? input.NetworkInterfaces;
  return [
    onPart('instance/*', undefined, { ...instanceConditions(context, request), ...requestTags(tagsFor('instance')) }),
    onPart(`image/${image}`, input.ImageId),
    onPart(`subnet/${network?.subnet.subnetId ?? request.SubnetId ?? '*'}`, input.SubnetId ?? input.NetworkInterfaces),
    ...groups.map((group) => onPart(`security-group/${group}`, askedGroups)),
    onPart('network-interface/*', input.NetworkInterfaces, requestTags(tagsFor('network-interface'))),
    onPart('volume/*', input.BlockDeviceMappings, requestTags(tagsFor('volume'))),
    ...(request.KeyName === undefined ? [] : [onPart(`key-pair/${request.KeyName}`, input.KeyName)]),
    ...(launchTemplate ? [onResource(context, 'RunInstances', launchTemplate.id)] : []),
    ...['instance', 'volume', 'network-interface'].flatMap((type) => taggingOnCreate(context, 'RunInstances', type, tagsFor(type))),
    ...passing(context, request.IamInstanceProfile),
  ];
}

/** Which template a launch uses, and whether a part of it comes from there: nothing was `asked` for besides. */
const fromTemplate = (context: CallContext, id: string | undefined, asked: unknown): Conditions =>
  id === undefined
    ? {}
    : {
        'ec2:LaunchTemplate': ec2Arn(context, `launch-template/${id}`),
        'ec2:IsLaunchTemplateResource': String(asked === undefined),
      };

function instanceConditions(context: CallContext, request: LaunchRequest): Conditions {
  const profileArn = arnOf(context, request.IamInstanceProfile);
  return {
    ...metadataConditions(attempt(() => checkedMetadataOptions(request.MetadataOptions ?? {})) ?? {}),
    ...(profileArn === null ? {} : { 'ec2:InstanceProfile': profileArn }),
    'ec2:InstanceType': String(request.InstanceType ?? 'm1.small'),
    'ec2:EbsOptimized': String(request.EbsOptimized ?? false),
    'ec2:Tenancy': request.Placement?.Tenancy ?? 'default',
    'ec2:RootDeviceType': 'ebs',
  };
}

/** ARN of a profile that is named either way. */
export function arnOf({ account }: CallContext, named: NamedProfile | undefined): string | null {
  if (named?.Arn !== undefined) return named.Arn;
  if (named?.Name === undefined) return null;
  return account.iam.instanceProfiles[named.Name]?.arn ?? `arn:${account.partition}:iam::${account.id}:instance-profile/${named.Name}`;
}

/** Passing the role in a profile to EC2; nothing where there is no such role, which the call itself then says. */
export function passing(context: CallContext, named: NamedProfile | undefined, instanceArn?: string): Requirement[] {
  const role = named ? roleInProfile(context, named) : null;
  return role === null ? [] : [passRole(role, 'ec2.amazonaws.com', instanceArn)];
}
