import { own } from '../../state/iam.ts';
import type { CallContext, Requirement } from '../service.ts';
import { policyByArn } from './find.ts';
import { arnOf } from './names.ts';
import { resourceTagContext } from './tag-rules.ts';

/** What an operation on one user needs; without a name it is about the caller. */
export function onUser(operation: string, name: string | undefined, context: CallContext): Requirement {
  const userName = name ?? context.principal.userName;
  const user = userName === undefined ? null : own(context.account.iam.users, userName);
  return {
    action: `iam:${operation}`,
    resource: userName === undefined ? context.principal.arn : arnOf(context, 'user', userName),
    context: { ...resourceTagContext(user?.tags), ...boundaryContext(user?.boundary) },
  };
}

export function onGroup(operation: string, name: string, context: CallContext): Requirement {
  return { action: `iam:${operation}`, resource: arnOf(context, 'group', name) };
}

/** With the condition keys that speak of the role: its tags and its boundary. */
export function onRole(operation: string, name: string, context: CallContext): Requirement {
  const role = own(context.account.iam.roles, name);
  return {
    action: `iam:${operation}`,
    resource: arnOf(context, 'role', name),
    context: { ...resourceTagContext(role?.tags), ...boundaryContext(role?.boundary) },
  };
}

export function onPolicy(operation: string, arn: string, context: CallContext): Requirement {
  return { action: `iam:${operation}`, resource: arn, context: resourceTagContext(policyByArn(context.account, arn)?.tags) };
}

export function onInstanceProfile(operation: string, name: string, context: CallContext): Requirement {
  const profile = own(context.account.iam.instanceProfiles, name);
  return { action: `iam:${operation}`, resource: arnOf(context, 'instance-profile', name), context: resourceTagContext(profile?.tags) };
}

/** A requirement that needs more condition keys. */
export const withContext = (requirement: Requirement, context: Record<string, string | string[]>): Requirement => ({
  ...requirement,
  context: { ...requirement.context, ...context },
});

const boundaryContext = (boundary: string | null | undefined): Record<string, string> =>
  boundary ? { 'iam:PermissionsBoundary': boundary } : {};
