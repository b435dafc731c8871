import type {
  AttachedPermissionsBoundary,
  AttachedPolicy,
  Group,
  InstanceProfile,
  Policy,
  PolicyVersion,
  Role,
  Tag,
  User,
} from '@aws-sdk/client-iam';
import { shownUse } from '../../auth/last-use.ts';
import type {
  GroupState,
  InstanceProfileState,
  LastUsed,
  PolicyHolder,
  PolicyState,
  PolicyVersionState,
  RoleState,
  UserState,
} from '../../state/iam.ts';
import { own } from '../../state/iam.ts';
import type { AccountState, World } from '../../state/world.ts';
import type { CallContext } from '../service.ts';
import { shownDocument } from './principals.ts';

/** Tags as IAM lists them. */
export const tagList = (tags: Readonly<Record<string, string>>): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** A boundary as users and roles show it. */
export const boundaryShape = (boundary: string | null): { PermissionsBoundary?: AttachedPermissionsBoundary } =>
  boundary === null
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundary } };

/** Attached managed policies, in the order of attaching. */
export const attachedShape = ({ attached }: PolicyHolder): AttachedPolicy[] =>
  attached.map((PolicyArn) => ({ PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1), PolicyArn }));

/** A user as ListUsers shows it; GetUser adds tags and boundary. */
export const userShape = (user: UserState): User => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: user.arn,
  CreateDate: new Date(user.createdAt),
});

export const wholeUserShape = (user: UserState): User => ({ ...userShape(user), ...boundaryShape(user.boundary), ...tagsShape(user.tags) });

export const groupShape = (group: GroupState): Group => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: group.arn,
  CreateDate: new Date(group.createdAt),
});

/** A role as ListRoles shows it: without tags, boundary and last use. */
export const roleShape = (world: World, role: RoleState): Role => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: new Date(role.createdAt),
  AssumeRolePolicyDocument: shownDocument(world, role.trust),
  ...(role.description === null ? {} : { Description: role.description }),
  MaxSessionDuration: role.maxSessionDuration,
});

export const wholeRoleShape = ({ world, now }: Pick<CallContext, 'world' | 'now'>, role: RoleState): Role => ({
  ...roleShape(world, role),
  ...boundaryShape(role.boundary),
  ...tagsShape(role.tags),
  RoleLastUsed: roleLastUsedShape(role.lastUsed, now),
});

/** Empty when the role was never used in the tracking period. */
export function roleLastUsedShape(lastUsed: LastUsed, now: Date): { LastUsedDate?: Date; Region?: string } {
  const use = shownUse(lastUsed, now);
  return use ? { LastUsedDate: new Date(use.at), Region: use.region } : {};
}

export function instanceProfileShape(world: World, account: AccountState, profile: InstanceProfileState): InstanceProfile {
  const roles = profile.roles.map((name) => own(account.iam.roles, name)).filter((role) => role !== null);
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdAt),
    Roles: roles.map((role) => roleShape(world, role)),
    ...tagsShape(profile.tags),
  };
}

/** A policy as ListPolicies shows it; GetPolicy adds description and tags. */
export function policyShape(account: AccountState, policy: PolicyState): Policy {
  const holders = [...Object.values(account.iam.users), ...Object.values(account.iam.groups), ...Object.values(account.iam.roles)];
  const bounded = [...Object.values(account.iam.users), ...Object.values(account.iam.roles)];
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: holders.filter(({ attached }) => attached.includes(policy.arn)).length,
    PermissionsBoundaryUsageCount: bounded.filter(({ boundary }) => boundary === policy.arn).length,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

export const wholePolicyShape = (account: AccountState, policy: PolicyState): Policy => ({
  ...policyShape(account, policy),
  ...(policy.description === null ? {} : { Description: policy.description }),
  Tags: tagList(policy.tags),
});

/** A version without its document, as ListPolicyVersions shows it. */
export const versionShape = (policy: PolicyState, version: PolicyVersionState): PolicyVersion => ({
  VersionId: version.id,
  IsDefaultVersion: version.id === policy.defaultVersionId,
  CreateDate: new Date(version.createdAt),
});

const tagsShape = (tags: Readonly<Record<string, string>>): { Tags?: Tag[] } =>
  Object.keys(tags).length === 0 ? {} : { Tags: tagList(tags) };
