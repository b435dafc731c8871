import {
  GetAccessKeyLastUsedCommand,
  GetAccountSummaryCommand,
  GetPolicyCommand,
  GetRoleCommand,
  type IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { defaultQuotas } from '@rolewright/shared/iam/carry-over.ts';
import { call, reading, tagsOf } from './answer.ts';
import { accountAuthorization } from './iam-account.ts';
import { attachedArns, inlinePolicyText, managedPolicy, rolePolicies, userPolicies } from './iam-principals.ts';
import { policyText } from './policy-text.ts';
import type { AwsRead } from './port.ts';

type IamRead = Pick<
  AwsRead,
  | 'accountAuthorization'
  | 'accessKeys'
  | 'accessKeyLastUsed'
  | 'userPolicies'
  | 'role'
  | 'trustText'
  | 'roleQuotas'
  | 'managedPolicy'
  | 'managedPolicyDocument'
  | 'attachedArns'
  | 'inlinePolicyText'
>;

/** Reads of IAM, which is one for all Regions of an account. */
export function iamRead(client: () => IAMClient): IamRead {
  return {
    accountAuthorization: () => accountAuthorization(client),
    accessKeys: (userName) => accessKeys(client, userName),
    accessKeyLastUsed: (keyId) =>
      reading(async () => {
        const command = new GetAccessKeyLastUsedCommand({ AccessKeyId: keyId });
        const answer = await call('iam', 'GetAccessKeyLastUsed', () => client().send(command));
        const used = answer.AccessKeyLastUsed;
        return {
          userName: answer.UserName ?? null,
          at: used?.LastUsedDate?.toISOString() ?? null,
          service: used?.ServiceName ?? 'N/A',
          region: used?.Region ?? 'N/A',
        };
      }),
    userPolicies: (userName) => reading(() => userPolicies(client, userName)),
    role: (name) => reading(() => rolePolicies(client, name)),
    trustText: (RoleName) =>
      reading(async () => {
        const { Role } = await call('iam', 'GetRole', () => client().send(new GetRoleCommand({ RoleName })));
        return policyText(Role?.AssumeRolePolicyDocument ?? '');
      }),
    roleQuotas: () =>
      reading(async () => {
        const { SummaryMap = {} } = await call('iam', 'GetAccountSummary', () => client().send(new GetAccountSummaryCommand({})));
        const { AttachedPoliciesPerRoleQuota, RolePolicySizeQuota, PolicySizeQuota, AssumeRolePolicySizeQuota } = SummaryMap;
        return {
          managedPerRole: AttachedPoliciesPerRoleQuota ?? defaultQuotas.managedPerRole,
          inlineSize: RolePolicySizeQuota ?? defaultQuotas.inlineSize,
          managedSize: PolicySizeQuota ?? defaultQuotas.managedSize,
          trustSize: AssumeRolePolicySizeQuota ?? 2048,
        };
      }),
    managedPolicy: (PolicyArn) =>
      reading(async () => {
        const { Policy } = await call('iam', 'GetPolicy', () => client().send(new GetPolicyCommand({ PolicyArn })));
        return { tags: tagsOf(Policy?.Tags) };
      }),
    managedPolicyDocument: (arn) => reading(async () => (await managedPolicy(client, arn)).document),
    attachedArns: (kind, name) => reading(() => attachedArns(client, kind, name)),
    inlinePolicyText: (kind, name, policyName) => reading(() => inlinePolicyText(client, kind, name, policyName)),
  };
}

async function accessKeys(client: () => IAMClient, userName: string): ReturnType<AwsRead['accessKeys']> {
  const keys: Awaited<ReturnType<AwsRead['accessKeys']>> = [];
  let Marker: string | undefined;
  do {
    const command = new ListAccessKeysCommand({ UserName: userName, Marker });
    const page = await call('iam', 'ListAccessKeys', () => client().send(command));
    for (const key of page.AccessKeyMetadata ?? []) {
      const status = key.Status === 'Active' ? 'Active' : 'Inactive';
      keys.push({ keyId: key.AccessKeyId ?? '', status, createdAt: key.CreateDate?.toISOString() ?? '' });
    }
    Marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (Marker !== undefined);
  return keys;
}
