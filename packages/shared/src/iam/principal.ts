import { accountOf, assumedRoleOf, iamNameOf, partitionOf } from '../aws/arn.ts';
import type { Principals } from '../aws/policy-document.ts';
import type { RequestPrincipal } from './request.ts';

/**
 * How a statement names the caller, weakest first. account: the caller's account, which then must grant by identity policy. role: the
 * role behind the session; boundary and session policy still limit. direct: the user, the session or the service itself. everyone: `*`.
 * Source: IAM reference_policies_elements_principal, reference_policies_evaluation-logic (D-44).
 */
export const grants = ['none', 'account', 'role', 'direct', 'everyone'] as const;
export type Grant = (typeof grants)[number];

/** The stronger of two. */
export const strongerGrant = (one: Grant, other: Grant): Grant => (grants.indexOf(one) >= grants.indexOf(other) ? one : other);

/** A Principal element, ready to be asked. */
export interface PrincipalMatcher {
  everyone: boolean;
  /** ARNs and stored unique ids under `AWS`; accounts only as 12 digits. */
  aws: ReadonlySet<string>;
  accounts: ReadonlySet<string>;
  services: ReadonlySet<string>;
}

/** Principal element → matcher. `Federated` and `CanonicalUser` match none of the callers that this project knows. */
export function compilePrincipals(principals: Principals): PrincipalMatcher {
  const named = principals === '*' ? ['*'] : (principals.AWS ?? []);
  return {
    everyone: named.includes('*'),
    aws: new Set(named.filter((name) => accountPrincipal(name) === null)),
    accounts: new Set(named.map(accountPrincipal).filter((account) => account !== null)),
    services: new Set(principals === '*' ? [] : (principals.Service ?? [])),
  };
}

/** `123456789012` and `arn:…:iam::123456789012:root` both mean the account; null for any other principal. */
export function accountPrincipal(name: string): string | null {
  if (/^\d{12}$/.test(name)) return name;
  return /^arn:[^:]+:iam::\d{12}:root$/.test(name) ? accountOf(name) : null;
}

/** How a Principal element names the caller. */
export function grantOf(matcher: PrincipalMatcher, caller: RequestPrincipal): Grant {
  if (matcher.everyone) return 'everyone';
  if (caller.kind === 'anonymous') return 'none';
  if (caller.kind === 'service') return matcher.services.has(caller.arn) ? 'direct' : 'none';
  if (matcher.aws.has(caller.arn)) return 'direct';
  if (caller.uniqueId !== undefined && matcher.aws.has(caller.uniqueId)) return caller.kind === 'assumed-role' ? 'role' : 'direct';
  const role = roleArnOf(caller);
  if (role !== null && matcher.aws.has(role)) return 'role';
  return matcher.accounts.has(caller.accountId) ? 'account' : 'none';
}

/**
 * Does a Deny with NotPrincipal leave this caller alone? Only when every level is listed, the account too, and never when the caller has
 * a permissions boundary: AWS then denies regardless of what is listed. Source: IAM reference_policies_elements_notprincipal.
 */
export function exemptFromDeny(matcher: PrincipalMatcher, caller: RequestPrincipal, hasBoundary: boolean): boolean {
  if (matcher.everyone) return true;
  if (caller.kind === 'anonymous') return false;
  if (caller.kind === 'service') return matcher.services.has(caller.arn);
  if (hasBoundary || !matcher.accounts.has(caller.accountId)) return false;
  if (caller.kind === 'account-root') return true;
  const role = roleArnOf(caller);
  return matcher.aws.has(caller.arn) && (role === null || matcher.aws.has(role));
}

/** ARN of the role behind a session; null for any other caller. */
export function roleArnOf(caller: RequestPrincipal): string | null {
  if (caller.kind !== 'assumed-role') return null;
  if (caller.roleArn !== undefined) return caller.roleArn;
  const session = assumedRoleOf(caller.arn);
  return session && `arn:${partitionOf(caller.arn)}:iam::${caller.accountId}:role/${session.roleName}`;
}

/**
 * Condition keys that AWS fills in from the caller: aws:PrincipalArn (the role's ARN, not the session's), aws:PrincipalAccount,
 * aws:PrincipalType, aws:userid, aws:username (users only, D-61), aws:PrincipalIsAWSService, tags. Source: IAM reference_policies_condition-keys.
 */
export function principalContext(caller: RequestPrincipal, tags: Readonly<Record<string, string>> = {}): Record<string, string> {
  const context: Record<string, string> = { 'aws:PrincipalIsAWSService': String(caller.kind === 'service') };
  for (const [key, value] of Object.entries(tags)) context[`aws:PrincipalTag/${key}`] = value;
  if (caller.kind === 'service') return { ...context, 'aws:PrincipalServiceName': caller.arn };
  if (caller.kind === 'anonymous') return { ...context, 'aws:PrincipalType': 'Anonymous', 'aws:userid': 'anonymous' };
  context['aws:PrincipalAccount'] = caller.accountId;
  context['aws:PrincipalArn'] = roleArnOf(caller) ?? caller.arn;
  context['aws:PrincipalType'] = { 'assumed-role': 'AssumedRole', user: 'User', 'account-root': 'Account' }[caller.kind];
  if (caller.kind === 'account-root') context['aws:userid'] = caller.accountId;
  else if (caller.uniqueId !== undefined) {
    const session = assumedRoleOf(caller.arn);
    context['aws:userid'] = session ? `${caller.uniqueId}:${session.sessionName}` : caller.uniqueId;
  }
  const user = caller.kind === 'user' ? iamNameOf(caller.arn, 'user') : null;
  if (user) context['aws:username'] = user.name;
  return context;
}
