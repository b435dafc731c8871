import { accountOf } from '@rolewright/shared/aws/arn.ts';
import {
  type AccessKeyState,
  type GroupState,
  type InstanceProfileState,
  own,
  type PolicyState,
  type RoleState,
  type UserState,
} from '../../state/iam.ts';
import type { AccountState } from '../../state/world.ts';
import type { CallContext } from '../service.ts';
import { awsManagedPolicy } from './aws-managed.ts';
import { noSuchEntity, unmodifiable, validationError } from './faults.ts';

/** The entity of that name in the caller's account; throws NoSuchEntity in AWS's words. Lookup is by the exact name. */
export function requireUser({ account }: CallContext, name: string): UserState {
  const user = own(account.iam.users, name);
  if (!user) throw noSuchEntity(`The user with name ${name} cannot be found.`);
  return user;
}

/** The user of that name, or without one the user who calls. Throws ValidationError when the caller is no user (D-56). */
export function requireUserOrCaller(context: CallContext, name: string | undefined): UserState {
  const userName = name ?? context.principal.userName;
  if (userName === undefined) throw validationError('Must specify userName when calling with non-User credentials');
  return requireUser(context, userName);
}

export function requireGroup({ account }: CallContext, name: string): GroupState {
  const group = own(account.iam.groups, name);
  if (!group) throw noSuchEntity(`The group with name ${name} cannot be found.`);
  return group;
}

export function requireRole({ account }: CallContext, name: string): RoleState {
  const role = own(account.iam.roles, name);
  if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

/** A role that the customer may change: not service-linked, not one of IAM Identity Center (D-51). */
export function requireOwnRole(context: CallContext, name: string): RoleState {
  const role = requireRole(context, name);
  if (/^\/(aws-service-role|aws-reserved)\//.test(role.path)) throw unmodifiable(name);
  return role;
}

export function requireInstanceProfile({ account }: CallContext, name: string): InstanceProfileState {
  const profile = own(account.iam.instanceProfiles, name);
  if (!profile) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return profile;
}

export function requireAccessKey({ account }: CallContext, id: string): AccessKeyState {
  const key = own(account.iam.accessKeys, id);
  if (!key) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}

/** A customer-managed policy of this account or one of AWS's; null for none. */
export function policyByArn(account: AccountState, arn: string): PolicyState | null {
  return accountOf(arn) === 'aws' ? awsManagedPolicy(arn, account.partition) : own(account.iam.policies, arn);
}

export function requirePolicyByArn({ account }: CallContext, arn: string): PolicyState {
  const policy = policyByArn(account, arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** A boundary that a call names: it must be a managed policy of this account or of AWS's. Null when none is named. */
export function requireBoundary({ account }: CallContext, arn: string | undefined): string | null {
  if (arn === undefined) return null;
  if (!policyByArn(account, arn)) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return arn;
}
