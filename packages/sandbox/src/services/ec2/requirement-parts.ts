import type { Ec2Place, StoredInstance, StoredMetadataOptions } from '../../state/ec2.ts';
import { own } from '../../state/iam.ts';
import { AwsFault, type CallContext, type Requirement } from '../service.ts';
import { shownProfile } from './instance-view.ts';
import { placeOf } from './place.ts';
import { taggable } from './taggable.ts';
import type { SentTag } from './tags.ts';

export type Conditions = NonNullable<Requirement['context']>;

/** ARN of something in the caller's account and Region; images and their like belong to nobody's account. */
export const ec2Arn = ({ account, region }: Pick<CallContext, 'account' | 'region'>, resource: string): string =>
  `arn:${account.partition}:ec2:${region}:${resource.startsWith('image/') ? '' : account.id}:${resource}`;

/** `resource` is `*` or the part of an ARN behind the account. */
export const need = (context: CallContext, action: string, resource: string, conditions: Conditions = {}): Requirement => ({
  action: `ec2:${action}`,
  resource: resource === '*' ? '*' : ec2Arn(context, resource),
  context: { 'ec2:Region': context.region, ...conditions },
});

/** Tags that a request sends. */
export function requestTags(tags: readonly SentTag[] | undefined): Conditions {
  if (!tags?.length) return {};
  const each = tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? ''] as const);
  return { ...Object.fromEntries(each), 'aws:TagKeys': tags.map(({ Key }) => Key ?? '') };
}

/** Tags that a resource has. */
export function resourceTags(tags: Record<string, string>): Conditions {
  const each = Object.entries(tags).flatMap(([key, value]) => [
    [`aws:ResourceTag/${key}`, value] as const,
    [`ec2:ResourceTag/${key}`, value] as const,
  ]);
  return Object.fromEntries(each);
}

/** What a policy can ask about metadata options. */
export const metadataConditions = (options: Partial<StoredMetadataOptions>): Conditions => ({
  ...(options.httpTokens ? { 'ec2:MetadataHttpTokens': options.httpTokens } : {}),
  ...(options.httpPutResponseHopLimit ? { 'ec2:MetadataHttpPutResponseHopLimit': String(options.httpPutResponseHopLimit) } : {}),
  ...(options.httpEndpoint ? { 'ec2:MetadataHttpEndpoint': options.httpEndpoint } : {}),
});

/** What a call asks for, as far as it can be told: a fault of the request is said after the permission is looked at. Null: it cannot. */
export function attempt<T>(find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof AwsFault) return null;
    throw error;
  }
}

function instanceConditions(place: Ec2Place, instance: StoredInstance): Conditions {
  const profile = shownProfile(place, instance.instanceId);
  return {
    ...resourceTags(instance.tags),
    ...metadataConditions(instance.metadataOptions),
    ...(profile ? { 'ec2:InstanceProfile': profile.Arn } : {}),
    'ec2:InstanceID': instance.instanceId,
    'ec2:InstanceType': instance.instanceType,
    'ec2:AvailabilityZone': instance.availabilityZone,
    'ec2:EbsOptimized': String(instance.ebsOptimized),
    'ec2:RootDeviceType': 'ebs',
    'ec2:Tenancy': instance.tenancy,
  };
}

/** On an instance, with all that a policy can ask about it; one that is not there has no more than its id. */
export function onInstance(context: CallContext, action: string, id: string | undefined, conditions: Conditions = {}): Requirement {
  const place = placeOf(context);
  const instance = own(place.ec2.instances, id ?? '');
  const known = instance ? instanceConditions(place, instance) : {};
  return need(context, action, `instance/${id}`, { ...known, ...conditions });
}

/** On any other thing with tags, by its id. */
export function onResource(context: CallContext, action: string, id: string, conditions: Conditions = {}): Requirement {
  const found = taggable(placeOf(context), id);
  if (found?.type === 'instance') return onInstance(context, action, id, conditions);
  return need(context, action, found ? `${found.type}/${id}` : `*/${id}`, { ...resourceTags(found?.tags ?? {}), ...conditions });
}

/** Tagging while something is created is a permission of its own (D-23). */
export const taggingOnCreate = (
  context: CallContext,
  createAction: string,
  type: string,
  tags: readonly SentTag[] | undefined,
): Requirement[] =>
  tags?.length ? [need(context, 'CreateTags', `${type}/*`, { ...requestTags(tags), 'ec2:CreateAction': createAction })] : [];
