import type { EntityType, GroupDetail, ManagedPolicyDetail, PolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { GroupState, PolicyHolder, PolicyState, RoleState, UserState } from '../../state/iam.ts';
import type { AccountState } from '../../state/world.ts';
import type { CallContext } from '../service.ts';
import { awsManagedPolicies } from './aws-managed.ts';
import { listPage } from './paging.ts';
import {
  attachedShape,
  boundaryShape,
  groupShape,
  instanceProfileShape,
  policyShape,
  tagList,
  userShape,
  versionShape,
  wholeRoleShape,
} from './shapes.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

/** One row of the account's list: what it is decides which list of the answer it goes to. */
type Row =
  | { type: 'User'; key: string; entity: UserState }
  | { type: 'Group'; key: string; entity: GroupState }
  | { type: 'Role'; key: string; entity: RoleState }
  | { type: 'LocalManagedPolicy' | 'AWSManagedPolicy'; key: string; entity: PolicyState };

export const authorizationDetailsHandlers: IamHandlers = {
  /** All of the account in one listing; the pages run through users, groups, roles and policies. Of AWS's policies those that are in use. */
  GetAccountAuthorizationDetails(input, context) {
    const wanted = new Set<EntityType>(input.Filter ?? []);
    const rows = rowsOf(context.account).filter(({ type }) => wanted.size === 0 || wanted.has(type));
    const { page, truncation } = listPage(rows, ({ key }) => key, input, `details ${[...wanted].sort().join(' ')}`);
    return {
      UserDetailList: page.flatMap((row) => (row.type === 'User' ? [userDetail(row.entity)] : [])),
      GroupDetailList: page.flatMap((row) => (row.type === 'Group' ? [groupDetail(row.entity)] : [])),
      RoleDetailList: page.flatMap((row) => (row.type === 'Role' ? [roleDetail(context, row.entity)] : [])),
      Policies: page.flatMap((row) =>
        row.type === 'LocalManagedPolicy' || row.type === 'AWSManagedPolicy' ? [policyDetail(context.account, row.entity)] : [],
      ),
      ...truncation,
    };
  },
};

export const authorizationDetailsRequirements: IamRequirements = {
  GetAccountAuthorizationDetails: () => [{ action: 'iam:GetAccountAuthorizationDetails', resource: '*' }],
};

function rowsOf(account: AccountState): Row[] {
  const { users, groups, roles, policies } = account.iam;
  const holders = [...Object.values(users), ...Object.values(groups), ...Object.values(roles)];
  const boundaries = [...Object.values(users), ...Object.values(roles)].map(({ boundary }) => boundary);
  const used = new Set([...holders.flatMap(({ attached }) => attached), ...boundaries]);
  const aws = [...awsManagedPolicies(account.partition).values()].filter(({ arn }) => used.has(arn));
  return [
    ...Object.values(users).map((entity): Row => ({ type: 'User', key: `1 ${entity.name}`, entity })),
    ...Object.values(groups).map((entity): Row => ({ type: 'Group', key: `2 ${entity.name}`, entity })),
    ...Object.values(roles).map((entity): Row => ({ type: 'Role', key: `3 ${entity.name}`, entity })),
    ...Object.values(policies).map((entity): Row => ({ type: 'LocalManagedPolicy', key: `4 ${entity.arn}`, entity })),
    ...aws.map((entity): Row => ({ type: 'AWSManagedPolicy', key: `5 ${entity.arn}`, entity })),
  ];
}

const userDetail = (user: UserState): UserDetail => ({
  ...userShape(user),
  UserPolicyList: inlineDetails(user),
  GroupList: user.groups,
  AttachedManagedPolicies: attachedShape(user),
  ...boundaryShape(user.boundary),
  Tags: tagList(user.tags),
});

const groupDetail = (group: GroupState): GroupDetail => ({
  ...groupShape(group),
  GroupPolicyList: inlineDetails(group),
  AttachedManagedPolicies: attachedShape(group),
});

function roleDetail(context: CallContext, role: RoleState): RoleDetail {
  const { Description: _text, MaxSessionDuration: _seconds, ...shape } = wholeRoleShape(context, role);
  const profiles = Object.values(context.account.iam.instanceProfiles).filter(({ roles }) => roles.includes(role.name));
  return {
    ...shape,
    InstanceProfileList: profiles.map((profile) => instanceProfileShape(context.world, context.account, profile)),
    RolePolicyList: inlineDetails(role),
    AttachedManagedPolicies: attachedShape(role),
    Tags: tagList(role.tags),
  };
}

const policyDetail = (account: AccountState, policy: PolicyState): ManagedPolicyDetail => ({
  ...policyShape(account, policy),
  ...(policy.description === null ? {} : { Description: policy.description }),
  PolicyVersionList: [...policy.versions].reverse().map((version) => ({ Document: version.document, ...versionShape(policy, version) })),
});

const inlineDetails = ({ inline }: PolicyHolder): PolicyDetail[] =>
  Object.entries(inline).map(([PolicyName, PolicyDocument]) => ({ PolicyName, PolicyDocument }));
