import { ecsTasksTrust } from '../../iam/trust.ts';
import { definitionFacts } from '../definition-facts.ts';
import { execPolicy, execPolicyName, grantsExec } from '../exec-permissions.ts';
import { containersWithCredentials, removedVariables } from '../patch.ts';
import { nothingCarried, policiesOf, type RolePermissions } from '../permissions.ts';
import type { EcsTaskRoleInputs } from '../plan.ts';
import { type PlannedStep, planTag } from '../planned-step.ts';
import { givenPermissions, permissionSteps, withQuotas } from '../role-permissions.ts';
import { type RoleTarget, roleTargetOf } from '../role-target.ts';
import type { PlanSnapshot, RoleOf } from '../snapshot.ts';
import { numbered } from '../step-ids.ts';

/** What the recipe makes of a snapshot: the steps and what the checks need to know about them. */
export interface EcsTaskRolePlan {
  steps: PlannedStep[];
  role: RoleTarget;
  containers: string[];
  permissions: RolePermissions;
  /** What was unreadable or missing, so that the plan is not complete. */
  incomplete: string[];
}

/**
 * Recipe `ecs-task-role`: a role for the tasks, its permissions, a revision with the role and without the credential variables, the service
 * on it, and the proof. Pure and deterministic: same snapshot, inputs and plan id, same plan. Throws Error with a sentence for a role ARN
 * that cannot be.
 */
export function planEcsTaskRole(planId: string, snapshot: PlanSnapshot, inputs: EcsTaskRoleInputs): EcsTaskRolePlan {
  const role = roleTargetOf(inputs.role, snapshot.partition, snapshot.awsAccountId);
  const incomplete: string[] = [];
  if (snapshot.taskDefinition.state !== 'known' || snapshot.service.state !== 'known') {
    return { steps: [], role, containers: [], permissions: nothingCarried, incomplete: unreadSentences(snapshot) };
  }
  const definition = snapshot.taskDefinition.value;
  const service = snapshot.service.value;
  const containers = inputs.containers ?? containersWithCredentials(definition.document);
  const permissions = permissionsOf(snapshot, inputs, role, incomplete);
  const ids = numbered();
  const steps: PlannedStep[] = [
    ...roleSteps(planId, snapshot, role, permissions, ids),
    {
      id: ids('register'),
      kind: 'register-task-definition',
      baseArn: definition.arn,
      family: definitionFacts(snapshot)?.family ?? snapshot.workload.family ?? '',
      taskRoleArn: role.arn,
      containers,
      removed: removedVariables(definition.document, containers),
    },
    { id: ids('update'), kind: 'update-service', clusterArn: service.clusterArn, serviceName: service.name, fromArn: definition.arn },
    { id: ids('wait'), kind: 'wait-for-service', clusterArn: service.clusterArn, serviceName: service.name },
    {
      id: ids('verify'),
      kind: 'verify',
      clusterArn: service.clusterArn,
      serviceName: service.name,
      roleArn: role.arn,
      keyIds: snapshot.owners.map((owner) => owner.keyId),
    },
  ];
  return { steps, role, containers, permissions, incomplete };
}

/** The role's permissions: the operator's document, or what the keys' users may do, less what an existing role has already. */
function permissionsOf(snapshot: PlanSnapshot, inputs: EcsTaskRoleInputs, role: RoleTarget, incomplete: string[]): RolePermissions {
  const lean = givenPermissions(snapshot, inputs.permissions ?? 'carry-over', role, incomplete);
  return withQuotas(snapshot, withExec(snapshot, lean, snapshot.role.state === 'known' ? snapshot.role.value : null));
}

/** D-38: ECS Exec uses the task role, so that a service with it switched on keeps working only with its four rights. */
function withExec(snapshot: PlanSnapshot, lean: RolePermissions, present: RoleOf | null): RolePermissions {
  if (snapshot.service.state !== 'known' || !snapshot.service.value.executeCommand) return lean;
  const documents = [...lean.inline.map((one) => one.document), ...(present ? policiesOf(present).map((one) => one.document) : [])];
  if (grantsExec(documents)) return lean;
  const taken = new Set([...lean.inline, ...(present?.inline ?? [])].map((one) => one.name));
  const name = taken.has(execPolicyName) ? `${execPolicyName}-rolewright` : execPolicyName;
  const exec = { name, document: execPolicy, from: 'ECS Exec, which is switched on for this service', converted: [] };
  return { ...lean, inline: [...lean.inline, exec] };
}

function roleSteps(
  planId: string,
  snapshot: PlanSnapshot,
  role: RoleTarget,
  permissions: RolePermissions,
  ids: (name: string) => string,
): PlannedStep[] {
  const tags = { [planTag]: planId };
  const { awsAccountId, partition, region, workload } = snapshot;
  const create: PlannedStep[] = role.create
    ? [
        {
          id: ids('role'),
          kind: 'create-role',
          roleName: role.name,
          path: role.path,
          trust: ecsTasksTrust({ partition, region, accountId: awsAccountId }),
          description: `Task role of ${workload.name}, in place of static access keys`,
          boundaryArn: permissions.boundaryArn,
          tags,
        },
      ]
    : [];
  return [...create, ...permissionSteps(planId, snapshot, role, permissions, ids)];
}

function unreadSentences(snapshot: PlanSnapshot): string[] {
  return [
    { what: 'the task definition in use', reading: snapshot.taskDefinition },
    { what: 'the service', reading: snapshot.service },
  ].flatMap(({ what, reading }) => {
    if (reading.state === 'known') return [];
    return [`${what} ${reading.state === 'absent' ? 'is not there any more' : `could not be read: ${reading.reason}`}.`];
  });
}
