import type { Tag } from '@aws-sdk/client-iam';
import type { CallContext } from '../service.ts';
import { change } from './change.ts';
import { onInstanceProfile, onPolicy, onRole, onUser, withContext } from './entity-requirements.ts';
import { requireInstanceProfile, requireOwnRole, requirePolicyByArn, requireRole, requireUser } from './find.ts';
import { requireOwnPolicy } from './managed-policies.ts';
import { listPage } from './paging.ts';
import { tagList } from './shapes.ts';
import { requestTagContext, withoutTags, withTags } from './tag-rules.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

type Kind = 'users' | 'roles' | 'policies' | 'instanceProfiles';
interface ListInput {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export const tagHandlers: IamHandlers = {
  TagUser: ({ UserName, Tags }, context) => tag(context, 'users', requireUser(context, UserName).name, Tags),
  TagRole: ({ RoleName, Tags }, context) => tag(context, 'roles', requireOwnRole(context, RoleName).name, Tags),
  TagPolicy: ({ PolicyArn, Tags }, context) => tag(context, 'policies', requireOwnPolicy(context, PolicyArn).arn, Tags),
  TagInstanceProfile: ({ InstanceProfileName, Tags }, context) =>
    tag(context, 'instanceProfiles', requireInstanceProfile(context, InstanceProfileName).name, Tags),
  UntagUser: ({ UserName, TagKeys }, context) => untag(context, 'users', requireUser(context, UserName).name, TagKeys),
  UntagRole: ({ RoleName, TagKeys }, context) => untag(context, 'roles', requireOwnRole(context, RoleName).name, TagKeys),
  UntagPolicy: ({ PolicyArn, TagKeys }, context) => untag(context, 'policies', requireOwnPolicy(context, PolicyArn).arn, TagKeys),
  UntagInstanceProfile: ({ InstanceProfileName, TagKeys }, context) =>
    untag(context, 'instanceProfiles', requireInstanceProfile(context, InstanceProfileName).name, TagKeys),
  ListUserTags: (input, context) => list(requireUser(context, input.UserName), input),
  ListRoleTags: (input, context) => list(requireRole(context, input.RoleName), input),
  ListPolicyTags: (input, context) => list(requirePolicyByArn(context, input.PolicyArn), input),
  ListInstanceProfileTags: (input, context) => list(requireInstanceProfile(context, input.InstanceProfileName), input),
};

const untagContext = (keys: string[]) => (keys.length === 0 ? {} : { 'aws:TagKeys': keys });

export const tagRequirements: IamRequirements = {
  TagUser: ({ UserName, Tags }, context) => [withContext(onUser('TagUser', UserName, context), requestTagContext(Tags))],
  TagRole: ({ RoleName, Tags }, context) => [withContext(onRole('TagRole', RoleName, context), requestTagContext(Tags))],
  TagPolicy: ({ PolicyArn, Tags }, context) => [withContext(onPolicy('TagPolicy', PolicyArn, context), requestTagContext(Tags))],
  TagInstanceProfile: ({ InstanceProfileName, Tags }, context) => [
    withContext(onInstanceProfile('TagInstanceProfile', InstanceProfileName, context), requestTagContext(Tags)),
  ],
  UntagUser: ({ UserName, TagKeys }, context) => [withContext(onUser('UntagUser', UserName, context), untagContext(TagKeys))],
  UntagRole: ({ RoleName, TagKeys }, context) => [withContext(onRole('UntagRole', RoleName, context), untagContext(TagKeys))],
  UntagPolicy: ({ PolicyArn, TagKeys }, context) => [withContext(onPolicy('UntagPolicy', PolicyArn, context), untagContext(TagKeys))],
  UntagInstanceProfile: ({ InstanceProfileName, TagKeys }, context) => [
    withContext(onInstanceProfile('UntagInstanceProfile', InstanceProfileName, context), untagContext(TagKeys)),
  ],
  ListUserTags: ({ UserName }, context) => [onUser('ListUserTags', UserName, context)],
  ListRoleTags: ({ RoleName }, context) => [onRole('ListRoleTags', RoleName, context)],
  ListPolicyTags: ({ PolicyArn }, context) => [onPolicy('ListPolicyTags', PolicyArn, context)],
  ListInstanceProfileTags: ({ InstanceProfileName }, context) => [
    onInstanceProfile('ListInstanceProfileTags', InstanceProfileName, context),
  ],
};

function tag(context: CallContext, kind: Kind, key: string, tags: readonly Tag[]): Record<never, never> {
  const after = withTags(context.account.iam[kind][key]?.tags ?? {}, tags);
  change(context, kind, key).tags = after;
  return {};
}

function untag(context: CallContext, kind: Kind, key: string, keys: readonly string[]): Record<never, never> {
  const entity = change(context, kind, key);
  entity.tags = withoutTags(entity.tags, keys);
  return {};
}

function list({ arn, tags }: { arn: string; tags: Record<string, string> }, input: ListInput) {
  const { page, truncation } = listPage(tagList(tags), ({ Key = '' }) => Key, input, `tags ${arn}`);
  return { Tags: page, ...truncation };
}
