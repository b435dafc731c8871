import { DescribeServicesCommand, DescribeTaskDefinitionCommand, ListTaskDefinitionsCommand } from '@aws-sdk/client-ecs';
import { GetRoleCommand, GetRolePolicyCommand, ListAttachedRolePoliciesCommand, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import type { Console } from './console.ts';
import type { Script } from './http.ts';
import { admin, awsOf } from './sandbox.ts';
import { accountNamed, planRole, scanAccount, workloadNamed } from './steps.ts';

const roleName = 'LimboTaskRole';

/** The sandbox as it was at first, scanned, and a plan that gives limbo a role of its own. */
export async function planLimboAnew(script: Script): Promise<Plan> {
  const { console } = script;
  const account = await accountNamed(script, 'sandbox');
  await admin(console, 'DELETE', 'faults');
  await script.post(`/api/accounts/${account.id}/reset-sandbox`, {}, 200);
  await scanAccount(script, account.id);
  return planRole(script, await workloadNamed(script, 'limbo'), { role: { create: { name: roleName } } });
}

/** A call of AWS that changes something, as the steps of a plan name them. */
export interface Change {
  service: string;
  operation: string;
}

/** Each changing call of a plan once, in its order. */
export function changesOf(plan: Plan): Change[] {
  const all = plan.steps.flatMap((step) => step.calls).filter(({ operation }) => !/^(Describe|Get|List|Lookup|Simulate)/.test(operation));
  return [...new Map(all.map(({ service, operation }) => [`${service}:${operation}`, { service, operation }])).values()];
}

/** What a finished move leaves, without ids, dates and values that are new in every sandbox. */
export async function endState(console: Console) {
  const aws = awsOf(console);
  try {
    const { services } = await aws.ecs.send(new DescribeServicesCommand({ cluster: 'limbo', services: ['limbo'] }));
    const inUse = services?.[0]?.taskDefinition ?? '';
    const { taskDefinition, tags } = await aws.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: inUse, include: ['TAGS'] }));
    const { taskDefinitionArns } = await aws.ecs.send(new ListTaskDefinitionsCommand({ familyPrefix: 'limbo' }));
    const { Role } = await aws.iam.send(new GetRoleCommand({ RoleName: roleName }));
    const { AttachedPolicies } = await aws.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: roleName }));
    const { PolicyNames = [] } = await aws.iam.send(new ListRolePoliciesCommand({ RoleName: roleName }));
    const documents = PolicyNames.map(async (PolicyName) => {
      const { PolicyDocument = '' } = await aws.iam.send(new GetRolePolicyCommand({ RoleName: roleName, PolicyName }));
      return [PolicyName, JSON.parse(decodeURIComponent(PolicyDocument))];
    });
    return {
      inUse,
      revisions: taskDefinitionArns,
      taskRoleArn: taskDefinition?.taskRoleArn,
      variables: taskDefinition?.containerDefinitions?.map((one) => one.environment?.map((entry) => entry.name)),
      tags,
      deployments: services?.[0]?.deployments?.map(({ status, taskDefinition, rolloutState }) => ({
        status,
        taskDefinition,
        rolloutState,
      })),
      trust: JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')),
      // The tag that names the run is the run's own.
      roleTags: Role?.Tags?.map((tag) => tag.Key),
      attached: AttachedPolicies,
      inline: Object.fromEntries(await Promise.all(documents)),
    };
  } finally {
    aws.close();
  }
}
