import type { PlannedStep, StepOf } from '@rolewright/shared/plan/planned-step.ts';
import type { StepKind } from '@rolewright/shared/plan/step.ts';
import { addRoleToInstanceProfile } from './add-role-to-instance-profile.ts';
import { associateInstanceProfile } from './associate-instance-profile.ts';
import { attachManagedPolicy } from './attach-managed-policy.ts';
import { attachUserPolicy } from './attach-user-policy.ts';
import { changeInlinePolicy } from './change-inline-policy.ts';
import { createInstanceProfile } from './create-instance-profile.ts';
import { createLaunchConfiguration } from './create-launch-configuration.ts';
import { createLaunchTemplate } from './create-launch-template.ts';
import { createLaunchTemplateVersion } from './create-launch-template-version.ts';
import { createManagedPolicy } from './create-managed-policy.ts';
import { createRole } from './create-role.ts';
import { detachPolicy } from './detach-policy.ts';
import { disassociateInstanceProfile } from './disassociate-instance-profile.ts';
import type { Executor } from './executor.ts';
import { modifyMetadataOptions } from './modify-metadata-options.ts';
import { putRolePolicy } from './put-role-policy.ts';
import { putUserPolicy } from './put-user-policy.ts';
import { refreshInstances } from './refresh-instances.ts';
import { registerTaskDefinition } from './register-task-definition.ts';
import { removeUserDataKeys } from './remove-user-data-keys.ts';
import { renewConfig } from './renew-config.ts';
import { replaceInstanceProfile } from './replace-instance-profile.ts';
import { replaceTrustPolicy } from './replace-trust-policy.ts';
import { startInstance } from './start-instance.ts';
import { stopInstance } from './stop-instance.ts';
import { storeConfig } from './store-config.ts';
import { updateAssumeRolePolicy } from './update-assume-role-policy.ts';
import { updateGroup } from './update-group.ts';
import { updateService } from './update-service.ts';
import { verify } from './verify.ts';
import { verifyChainStep } from './verify-chain.ts';
import { verifyGroupStep } from './verify-group.ts';
import { verifyInstanceStep } from './verify-instance.ts';
import { verifyPoliciesStep } from './verify-policies.ts';
import { waitForService } from './wait-for-service.ts';

/** One executor a step kind; a missing one does not compile (rule 9). */
const executors = {
  'create-role': createRole,
  'create-managed-policy': createManagedPolicy,
  'attach-managed-policy': attachManagedPolicy,
  'put-role-policy': putRolePolicy,
  'put-user-policy': putUserPolicy,
  'update-assume-role-policy': updateAssumeRolePolicy,
  'replace-trust-policy': replaceTrustPolicy,
  'change-inline-policy': changeInlinePolicy,
  'attach-user-policy': attachUserPolicy,
  'detach-policy': detachPolicy,
  'register-task-definition': registerTaskDefinition,
  'update-service': updateService,
  'wait-for-service': waitForService,
  verify,
  'verify-chain': verifyChainStep,
  'store-config': storeConfig,
  'renew-config': renewConfig,
  'verify-policies': verifyPoliciesStep,
  'create-instance-profile': createInstanceProfile,
  'add-role-to-instance-profile': addRoleToInstanceProfile,
  'associate-instance-profile': associateInstanceProfile,
  'replace-instance-profile': replaceInstanceProfile,
  'disassociate-instance-profile': disassociateInstanceProfile,
  'modify-metadata-options': modifyMetadataOptions,
  'stop-instance': stopInstance,
  'remove-user-data-keys': removeUserDataKeys,
  'start-instance': startInstance,
  'verify-instance': verifyInstanceStep,
  'create-launch-template': createLaunchTemplate,
  'create-launch-template-version': createLaunchTemplateVersion,
  'create-launch-configuration': createLaunchConfiguration,
  'update-group': updateGroup,
  'refresh-instances': refreshInstances,
  'verify-group': verifyGroupStep,
} satisfies { [K in StepKind]: Executor<StepOf<K>> };

export const executorOf = (step: PlannedStep): Executor<PlannedStep> => executors[step.kind] as unknown as Executor<PlannedStep>;
