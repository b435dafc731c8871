import { newId } from '../../auth/key-ids.ts';
import { neverUsed } from '../../auth/last-use.ts';
import type { RoleState } from '../../state/iam.ts';
import { change, create, remove } from './change.ts';
import { onRole } from './entity-requirements.ts';
import { alreadyExists, deleteConflict, invalidInput } from './faults.ts';
import { requireBoundary, requireOwnRole, requireRole } from './find.ts';
import { iamArn, isTaken } from './names.ts';
import { listPage, underPath } from './paging.ts';
import { requireQuota } from './quotas.ts';
import { roleShape, wholeRoleShape } from './shapes.ts';
import { checkedTags, requestTagContext } from './tag-rules.ts';
import { savedTrust } from './trust.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

export const roleHandlers: IamHandlers = {
  CreateRole(input, context) {
    const { RoleName, Path = '/', Description, MaxSessionDuration = 3600 } = input;
    const { roles } = context.account.iam;
    if (/^\/(aws-service-role|aws-reserved)\//.test(Path))
      throw invalidInput('Paths beginning with /aws-service-role/ or /aws-reserved/ are reserved for AWS.');
    if (isTaken(Object.keys(roles), RoleName)) throw alreadyExists(`Role with name ${RoleName} already exists.`);
    const role: RoleState = {
      name: RoleName,
      path: Path,
      id: newId(context.world, 'AROA', context.account.id),
      arn: iamArn(context, 'role', RoleName, Path),
      createdAt: context.now.toISOString(),
      attached: [],
      inline: {},
      tags: checkedTags(input.Tags),
      boundary: requireBoundary(context, input.PermissionsBoundary),
      description: Description ?? null,
      maxSessionDuration: MaxSessionDuration,
      trust: savedTrust(context, input.AssumeRolePolicyDocument),
      lastUsed: neverUsed(),
    };
    requireQuota('RolesPerAccount', Object.keys(roles).length + 1);
    const {
      RoleLastUsed: _none,
      Description: _text,
      MaxSessionDuration: _seconds,
      ...Role
    } = wholeRoleShape(context, create(context, 'roles', RoleName, role));
    return { Role };
  },

  GetRole: ({ RoleName }, context) => ({ Role: wholeRoleShape(context, requireRole(context, RoleName)) }),

  ListRoles(input, { account, world }) {
    const roles = Object.values(account.iam.roles).filter(underPath(input.PathPrefix));
    const { page, truncation } = listPage(roles, ({ name }) => name, input, `roles ${input.PathPrefix ?? ''}`);
    return { Roles: page.map((role) => roleShape(world, role)), ...truncation };
  },

  UpdateRole({ RoleName, Description, MaxSessionDuration }, context) {
    requireOwnRole(context, RoleName);
    const role = change(context, 'roles', RoleName);
    if (Description !== undefined) role.description = Description;
    if (MaxSessionDuration !== undefined) role.maxSessionDuration = MaxSessionDuration;
    return {};
  },

  UpdateRoleDescription({ RoleName, Description }, context) {
    requireOwnRole(context, RoleName);
    const role = change(context, 'roles', RoleName);
    role.description = Description;
    return { Role: wholeRoleShape(context, role) };
  },

  UpdateAssumeRolePolicy({ RoleName, PolicyDocument }, context) {
    requireOwnRole(context, RoleName);
    const trust = savedTrust(context, PolicyDocument);
    change(context, 'roles', RoleName).trust = trust;
    return {};
  },

  /** D-64. */
  DeleteRole({ RoleName }, context) {
    const role = requireOwnRole(context, RoleName);
    const must = (what: string) => deleteConflict(`Cannot delete entity, must ${what} first.`);
    if (Object.values(context.account.iam.instanceProfiles).some(({ roles }) => roles.includes(RoleName))) {
      throw must('remove roles from instance profile');
    }
    if (Object.keys(role.inline).length > 0) throw must('delete policies');
    if (role.attached.length > 0) throw must('detach all policies');
    remove(context, 'roles', RoleName);
    return {};
  },
};

export const roleRequirements: IamRequirements = {
  CreateRole: ({ RoleName, Path, PermissionsBoundary, Tags }, context) => {
    const resource = iamArn(context, 'role', RoleName, Path);
    const tags = requestTagContext(Tags);
    const boundary = PermissionsBoundary ? { 'iam:PermissionsBoundary': PermissionsBoundary } : {};
    const tagging = Tags?.length ? [{ action: 'iam:TagRole', resource, context: tags }] : [];
    return [{ action: 'iam:CreateRole', resource, context: { ...tags, ...boundary } }, ...tagging];
  },
  GetRole: ({ RoleName }, context) => [onRole('GetRole', RoleName, context)],
  ListRoles: ({ PathPrefix }, context) => [{ action: 'iam:ListRoles', resource: iamArn(context, 'role', '', PathPrefix) }],
  UpdateRole: ({ RoleName }, context) => [onRole('UpdateRole', RoleName, context)],
  UpdateRoleDescription: ({ RoleName }, context) => [onRole('UpdateRoleDescription', RoleName, context)],
  UpdateAssumeRolePolicy: ({ RoleName }, context) => [onRole('UpdateAssumeRolePolicy', RoleName, context)],
  DeleteRole: ({ RoleName }, context) => [onRole('DeleteRole', RoleName, context)],
};
