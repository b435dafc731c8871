import { policySize } from '@rolewright/shared/aws/policy-document.ts';
import { newId } from '../../auth/key-ids.ts';
import { own, type PolicyState } from '../../state/iam.ts';
import type { CallContext } from '../service.ts';
import { awsManagedPolicies } from './aws-managed.ts';
import { create, remove } from './change.ts';
import { onPolicy } from './entity-requirements.ts';
import { alreadyExists, deleteConflict, noSuchEntity, requireGrammar } from './faults.ts';
import { requirePolicyByArn } from './find.ts';
import { iamArn, isTaken } from './names.ts';
import { listPage, underPath } from './paging.ts';
import { requireQuota } from './quotas.ts';
import { policyShape, wholePolicyShape } from './shapes.ts';
import { checkedTags, requestTagContext } from './tag-rules.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

export const managedPolicyHandlers: IamHandlers = {
  CreatePolicy({ PolicyName, Path = '/', PolicyDocument, Description, Tags }, context) {
    const { policies } = context.account.iam;
    if (
      isTaken(
        Object.values(policies).map(({ name }) => name),
        PolicyName,
      )
    ) {
      throw alreadyExists(`A policy called ${PolicyName} already exists. Duplicate names are not allowed.`);
    }
    requirePolicyText(PolicyDocument);
    const at = context.now.toISOString();
    const policy: PolicyState = {
      name: PolicyName,
      path: Path,
      id: newId(context.world, 'ANPA', context.account.id),
      arn: iamArn(context, 'policy', PolicyName, Path),
      createdAt: at,
      updatedAt: at,
      description: Description ?? null,
      tags: checkedTags(Tags),
      defaultVersionId: 'v1',
      versions: [{ id: 'v1', document: PolicyDocument, createdAt: at }],
      nextVersion: 2,
    };
    requireQuota('PoliciesPerAccount', Object.keys(policies).length + 1);
    return { Policy: wholePolicyShape(context.account, create(context, 'policies', policy.arn, policy)) };
  },

  GetPolicy: ({ PolicyArn }, context) => ({ Policy: wholePolicyShape(context.account, requirePolicyByArn(context, PolicyArn)) }),

  ListPolicies(input, { account }) {
    const { Scope = 'All', OnlyAttached = false, PathPrefix, PolicyUsageFilter } = input;
    const local = Scope === 'AWS' ? [] : Object.values(account.iam.policies);
    const aws = Scope === 'Local' ? [] : [...awsManagedPolicies(account.partition).values()];
    const shapes = [...local, ...aws].filter(underPath(PathPrefix)).map((policy) => policyShape(account, policy));
    const wanted = shapes.filter(({ AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 }) => {
      const used = PolicyUsageFilter === 'PermissionsBoundary' ? PermissionsBoundaryUsageCount : AttachmentCount;
      return (!OnlyAttached && PolicyUsageFilter === undefined) || used > 0;
    });
    const filters = `policies ${Scope} ${OnlyAttached} ${PathPrefix ?? ''} ${PolicyUsageFilter ?? ''}`;
    const { page, truncation } = listPage(wanted, ({ Arn = '' }) => Arn, input, filters);
    return { Policies: page, ...truncation };
  },

  /** Detached everywhere, and all versions but the default one deleted, before it goes. */
  DeletePolicy({ PolicyArn }, context) {
    const policy = requireOwnPolicy(context, PolicyArn);
    const { AttachmentCount, PermissionsBoundaryUsageCount } = policyShape(context.account, policy);
    if (AttachmentCount || PermissionsBoundaryUsageCount) throw deleteConflict('Cannot delete a policy attached to entities.');
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
      );
    }
    remove(context, 'policies', PolicyArn);
    return {};
  },
};

export const managedPolicyRequirements: IamRequirements = {
  CreatePolicy: ({ PolicyName, Path, Tags }, context) => {
    const resource = iamArn(context, 'policy', PolicyName, Path);
    const tags = requestTagContext(Tags);
    return [
      { action: 'iam:CreatePolicy', resource, context: tags },
      ...(Tags?.length ? [{ action: 'iam:TagPolicy', resource, context: tags }] : []),
    ];
  },
  GetPolicy: ({ PolicyArn }, context) => [onPolicy('GetPolicy', PolicyArn, context)],
  ListPolicies: ({ PathPrefix }, context) => [{ action: 'iam:ListPolicies', resource: iamArn(context, 'policy', '', PathPrefix) }],
  DeletePolicy: ({ PolicyArn }, context) => [onPolicy('DeletePolicy', PolicyArn, context)],
};

/** A customer-managed policy; those of AWS's nobody may change. */
export function requireOwnPolicy(context: CallContext, arn: string): PolicyState {
  const policy = own(context.account.iam.policies, arn);
  if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** Grammar and size of a managed policy's document. */
export function requirePolicyText(document: string): void {
  requireGrammar(document, 'managed');
  requireQuota('PolicySize', policySize(document));
}
