import {
  type AttachedPolicy,
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsResponse,
  type GroupDetail,
  type IAMClient,
  type ManagedPolicyDetail,
  type PolicyDetail,
} from '@aws-sdk/client-iam';
import { call, tagsOf } from './answer.ts';
import { decodePolicy } from './policy-text.ts';
import type { AccountAuthorization, PolicyDocumentOf } from './readings.ts';

/**
 * Users and roles with all their policies in few calls (D-84). It tells neither a role's description nor its longest session: these are null
 * and 0 here; `role(name)` knows them.
 */
export async function accountAuthorization(client: () => IAMClient): Promise<AccountAuthorization> {
  const pages = await allPages(client);
  const policies = new Map(pages.flatMap((page) => page.Policies ?? []).map((policy) => [policy.Arn ?? '', managed(policy)]));
  const groups = new Map(pages.flatMap((page) => page.GroupDetailList ?? []).map((group) => [group.GroupName ?? '', group]));
  const attached = (list: AttachedPolicy[] | undefined) =>
    (list ?? []).map(
      ({ PolicyArn = '', PolicyName = '' }) => policies.get(PolicyArn) ?? { name: PolicyName, arn: PolicyArn, document: null },
    );
  const boundary = (arn: string | undefined) =>
    arn === undefined ? null : (policies.get(arn) ?? { name: arn.slice(arn.lastIndexOf('/') + 1), arn, document: null });
  const groupOf = (name: string) => {
    const group: GroupDetail = groups.get(name) ?? {};
    return { name, inline: inline(group.GroupPolicyList), attached: attached(group.AttachedManagedPolicies) };
  };
  return {
    users: pages
      .flatMap((page) => page.UserDetailList ?? [])
      .map((user) => ({
        name: user.UserName ?? '',
        arn: user.Arn ?? '',
        path: user.Path ?? '/',
        uniqueId: user.UserId ?? '',
        tags: tagsOf(user.Tags),
        inline: inline(user.UserPolicyList),
        attached: attached(user.AttachedManagedPolicies),
        groups: (user.GroupList ?? []).map(groupOf),
        boundary: boundary(user.PermissionsBoundary?.PermissionsBoundaryArn),
      })),
    roles: pages
      .flatMap((page) => page.RoleDetailList ?? [])
      .map((role) => ({
        name: role.RoleName ?? '',
        arn: role.Arn ?? '',
        path: role.Path ?? '/',
        uniqueId: role.RoleId ?? '',
        description: null,
        trust: decodePolicy(role.AssumeRolePolicyDocument),
        tags: tagsOf(role.Tags),
        maxSessionDuration: 0,
        createdAt: role.CreateDate?.toISOString() ?? '',
        lastUsed:
          role.RoleLastUsed?.LastUsedDate === undefined
            ? null
            : { at: role.RoleLastUsed.LastUsedDate.toISOString(), region: role.RoleLastUsed.Region ?? '' },
        inline: inline(role.RolePolicyList),
        attached: attached(role.AttachedManagedPolicies),
        groups: [],
        boundary: boundary(role.PermissionsBoundary?.PermissionsBoundaryArn),
        instanceProfiles: (role.InstanceProfileList ?? []).map(({ InstanceProfileName = '' }) => InstanceProfileName),
      })),
  };
}

async function allPages(client: () => IAMClient): Promise<GetAccountAuthorizationDetailsResponse[]> {
  const pages: GetAccountAuthorizationDetailsResponse[] = [];
  let Marker: string | undefined;
  do {
    // IAM may give fewer than MaxItems and still be truncated.
    const command = new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000, Marker });
    const page = await call('iam', 'GetAccountAuthorizationDetails', () => client().send(command));
    pages.push(page);
    Marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (Marker !== undefined);
  return pages;
}

const inline = (list: PolicyDetail[] | undefined): PolicyDocumentOf[] =>
  (list ?? []).map(({ PolicyName = '', PolicyDocument }) => ({ name: PolicyName, arn: null, document: decodePolicy(PolicyDocument) }));

function managed(policy: ManagedPolicyDetail): PolicyDocumentOf {
  const version = policy.PolicyVersionList?.find((one) => one.IsDefaultVersion === true);
  return { name: policy.PolicyName ?? '', arn: policy.Arn ?? '', document: decodePolicy(version?.Document) };
}
