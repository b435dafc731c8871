import { evaluate } from '../iam/evaluate.ts';
import { policiesOf } from '../plan/permissions.ts';
import type { EcsTaskRolePlan } from '../plan/recipes/ecs-task-role.ts';
import type { PlanSnapshot } from '../plan/snapshot.ts';

/**
 * Permissions that the plan gives the task role on what the task definition has the ECS agent fetch with the execution role: its `secrets`
 * (D-11, D-27), one sentence each. Source: Amazon ECS Developer Guide, task_execution_IAM_role.
 */
export function agentRightsIn(snapshot: PlanSnapshot, { permissions, role }: EcsTaskRolePlan): string[] {
  const { awsAccountId: accountId } = snapshot;
  const byArn = new Map(
    snapshot.owners.flatMap(({ user }) => (user.state === 'known' ? policiesOf(user.value) : [])).map((one) => [one.arn, one]),
  );
  const attached = permissions.attach.flatMap(({ arn }) => byArn.get(arn) ?? []);
  const identity = [...attached, ...permissions.inline, ...permissions.create].map(({ name, document }) => ({ name, document }));
  return secretsOf(snapshot).flatMap(({ variable, action, arn }) => {
    const principal = { kind: 'assumed-role', arn: role.arn, roleArn: role.arn, accountId } as const;
    const request = { principal, action, resource: arn, resourceAccountId: accountId, context: {} };
    const decision = evaluate(request, { identity, scps: [] });
    if (decision.verdict !== 'allowed') return [];
    return [`${decision.decidedBy.policy ?? role.name} allows ${action} on ${arn}, which ECS puts into ${variable}.`];
  });
}

interface AgentSecret {
  variable: string;
  action: string;
  arn: string;
}

function secretsOf({ taskDefinition, partition, region, awsAccountId }: PlanSnapshot): AgentSecret[] {
  if (taskDefinition.state !== 'known') return [];
  return listOf(taskDefinition.value.document.containerDefinitions).flatMap((container) =>
    listOf(container.secrets).map(({ name, valueFrom }): AgentSecret => {
      const from = String(valueFrom);
      const variable = String(name);
      // `arn:…:secret:name-Ab12cd:json-key:stage:version`: what follows the name is not part of the ARN (D-11).
      if (from.includes(':secretsmanager:')) {
        return { variable, action: 'secretsmanager:GetSecretValue', arn: from.split(':').slice(0, 7).join(':') };
      }
      const parameter = from.startsWith('arn:')
        ? from
        : `arn:${partition}:ssm:${region}:${awsAccountId}:parameter/${from.replace(/^\//, '')}`;
      return { variable, action: 'ssm:GetParameters', arn: parameter };
    }),
  );
}

const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
