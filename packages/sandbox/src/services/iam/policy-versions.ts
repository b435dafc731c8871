import type { PolicyState, PolicyVersionState } from '../../state/iam.ts';
import { change } from './change.ts';
import { onPolicy } from './entity-requirements.ts';
import { deleteConflict, limitExceeded, noSuchEntity } from './faults.ts';
import { requirePolicyByArn } from './find.ts';
import { requireOwnPolicy, requirePolicyText } from './managed-policies.ts';
import { listPage } from './paging.ts';
import { quotas } from './quotas.ts';
import { versionShape } from './shapes.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

export const policyVersionHandlers: IamHandlers = {
  CreatePolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault = false }, context) {
    const { versions } = requireOwnPolicy(context, PolicyArn);
    requirePolicyText(PolicyDocument);
    if (versions.length >= quotas.VersionsPerPolicy) {
      throw limitExceeded(
        `A managed policy can have up to ${quotas.VersionsPerPolicy} versions. Before you create a new version, you must delete an existing version.`,
      );
    }
    const policy = change(context, 'policies', PolicyArn);
    const version: PolicyVersionState = { id: `v${policy.nextVersion}`, document: PolicyDocument, createdAt: context.now.toISOString() };
    policy.nextVersion += 1;
    policy.versions.push(version);
    policy.updatedAt = version.createdAt;
    if (SetAsDefault) policy.defaultVersionId = version.id;
    return { PolicyVersion: versionShape(policy, version) };
  },

  GetPolicyVersion({ PolicyArn, VersionId }, context) {
    const policy = requirePolicyByArn(context, PolicyArn);
    const version = requireVersion(policy, VersionId);
    return { PolicyVersion: { Document: version.document, ...versionShape(policy, version) } };
  },

  /** Newest first, as AWS lists them. */
  ListPolicyVersions(input, context) {
    const policy = requirePolicyByArn(context, input.PolicyArn);
    const age = ({ id }: PolicyVersionState) => String(99_999 - Number(id.slice(1))).padStart(5, '0');
    const { page, truncation } = listPage(policy.versions, age, input, `versions ${policy.arn}`);
    return { Versions: page.map((version) => versionShape(policy, version)), ...truncation };
  },

  SetDefaultPolicyVersion({ PolicyArn, VersionId }, context) {
    requireVersion(requireOwnPolicy(context, PolicyArn), VersionId);
    const policy = change(context, 'policies', PolicyArn);
    policy.defaultVersionId = VersionId;
    policy.updatedAt = context.now.toISOString();
    return {};
  },

  DeletePolicyVersion({ PolicyArn, VersionId }, context) {
    const { defaultVersionId } = requireOwnPolicy(context, PolicyArn);
    requireVersion(requireOwnPolicy(context, PolicyArn), VersionId);
    if (VersionId === defaultVersionId) throw deleteConflict('Cannot delete the default version of a policy.');
    const policy = change(context, 'policies', PolicyArn);
    policy.versions = policy.versions.filter(({ id }) => id !== VersionId);
    return {};
  },
};

export const policyVersionRequirements: IamRequirements = {
  CreatePolicyVersion: ({ PolicyArn }, context) => [onPolicy('CreatePolicyVersion', PolicyArn, context)],
  GetPolicyVersion: ({ PolicyArn }, context) => [onPolicy('GetPolicyVersion', PolicyArn, context)],
  ListPolicyVersions: ({ PolicyArn }, context) => [onPolicy('ListPolicyVersions', PolicyArn, context)],
  SetDefaultPolicyVersion: ({ PolicyArn }, context) => [onPolicy('SetDefaultPolicyVersion', PolicyArn, context)],
  DeletePolicyVersion: ({ PolicyArn }, context) => [onPolicy('DeletePolicyVersion', PolicyArn, context)],
};

function requireVersion(policy: PolicyState, id: string): PolicyVersionState {
  const version = policy.versions.find((one) => one.id === id);
  if (!version) throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  return version;
}
