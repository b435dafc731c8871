import type { Requirement } from '../service.ts';
import { change } from './change.ts';
import { onRole, onUser, withContext } from './entity-requirements.ts';
import { requireBoundary, requireOwnRole, requireUser } from './find.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

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

/** iam:PermissionsBoundary is the boundary that the call sets. */
const withBoundary = (requirement: Requirement, boundary: string): Requirement =>
  withContext(requirement, { 'iam:PermissionsBoundary': boundary });
