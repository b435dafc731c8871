import type { PolicyHolder } from '../../state/iam.ts';
import type { CallContext, Requirement } from '../service.ts';
import { change } from './change.ts';
import { onGroup, onRole, onUser, withContext } from './entity-requirements.ts';
import { noSuchEntity } from './faults.ts';
import { policyByArn, requireGroup, requireOwnRole, requireRole, requireUser } from './find.ts';
import { listPage } from './paging.ts';
import { requireQuota } from './quotas.ts';
import { attachedShape } from './shapes.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

const kinds = { User: 'users', Group: 'groups', Role: 'roles' } as const;
type Kind = keyof typeof kinds;
type Holder = PolicyHolder & { name: string };
interface ListInput {
  PathPrefix?: string | undefined;
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

export const attachedPolicyHandlers: IamHandlers = {
  AttachUserPolicy: ({ UserName, PolicyArn }, context) => attach(context, 'User', requireUser(context, UserName), PolicyArn),
  AttachGroupPolicy: ({ GroupName, PolicyArn }, context) => attach(context, 'Group', requireGroup(context, GroupName), PolicyArn),
  AttachRolePolicy: ({ RoleName, PolicyArn }, context) => attach(context, 'Role', requireOwnRole(context, RoleName), PolicyArn),
  DetachUserPolicy: ({ UserName, PolicyArn }, context) => detach(context, 'User', requireUser(context, UserName), PolicyArn),
  DetachGroupPolicy: ({ GroupName, PolicyArn }, context) => detach(context, 'Group', requireGroup(context, GroupName), PolicyArn),
  DetachRolePolicy: ({ RoleName, PolicyArn }, context) => detach(context, 'Role', requireOwnRole(context, RoleName), PolicyArn),
  ListAttachedUserPolicies: (input, context) => list(requireUser(context, input.UserName), input, `user ${input.UserName}`),
  ListAttachedGroupPolicies: (input, context) => list(requireGroup(context, input.GroupName), input, `group ${input.GroupName}`),
  ListAttachedRolePolicies: (input, context) => list(requireRole(context, input.RoleName), input, `role ${input.RoleName}`),
};

export const attachedPolicyRequirements: IamRequirements = {
  AttachUserPolicy: ({ UserName, PolicyArn }, context) => [withPolicy(onUser('AttachUserPolicy', UserName, context), PolicyArn)],
  AttachGroupPolicy: ({ GroupName, PolicyArn }, context) => [withPolicy(onGroup('AttachGroupPolicy', GroupName, context), PolicyArn)],
  AttachRolePolicy: ({ RoleName, PolicyArn }, context) => [withPolicy(onRole('AttachRolePolicy', RoleName, context), PolicyArn)],
  DetachUserPolicy: ({ UserName, PolicyArn }, context) => [withPolicy(onUser('DetachUserPolicy', UserName, context), PolicyArn)],
  DetachGroupPolicy: ({ GroupName, PolicyArn }, context) => [withPolicy(onGroup('DetachGroupPolicy', GroupName, context), PolicyArn)],
  DetachRolePolicy: ({ RoleName, PolicyArn }, context) => [withPolicy(onRole('DetachRolePolicy', RoleName, context), PolicyArn)],
  ListAttachedUserPolicies: ({ UserName }, context) => [onUser('ListAttachedUserPolicies', UserName, context)],
  ListAttachedGroupPolicies: ({ GroupName }, context) => [onGroup('ListAttachedGroupPolicies', GroupName, context)],
  ListAttachedRolePolicies: ({ RoleName }, context) => [onRole('ListAttachedRolePolicies', RoleName, context)],
};

const withPolicy = (requirement: Requirement, arn: string): Requirement => withContext(requirement, { 'iam:PolicyARN': arn });

/** Attaching again does nothing. */
function attach(context: CallContext, kind: Kind, holder: Holder, arn: string): Record<never, never> {
  if (!policyByArn(context.account, arn)) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
  if (holder.attached.includes(arn)) return {};
  requireQuota(`PoliciesPer${kind}`, holder.attached.length + 1);
  change(context, kinds[kind], holder.name).attached.push(arn);
  return {};
}

function detach(context: CallContext, kind: Kind, holder: Holder, arn: string): Record<never, never> {
  if (!holder.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
  const changed = change(context, kinds[kind], holder.name);
  changed.attached = changed.attached.filter((one) => one !== arn);
  return {};
}

function list(holder: Holder, input: ListInput, filters: string) {
  const prefix = input.PathPrefix ?? '/';
  const attached = attachedShape(holder).filter(({ PolicyArn = '' }) =>
    PolicyArn.slice(PolicyArn.indexOf(':policy/') + 7).startsWith(prefix),
  );
  const { page, truncation } = listPage(attached, ({ PolicyArn = '' }) => PolicyArn, input, `attached to ${filters} ${prefix}`);
  return { AttachedPolicies: page, ...truncation };
}
