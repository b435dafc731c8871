import type { IamState } from '../../state/iam.ts';
import { alreadyExists, noSuchEntity } from './faults.ts';
import { inlineQuotas, quotas } from './quotas.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

export const accountHandlers: IamHandlers = {
  GetAccountSummary: (_input, { account }) => ({ SummaryMap: summaryOf(account.iam) }),

  ListAccountAliases: (_input, { account: { iam } }) => ({
    AccountAliases: iam.accountAlias === null ? [] : [iam.accountAlias],
    IsTruncated: false,
  }),

  CreateAccountAlias({ AccountAlias }, { account, world }) {
    const others = Object.values(world.state.accounts).filter(({ id }) => id !== account.id);
    if (others.some(({ iam }) => iam.accountAlias === AccountAlias)) {
      throw alreadyExists(`The account alias ${AccountAlias} already exists.`);
    }
    account.iam.accountAlias = AccountAlias;
    return {};
  },

  DeleteAccountAlias({ AccountAlias }, { account }) {
    if (account.iam.accountAlias !== AccountAlias) throw noSuchEntity(`The account alias ${AccountAlias} cannot be found.`);
    account.iam.accountAlias = null;
    return {};
  },
};

export const accountRequirements: IamRequirements = Object.fromEntries(
  (['GetAccountSummary', 'ListAccountAliases', 'CreateAccountAlias', 'DeleteAccountAlias'] as const).map((operation) => [
    operation,
    () => [{ action: `iam:${operation}`, resource: '*' }],
  ]),
);

/** Counts and quotas, by AWS's names for them. */
function summaryOf(iam: IamState): Record<string, number> {
  const count = (record: object) => Object.keys(record).length;
  const versions = Object.values(iam.policies).reduce((sum, policy) => sum + policy.versions.length, 0);
  return {
    Users: count(iam.users),
    UsersQuota: quotas.UsersPerAccount,
    Groups: count(iam.groups),
    GroupsQuota: quotas.GroupsPerAccount,
    Roles: count(iam.roles),
    RolesQuota: quotas.RolesPerAccount,
    Policies: count(iam.policies),
    PoliciesQuota: quotas.PoliciesPerAccount,
    PolicySizeQuota: quotas.PolicySize,
    PolicyVersionsInUse: versions,
    PolicyVersionsInUseQuota: 10_000,
    VersionsPerPolicyQuota: quotas.VersionsPerPolicy,
    InstanceProfiles: count(iam.instanceProfiles),
    InstanceProfilesQuota: quotas.InstanceProfilesPerAccount,
    AccessKeysPerUserQuota: quotas.AccessKeysPerUser,
    AttachedPoliciesPerUserQuota: quotas.PoliciesPerUser,
    AttachedPoliciesPerGroupQuota: quotas.PoliciesPerGroup,
    AttachedPoliciesPerRoleQuota: quotas.PoliciesPerRole,
    GroupsPerUserQuota: quotas.GroupsPerUser,
    UserPolicySizeQuota: inlineQuotas.user,
    GroupPolicySizeQuota: inlineQuotas.group,
    RolePolicySizeQuota: inlineQuotas.role,
    AssumeRolePolicySizeQuota: quotas.ACLSizePerRole,
    AccountMFAEnabled: 1,
    AccountAccessKeysPresent: 0,
    AccountSigningCertificatesPresent: 0,
    AccountPasswordPresent: 1,
    MFADevices: 0,
    MFADevicesInUse: 0,
    Providers: 0,
    ServerCertificates: 0,
    ServerCertificatesQuota: 20,
    SigningCertificatesPerUserQuota: 2,
    GlobalEndpointTokenVersion: 1,
  };
}
