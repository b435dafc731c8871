import type { CallContext } from '../service.ts';
import { change } from './change.ts';
import { noSuchEntity } from './faults.ts';
import { policyByArn, requireOwnRole, requireUser } from './find.ts';
import { onRole } from './roles.ts';
import type { IamHandlers, IamRequirements } from './types.ts';
import { onUser } from './users.ts';

export const boundaryHandlers: IamHandlers = {
  PutUserPermissionsBoundary({ UserName, PermissionsBoundary }, context) {
    requireUser(context, UserName);
    const boundary = requireBoundary(context, PermissionsBoundary);
    change(context, 'users', UserName).boundary = boundary;
    return {};
  },

  DeleteUserPermissionsBoundary({ UserName }, context) {
    requireUser(context, UserName);
    change(context, 'users', UserName).boundary = null;
    return {};
  },

  PutRolePermissionsBoundary({ RoleName, PermissionsBoundary }, context) {
    requireOwnRole(context, RoleName);
    const boundary = requireBoundary(context, PermissionsBoundary);
    change(context, 'roles', RoleName).boundary = boundary;
    return {};
  },

  DeleteRolePermissionsBoundary({ RoleName }, context) {
    requireOwnRole(context, RoleName);
    change(context, 'roles', RoleName).boundary = null;
    return {};
  },
};

export const boundaryRequirements: IamRequirements = {
  PutUserPermissionsBoundary: ({ UserName, PermissionsBoundary }, context) => [
    withBoundary(onUser('PutUserPermissionsBoundary', UserName, context), PermissionsBoundary),
  ],
  DeleteUserPermissionsBoundary: ({ UserName }, context) => [onUser('DeleteUserPermissionsBoundary', UserName, context)],
  PutRolePermissionsBoundary: ({ RoleName, PermissionsBoundary }, context) => [
    withBoundary(onRole('PutRolePermissionsBoundary', RoleName, context), PermissionsBoundary),
  ],
  DeleteRolePermissionsBoundary: ({ RoleName }, context) => [onRole('DeleteRolePermissionsBoundary', RoleName, context)],
};

/** A boundary that a call names: it must be a managed policy of this account or of AWS's. Null when none is named. */
export function requireBoundary({ account }: CallContext, arn: string | undefined): string | null {
  if (arn === undefined) return null;
  if (!policyByArn(account, arn)) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return arn;
}

/** iam:PermissionsBoundary is the boundary that the call sets. */
const withBoundary = <R extends { context?: Record<string, string | string[]> }>(requirement: R, boundary: string): R => ({
  ...requirement,
  context: { ...requirement.context, 'iam:PermissionsBoundary': boundary },
});
