import type { Service } from '../service.ts';
import { accessKeyHandlers, accessKeyRequirements } from './access-keys.ts';
import { accountHandlers, accountRequirements } from './account.ts';
import { attachedPolicyHandlers, attachedPolicyRequirements } from './attached-policies.ts';
import { authorizationDetailsHandlers, authorizationDetailsRequirements } from './authorization-details.ts';
import { boundaryHandlers, boundaryRequirements } from './boundaries.ts';
import { groupHandlers, groupRequirements } from './groups.ts';
import { inlinePolicyHandlers, inlinePolicyRequirements } from './inline-policies.ts';
import { instanceProfileHandlers, instanceProfileRequirements } from './instance-profiles.ts';
import modelLimits from './limits.json' with { type: 'json' };
import { managedPolicyHandlers, managedPolicyRequirements } from './managed-policies.ts';
import { withLimits } from './model-limits.ts';
import { otherCredentialHandlers, otherCredentialRequirements } from './other-credentials.ts';
import { policyEntityHandlers, policyEntityRequirements } from './policy-entities.ts';
import { policyVersionHandlers, policyVersionRequirements } from './policy-versions.ts';
import { roleHandlers, roleRequirements } from './roles.ts';
import { serviceLinkedRoleHandlers, serviceLinkedRoleRequirements } from './service-linked-roles.ts';
import { simulateHandlers, simulateRequirements } from './simulate.ts';
import { tagHandlers, tagRequirements } from './tags.ts';
import { userHandlers, userRequirements } from './users.ts';

type Iam = typeof import('@aws-sdk/client-iam');

const handlers = {
  ...userHandlers,
  ...accessKeyHandlers,
  ...otherCredentialHandlers,
  ...groupHandlers,
  ...roleHandlers,
  ...serviceLinkedRoleHandlers,
  ...boundaryHandlers,
  ...inlinePolicyHandlers,
  ...attachedPolicyHandlers,
  ...managedPolicyHandlers,
  ...policyVersionHandlers,
  ...policyEntityHandlers,
  ...tagHandlers,
  ...instanceProfileHandlers,
  ...authorizationDetailsHandlers,
  ...accountHandlers,
  ...simulateHandlers,
};

const requirements = {
  ...userRequirements,
  ...accessKeyRequirements,
  ...otherCredentialRequirements,
  ...groupRequirements,
  ...roleRequirements,
  ...serviceLinkedRoleRequirements,
  ...boundaryRequirements,
  ...inlinePolicyRequirements,
  ...attachedPolicyRequirements,
  ...managedPolicyRequirements,
  ...policyVersionRequirements,
  ...policyEntityRequirements,
  ...tagRequirements,
  ...instanceProfileRequirements,
  ...authorizationDetailsRequirements,
  ...accountRequirements,
  ...simulateRequirements,
};

/** IAM. Its API has one endpoint for all Regions, and publishes no request rates (D-84). */
export const iamService: Service<Iam> = {
  signingName: 'iam',
  global: true,
  ...withLimits<Iam>(modelLimits, handlers, requirements),
  limits: {
    CreateRole:
      'Principals must exist in an account of the sandbox; services must be among those that the sandbox knows. Names are looked up exactly.',
    UpdateAssumeRolePolicy: 'Principals as under CreateRole.',
    CreateServiceLinkedRole: 'For ECS, Auto Scaling and Elastic Load Balancing.',
    GetAccountAuthorizationDetails: "Of AWS's managed policies those that are attached or bound.",
    GetAccessKeyLastUsed: 'At once, unless the sandbox is set to the true delays of AWS; then within four hours.',
    GetLoginProfile: 'Users of the sandbox have no password.',
    ListPolicies:
      "Some 30 of AWS's managed policies; ReadOnlyAccess, ViewOnlyAccess, SecurityAudit and AmazonECS_FullAccess are shorter than AWS's.",
    SimulatePrincipalPolicy:
      'Identity policies and boundary, a resource policy for users; as on AWS no trust policy. No control policies; ResourceHandlingOption is not looked at.',
    SimulateCustomPolicy: 'As SimulatePrincipalPolicy; of policies without a CallerArn nothing is known of the caller.',
  },
};
