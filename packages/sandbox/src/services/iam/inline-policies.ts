import { own, type PolicyHolder, setOwn } from '../../state/iam.ts';
import type { CallContext } from '../service.ts';
import { change } from './change.ts';
import { onGroup, onRole, onUser } from './entity-requirements.ts';
import { noSuchEntity, requireGrammar } from './faults.ts';
import { requireGroup, requireOwnRole, requireRole, requireUser } from './find.ts';
import { listPage } from './paging.ts';
import { requireInlineQuota } from './quotas.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

const kinds = { user: 'users', group: 'groups', role: 'roles' } as const;
type Kind = keyof typeof kinds;
interface ListInput {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export const inlinePolicyHandlers: IamHandlers = {
  PutUserPolicy({ UserName, PolicyName, PolicyDocument }, context) {
    return put(context, 'user', requireUser(context, UserName), PolicyName, PolicyDocument);
  },
  PutGroupPolicy({ GroupName, PolicyName, PolicyDocument }, context) {
    return put(context, 'group', requireGroup(context, GroupName), PolicyName, PolicyDocument);
  },
  PutRolePolicy({ RoleName, PolicyName, PolicyDocument }, context) {
    return put(context, 'role', requireOwnRole(context, RoleName), PolicyName, PolicyDocument);
  },

  GetUserPolicy: ({ UserName, PolicyName }, context) => ({ UserName, ...get('user', requireUser(context, UserName), PolicyName) }),
  GetGroupPolicy: ({ GroupName, PolicyName }, context) => ({ GroupName, ...get('group', requireGroup(context, GroupName), PolicyName) }),
  GetRolePolicy: ({ RoleName, PolicyName }, context) => ({ RoleName, ...get('role', requireRole(context, RoleName), PolicyName) }),

  ListUserPolicies: (input, context) => list(requireUser(context, input.UserName), input, `user ${input.UserName}`),
  ListGroupPolicies: (input, context) => list(requireGroup(context, input.GroupName), input, `group ${input.GroupName}`),
  ListRolePolicies: (input, context) => list(requireRole(context, input.RoleName), input, `role ${input.RoleName}`),

  DeleteUserPolicy: ({ UserName, PolicyName }, context) => erase(context, 'user', requireUser(context, UserName), PolicyName),
  DeleteGroupPolicy: ({ GroupName, PolicyName }, context) => erase(context, 'group', requireGroup(context, GroupName), PolicyName),
  DeleteRolePolicy: ({ RoleName, PolicyName }, context) => erase(context, 'role', requireOwnRole(context, RoleName), PolicyName),
};

export const inlinePolicyRequirements: IamRequirements = {
  PutUserPolicy: ({ UserName }, context) => [onUser('PutUserPolicy', UserName, context)],
  PutGroupPolicy: ({ GroupName }, context) => [onGroup('PutGroupPolicy', GroupName, context)],
  PutRolePolicy: ({ RoleName }, context) => [onRole('PutRolePolicy', RoleName, context)],
  GetUserPolicy: ({ UserName }, context) => [onUser('GetUserPolicy', UserName, context)],
  GetGroupPolicy: ({ GroupName }, context) => [onGroup('GetGroupPolicy', GroupName, context)],
  GetRolePolicy: ({ RoleName }, context) => [onRole('GetRolePolicy', RoleName, context)],
  ListUserPolicies: ({ UserName }, context) => [onUser('ListUserPolicies', UserName, context)],
  ListGroupPolicies: ({ GroupName }, context) => [onGroup('ListGroupPolicies', GroupName, context)],
  ListRolePolicies: ({ RoleName }, context) => [onRole('ListRolePolicies', RoleName, context)],
  DeleteUserPolicy: ({ UserName }, context) => [onUser('DeleteUserPolicy', UserName, context)],
  DeleteGroupPolicy: ({ GroupName }, context) => [onGroup('DeleteGroupPolicy', GroupName, context)],
  DeleteRolePolicy: ({ RoleName }, context) => [onRole('DeleteRolePolicy', RoleName, context)],
};

type Holder = PolicyHolder & { name: string };

/** The document is kept as it was given; one of the same name is replaced. */
function put(context: CallContext, kind: Kind, holder: Holder, policyName: string, document: string): Record<never, never> {
  requireGrammar(document, 'inline');
  const others = Object.entries(holder.inline).filter(([name]) => name !== policyName);
  requireInlineQuota(kind, holder.name, [...others.map(([, other]) => other), document]);
  setOwn(change(context, kinds[kind], holder.name).inline, policyName, document);
  return {};
}

function get(kind: Kind, holder: Holder, policyName: string): { PolicyName: string; PolicyDocument: string } {
  return { PolicyName: policyName, PolicyDocument: requireInline(kind, holder, policyName) };
}

function list(holder: Holder, input: ListInput, filters: string) {
  const { page, truncation } = listPage(Object.keys(holder.inline), (name) => name, input, `inline of ${filters}`);
  return { PolicyNames: page, ...truncation };
}

function erase(context: CallContext, kind: Kind, holder: Holder, policyName: string): Record<never, never> {
  requireInline(kind, holder, policyName);
  delete change(context, kinds[kind], holder.name).inline[policyName];
  return {};
}

function requireInline(kind: Kind, { inline }: Holder, policyName: string): string {
  const document = own(inline, policyName);
  if (document === null) throw noSuchEntity(`The ${kind} policy with name ${policyName} cannot be found.`);
  return document;
}
