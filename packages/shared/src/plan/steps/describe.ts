import type { PlannedStep, StepOf } from '../planned-step.ts';
import type { StepKind } from '../step.ts';
import { describeAddRoleToInstanceProfile } from './add-role-to-instance-profile.ts';
import { describeAssociateInstanceProfile } from './associate-instance-profile.ts';
import { describeAttachManagedPolicy } from './attach-managed-policy.ts';
import { describeAttachUserPolicy } from './attach-user-policy.ts';
import { describeChangeInlinePolicy } from './change-inline-policy.ts';
import { describeCreateInstanceProfile } from './create-instance-profile.ts';
import { describeCreateLaunchConfiguration } from './create-launch-configuration.ts';
import { describeCreateLaunchTemplate } from './create-launch-template.ts';
import { describeCreateLaunchTemplateVersion } from './create-launch-template-version.ts';
import { describeCreateManagedPolicy } from './create-managed-policy.ts';
import { describeCreateRole } from './create-role.ts';
import type { Place, StepDescription } from './description.ts';
import { describeDetachPolicy } from './detach-policy.ts';
import { describeDisassociateInstanceProfile } from './disassociate-instance-profile.ts';
import { describeModifyMetadataOptions } from './modify-metadata-options.ts';
import { describePutRolePolicy } from './put-role-policy.ts';
import { describePutUserPolicy } from './put-user-policy.ts';
import { describeRefreshInstances } from './refresh-instances.ts';
import { describeRegisterTaskDefinition } from './register-task-definition.ts';
import { describeRemoveUserDataKeys } from './remove-user-data-keys.ts';
import { describeRenewConfig } from './renew-config.ts';
import { describeReplaceInstanceProfile } from './replace-instance-profile.ts';
import { describeReplaceTrustPolicy } from './replace-trust-policy.ts';
import { describeStartInstance } from './start-instance.ts';
import { describeStopInstance } from './stop-instance.ts';
import { describeStoreConfig } from './store-config.ts';
import { describeUpdateAssumeRolePolicy } from './update-assume-role-policy.ts';
import { describeUpdateGroup } from './update-group.ts';
import { describeUpdateService } from './update-service.ts';
import { describeVerify } from './verify.ts';
import { describeVerifyChain } from './verify-chain.ts';
import { describeVerifyGroup } from './verify-group.ts';
import { describeVerifyInstance } from './verify-instance.ts';
import { describeVerifyPolicies } from './verify-policies.ts';
import { describeWaitForService } from './wait-for-service.ts';

type Describers = { [K in StepKind]: (step: StepOf<K>, place: Place) => StepDescription };

/** One rule file a step kind; a missing one does not compile (rule 9). */
const describers = {
  'create-role': describeCreateRole,
  'create-managed-policy': describeCreateManagedPolicy,
  'attach-managed-policy': describeAttachManagedPolicy,
  'put-role-policy': describePutRolePolicy,
  'put-user-policy': describePutUserPolicy,
  'update-assume-role-policy': describeUpdateAssumeRolePolicy,
  'replace-trust-policy': describeReplaceTrustPolicy,
  'change-inline-policy': describeChangeInlinePolicy,
  'attach-user-policy': describeAttachUserPolicy,
  'detach-policy': describeDetachPolicy,
  'register-task-definition': describeRegisterTaskDefinition,
  'update-service': describeUpdateService,
  'wait-for-service': describeWaitForService,
  verify: describeVerify,
  'verify-chain': describeVerifyChain,
  'store-config': describeStoreConfig,
  'renew-config': describeRenewConfig,
  'verify-policies': describeVerifyPolicies,
  'create-instance-profile': describeCreateInstanceProfile,
  'add-role-to-instance-profile': describeAddRoleToInstanceProfile,
  'associate-instance-profile': describeAssociateInstanceProfile,
  'replace-instance-profile': describeReplaceInstanceProfile,
  'disassociate-instance-profile': describeDisassociateInstanceProfile,
  'modify-metadata-options': describeModifyMetadataOptions,
  'stop-instance': describeStopInstance,
  'remove-user-data-keys': describeRemoveUserDataKeys,
  'start-instance': describeStartInstance,
  'verify-instance': describeVerifyInstance,
  'create-launch-configuration': describeCreateLaunchConfiguration,
  'create-launch-template': describeCreateLaunchTemplate,
  'create-launch-template-version': describeCreateLaunchTemplateVersion,
  'update-group': describeUpdateGroup,
  'refresh-instances': describeRefreshInstances,
  'verify-group': describeVerifyGroup,
} satisfies Describers;

/** What a step says of itself: title, reason, calls, by hand, undo. */
export function describeStep(step: PlannedStep, place: Place): StepDescription {
  const describe = describers[step.kind] as (step: PlannedStep, place: Place) => StepDescription;
  return describe(step, place);
}
