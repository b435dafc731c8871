import { newId } from '../../auth/key-ids.ts';
import { passRole } from '../../auth/pass-role.ts';
import type { InstanceProfileState } from '../../state/iam.ts';
import { change, create, remove } from './change.ts';
import { onInstanceProfile, onRole } from './entity-requirements.ts';
import { alreadyExists, deleteConflict, noSuchEntity } from './faults.ts';
import { requireInstanceProfile, requireOwnRole, requireRole } from './find.ts';
import { arnOf, iamArn, isTaken } from './names.ts';
import { listPage, underPath } from './paging.ts';
import { requireQuota } from './quotas.ts';
import { instanceProfileShape } from './shapes.ts';
import { checkedTags, requestTagContext } from './tag-rules.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

/** A profile is a thing of its own, with its own name and path; nothing makes one by itself (D-42). */
export const instanceProfileHandlers: IamHandlers = {
  CreateInstanceProfile({ InstanceProfileName, Path = '/', Tags }, context) {
    const { instanceProfiles } = context.account.iam;
    if (isTaken(Object.keys(instanceProfiles), InstanceProfileName)) {
      throw alreadyExists(`Instance Profile ${InstanceProfileName} already exists.`);
    }
    requireQuota('InstanceProfilesPerAccount', Object.keys(instanceProfiles).length + 1);
    const profile: InstanceProfileState = {
      name: InstanceProfileName,
      path: Path,
      id: newId(context.world, 'AIPA', context.account.id),
      arn: iamArn(context, 'instance-profile', InstanceProfileName, Path),
      createdAt: context.now.toISOString(),
      tags: checkedTags(Tags),
      roles: [],
    };
    create(context, 'instanceProfiles', InstanceProfileName, profile);
    return { InstanceProfile: instanceProfileShape(context.world, context.account, profile) };
  },

  GetInstanceProfile({ InstanceProfileName }, context) {
    const profile = requireInstanceProfile(context, InstanceProfileName);
    return { InstanceProfile: instanceProfileShape(context.world, context.account, profile) };
  },

  ListInstanceProfiles(input, { account, world }) {
    const profiles = Object.values(account.iam.instanceProfiles).filter(underPath(input.PathPrefix));
    const { page, truncation } = listPage(profiles, ({ name }) => name, input, `profiles ${input.PathPrefix ?? ''}`);
    return { InstanceProfiles: page.map((profile) => withoutTags(instanceProfileShape(world, account, profile))), ...truncation };
  },

  ListInstanceProfilesForRole(input, context) {
    const role = requireRole(context, input.RoleName);
    const profiles = Object.values(context.account.iam.instanceProfiles).filter(({ roles }) => roles.includes(role.name));
    const { page, truncation } = listPage(profiles, ({ name }) => name, input, `profiles of ${role.name}`);
    return {
      InstanceProfiles: page.map((profile) => withoutTags(instanceProfileShape(context.world, context.account, profile))),
      ...truncation,
    };
  },

  /** One role at most. */
  AddRoleToInstanceProfile({ InstanceProfileName, RoleName }, context) {
    const { roles } = requireInstanceProfile(context, InstanceProfileName);
    requireOwnRole(context, RoleName);
    requireQuota('InstanceSessionsPerInstanceProfile', roles.length + 1);
    change(context, 'instanceProfiles', InstanceProfileName).roles.push(RoleName);
    return {};
  },

  RemoveRoleFromInstanceProfile({ InstanceProfileName, RoleName }, context) {
    const { roles } = requireInstanceProfile(context, InstanceProfileName);
    requireRole(context, RoleName);
    if (!roles.includes(RoleName)) {
      throw noSuchEntity(`Role ${RoleName} in instance profile ${InstanceProfileName} cannot be found.`);
    }
    const profile = change(context, 'instanceProfiles', InstanceProfileName);
    profile.roles = profile.roles.filter((name) => name !== RoleName);
    return {};
  },

  DeleteInstanceProfile({ InstanceProfileName }, context) {
    if (requireInstanceProfile(context, InstanceProfileName).roles.length > 0) {
      throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.');
    }
    remove(context, 'instanceProfiles', InstanceProfileName);
    return {};
  },
};

export const instanceProfileRequirements: IamRequirements = {
  CreateInstanceProfile: ({ InstanceProfileName, Path, Tags }, context) => {
    const resource = iamArn(context, 'instance-profile', InstanceProfileName, Path);
    const tags = requestTagContext(Tags);
    const tagging = Tags?.length ? [{ action: 'iam:TagInstanceProfile', resource, context: tags }] : [];
    return [{ action: 'iam:CreateInstanceProfile', resource, context: tags }, ...tagging];
  },
  GetInstanceProfile: ({ InstanceProfileName }, context) => [onInstanceProfile('GetInstanceProfile', InstanceProfileName, context)],
  ListInstanceProfiles: ({ PathPrefix }, context) => [
    { action: 'iam:ListInstanceProfiles', resource: iamArn(context, 'instance-profile', '', PathPrefix) },
  ],
  ListInstanceProfilesForRole: ({ RoleName }, context) => [onRole('ListInstanceProfilesForRole', RoleName, context)],
  AddRoleToInstanceProfile: ({ InstanceProfileName, RoleName }, context) => [
    onInstanceProfile('AddRoleToInstanceProfile', InstanceProfileName, context),
    passRole(arnOf(context, 'role', RoleName), 'ec2.amazonaws.com'),
  ],
  RemoveRoleFromInstanceProfile: ({ InstanceProfileName }, context) => [
    onInstanceProfile('RemoveRoleFromInstanceProfile', InstanceProfileName, context),
  ],
  DeleteInstanceProfile: ({ InstanceProfileName }, context) => [onInstanceProfile('DeleteInstanceProfile', InstanceProfileName, context)],
};

/** Lists show no tags. */
function withoutTags<P extends { Tags?: unknown }>({ Tags: _tags, ...profile }: P): Omit<P, 'Tags'> {
  return profile;
}
