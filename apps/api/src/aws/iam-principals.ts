import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { call, tagsOf } from './answer.ts';
import { decodePolicy, policyText } from './policy-text.ts';
import type { PolicyDocumentOf, RoleReading, UserReading } from './readings.ts';

type Client = () => IAMClient;

/** What a user may do: inline, attached, by groups, and its boundary, all with their documents. Any refusal is thrown: half is not an answer. */
export async function userPolicies(client: Client, UserName: string): Promise<UserReading> {
  const { User } = await call('iam', 'GetUser', () => client().send(new GetUserCommand({ UserName })));
  const inlineNames = await everyPage(
    'ListUserPolicies',
    (Marker) => client().send(new ListUserPoliciesCommand({ UserName, Marker })),
    'PolicyNames',
  );
  const attached = await everyPage(
    'ListAttachedUserPolicies',
    (Marker) => client().send(new ListAttachedUserPoliciesCommand({ UserName, Marker })),
    'AttachedPolicies',
  );
  const groups = await everyPage(
    'ListGroupsForUser',
    (Marker) => client().send(new ListGroupsForUserCommand({ UserName, Marker })),
    'Groups',
  );
  return {
    name: User?.UserName ?? UserName,
    arn: User?.Arn ?? '',
    path: User?.Path ?? '/',
    uniqueId: User?.UserId ?? '',
    tags: tagsOf(User?.Tags),
    inline: await inSequence(inlineNames, async (PolicyName) => {
      const answer = await call('iam', 'GetUserPolicy', () => client().send(new GetUserPolicyCommand({ UserName, PolicyName })));
      return { name: PolicyName, arn: null, document: decodePolicy(answer.PolicyDocument) };
    }),
    attached: await inSequence(attached, ({ PolicyArn = '' }) => managedPolicy(client, PolicyArn)),
    groups: await inSequence(groups, ({ GroupName = '' }) => groupPolicies(client, GroupName)),
    boundary: await boundaryOf(client, User?.PermissionsBoundary?.PermissionsBoundaryArn),
  };
}

/** A role with all its policies. */
export async function rolePolicies(client: Client, RoleName: string): Promise<RoleReading> {
  const { Role } = await call('iam', 'GetRole', () => client().send(new GetRoleCommand({ RoleName })));
  const inlineNames = await everyPage(
    'ListRolePolicies',
    (Marker) => client().send(new ListRolePoliciesCommand({ RoleName, Marker })),
    'PolicyNames',
  );
  const attached = await everyPage(
    'ListAttachedRolePolicies',
    (Marker) => client().send(new ListAttachedRolePoliciesCommand({ RoleName, Marker })),
    'AttachedPolicies',
  );
  const lastUsedAt = Role?.RoleLastUsed?.LastUsedDate;
  return {
    name: Role?.RoleName ?? RoleName,
    arn: Role?.Arn ?? '',
    path: Role?.Path ?? '/',
    uniqueId: Role?.RoleId ?? '',
    description: Role?.Description ?? null,
    trust: decodePolicy(Role?.AssumeRolePolicyDocument),
    tags: tagsOf(Role?.Tags),
    maxSessionDuration: Role?.MaxSessionDuration ?? 3600,
    createdAt: Role?.CreateDate?.toISOString() ?? '',
    lastUsed: lastUsedAt === undefined ? null : { at: lastUsedAt.toISOString(), region: Role?.RoleLastUsed?.Region ?? '' },
    inline: await inSequence(inlineNames, async (PolicyName) => {
      const answer = await call('iam', 'GetRolePolicy', () => client().send(new GetRolePolicyCommand({ RoleName, PolicyName })));
      return { name: PolicyName, arn: null, document: decodePolicy(answer.PolicyDocument) };
    }),
    attached: await inSequence(attached, ({ PolicyArn = '' }) => managedPolicy(client, PolicyArn)),
    groups: [],
    boundary: await boundaryOf(client, Role?.PermissionsBoundary?.PermissionsBoundaryArn),
  };
}

/** ARNs of the managed policies attached to a role or user itself. */
export async function attachedArns(client: Client, kind: 'role' | 'user', name: string): Promise<string[]> {
  const attached = await (kind === 'role'
    ? everyPage(
        'ListAttachedRolePolicies',
        (Marker) => client().send(new ListAttachedRolePoliciesCommand({ RoleName: name, Marker })),
        'AttachedPolicies',
      )
    : everyPage(
        'ListAttachedUserPolicies',
        (Marker) => client().send(new ListAttachedUserPoliciesCommand({ UserName: name, Marker })),
        'AttachedPolicies',
      ));
  return attached.map(({ PolicyArn = '' }) => PolicyArn);
}

/** The text of an inline policy, as it was given to IAM. */
export async function inlinePolicyText(client: Client, kind: 'role' | 'user', name: string, PolicyName: string): Promise<string> {
  const { PolicyDocument = '' } = await (kind === 'role'
    ? call('iam', 'GetRolePolicy', () => client().send(new GetRolePolicyCommand({ RoleName: name, PolicyName })))
    : call('iam', 'GetUserPolicy', () => client().send(new GetUserPolicyCommand({ UserName: name, PolicyName }))));
  return policyText(PolicyDocument);
}

/** A managed policy with the document of its default version. */
export async function managedPolicy(client: Client, PolicyArn: string): Promise<PolicyDocumentOf> {
  const { Policy } = await call('iam', 'GetPolicy', () => client().send(new GetPolicyCommand({ PolicyArn })));
  const VersionId = Policy?.DefaultVersionId ?? 'v1';
  const { PolicyVersion } = await call('iam', 'GetPolicyVersion', () =>
    client().send(new GetPolicyVersionCommand({ PolicyArn, VersionId })),
  );
  return { name: Policy?.PolicyName ?? '', arn: PolicyArn, document: decodePolicy(PolicyVersion?.Document) };
}

async function groupPolicies(client: Client, GroupName: string) {
  const inlineNames = await everyPage(
    'ListGroupPolicies',
    (Marker) => client().send(new ListGroupPoliciesCommand({ GroupName, Marker })),
    'PolicyNames',
  );
  const attached = await everyPage(
    'ListAttachedGroupPolicies',
    (Marker) => client().send(new ListAttachedGroupPoliciesCommand({ GroupName, Marker })),
    'AttachedPolicies',
  );
  return {
    name: GroupName,
    inline: await inSequence(inlineNames, async (PolicyName) => {
      const answer = await call('iam', 'GetGroupPolicy', () => client().send(new GetGroupPolicyCommand({ GroupName, PolicyName })));
      return { name: PolicyName, arn: null, document: decodePolicy(answer.PolicyDocument) };
    }),
    attached: await inSequence(attached, ({ PolicyArn = '' }) => managedPolicy(client, PolicyArn)),
  };
}

async function boundaryOf(client: Client, arn: string | undefined): Promise<PolicyDocumentOf | null> {
  return arn === undefined ? null : await managedPolicy(client, arn);
}

type ListAnswer<K extends string, T> = { [member in K]?: T[] | undefined } & {
  IsTruncated?: boolean | undefined;
  Marker?: string | undefined;
};

async function everyPage<K extends string, T>(
  operation: string,
  send: (marker: string | undefined) => Promise<ListAnswer<K, T>>,
  member: K,
): Promise<T[]> {
  const items: T[] = [];
  let marker: string | undefined;
  do {
    const page = await call('iam', operation, () => send(marker));
    items.push(...(page[member] ?? []));
    marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (marker !== undefined);
  return items;
}

async function inSequence<T, R>(items: T[], read: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await read(item));
  return results;
}
