import { newId } from '../../auth/key-ids.ts';
import { neverUsed } from '../../auth/last-use.ts';
import { own, type RoleState } from '../../state/iam.ts';
import { create } from './change.ts';
import { invalidInput } from './faults.ts';
import { iamArn } from './names.ts';
import { wholeRoleShape } from './shapes.ts';
import type { IamHandlers, IamRequirements } from './types.ts';

/** Services of the estate that have a service-linked role, and its name. */
const roleNames: Record<string, string> = {
  'autoscaling.amazonaws.com': 'AWSServiceRoleForAutoScaling',
  'ecs.amazonaws.com': 'AWSServiceRoleForECS',
  'elasticloadbalancing.amazonaws.com': 'AWSServiceRoleForElasticLoadBalancing',
};

export const serviceLinkedRoleHandlers: IamHandlers = {
  /** Only the service may change it afterwards (D-51). */
  CreateServiceLinkedRole({ AWSServiceName, Description }, context) {
    const name = own(roleNames, AWSServiceName);
    if (!name) throw invalidInput(`Service ${AWSServiceName} has no service-linked role in the sandbox.`);
    if (own(context.account.iam.roles, name)) {
      throw invalidInput(`Service role name ${name} has been taken in this account, please try a different suffix.`);
    }
    const path = `/aws-service-role/${AWSServiceName}/`;
    const statement = { Effect: 'Allow', Principal: { Service: AWSServiceName }, Action: 'sts:AssumeRole' };
    const role: RoleState = {
      name,
      path,
      id: newId(context.world, 'AROA', context.account.id),
      arn: iamArn(context, 'role', name, path),
      createdAt: context.now.toISOString(),
      attached: [],
      inline: {},
      tags: {},
      boundary: null,
      description: Description ?? null,
      maxSessionDuration: 3600,
      trust: { document: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }), principals: {} },
      lastUsed: neverUsed(),
    };
    return { Role: wholeRoleShape(context, create(context, 'roles', name, role)) };
  },
};

export const serviceLinkedRoleRequirements: IamRequirements = {
  CreateServiceLinkedRole: ({ AWSServiceName }, context) => [
    {
      action: 'iam:CreateServiceLinkedRole',
      resource: iamArn(context, 'role', own(roleNames, AWSServiceName) ?? '*', `/aws-service-role/${AWSServiceName}/`),
      context: { 'iam:AWSServiceName': AWSServiceName },
    },
  ],
};
