import { passRole } from '../../auth/pass-role.ts';
import { AwsFault, type CallContext, type Requirement } from '../service.ts';
import { type LaunchRequest, type LaunchSpec, launchSpecOf } from './launch-spec.ts';
import { checkedMetadataOptions } from './metadata-options.ts';
import { placeOf } from './place.ts';
import { type NamedProfile, roleInProfile } from './profile.ts';
import { type Conditions, ec2Arn, metadataConditions, need, onResource, requestTags, taggingOnCreate } from './requirement-parts.ts';

/**
 * What RunInstances needs: itself on everything that it uses or makes, tagging what it makes, and passing the role in the profile. What a
 * launch template says counts as if it had been asked for; using one is a permission too. Source: service authorization reference, EC2.
 */
export function launchRequirements(input: LaunchRequest, context: CallContext): Requirement[] {
  const { request, launchTemplate } = specOf(context, input);
  const template = launchTemplate && { 'ec2:LaunchTemplate': ec2Arn(context, `launch-template/${launchTemplate.id}`) };
  const onPart = (resource: string, conditions: Conditions = {}) => need(context, 'RunInstances', resource, { ...template, ...conditions });
  const tagsFor = (type: string) =>
    (request.TagSpecifications ?? []).filter(({ ResourceType }) => ResourceType === type).flatMap(({ Tags }) => Tags ?? []);
  const profileArn = arnOf(context, request.IamInstanceProfile);
  const onInstances = onPart('instance/*', {
    ...requestTags(tagsFor('instance')),
    ...metadataConditions(optionsOf(request)),
    ...(profileArn === null ? {} : { 'ec2:InstanceProfile': profileArn }),
    'ec2:InstanceType': String(request.InstanceType ?? 'm1.small'),
    'ec2:EbsOptimized': String(request.EbsOptimized ?? false),
    'ec2:Tenancy': request.Placement?.Tenancy ?? 'default',
    'ec2:RootDeviceType': 'ebs',
  });
  const groups = request.SecurityGroupIds?.length ? request.SecurityGroupIds : ['*'];
  return [
    onInstances,
    onPart(`image/${request.ImageId ?? '*'}`),
    onPart(`subnet/${request.SubnetId ?? '*'}`),
    ...groups.map((group) => onPart(`security-group/${group}`)),
    onPart('network-interface/*', requestTags(tagsFor('network-interface'))),
    onPart('volume/*', requestTags(tagsFor('volume'))),
    ...(request.KeyName === undefined ? [] : [onPart(`key-pair/${request.KeyName}`)]),
    ...(launchTemplate ? [onResource(context, 'RunInstances', launchTemplate.id)] : []),
    ...['instance', 'volume', 'network-interface'].flatMap((type) => taggingOnCreate(context, 'RunInstances', type, tagsFor(type))),
    ...passing(context, request.IamInstanceProfile),
  ];
}

function specOf(context: CallContext, request: LaunchRequest): LaunchSpec {
  try {
    return launchSpecOf(placeOf(context), request);
  } catch (error) {
    // A template that is not there: the call itself says so, to whom it may be said.
    if (error instanceof AwsFault) return { request, launchTemplate: null };
    throw error;
  }
}

function optionsOf({ MetadataOptions }: LaunchRequest) {
  try {
    return checkedMetadataOptions(MetadataOptions ?? {});
  } catch {
    return {};
  }
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
