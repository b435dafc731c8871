import { ecsTasksContext, ecsTasksService, ecsTasksTrust, trustsService } from '../iam/trust.ts';
import { definitionFacts } from '../plan/definition-facts.ts';
import type { EcsTaskRolePlan } from '../plan/recipes/ecs-task-role.ts';
import type { PlanSnapshot } from '../plan/snapshot.ts';
import { agentRightsIn } from './agent-rights.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

/** What must hold of the role itself: Amazon ECS can assume it, its name is free, one that is set already stays, it is not the execution role. */
export function roleClaims(snapshot: PlanSnapshot, plan: EcsTaskRolePlan): Claim[] {
  return [trustWorks(snapshot, plan), roleIsThere(snapshot, plan), existingRoleKept(snapshot, plan), rolesApart(snapshot, plan)];
}

function trustWorks(snapshot: PlanSnapshot, { role }: EcsTaskRolePlan): Claim {
  const { partition, region, awsAccountId: accountId } = snapshot;
  const claim = `Amazon ECS may assume ${role.name} for tasks of this account and Region`;
  if (!role.create && snapshot.role.state !== 'known') {
    return unknown('trust-works', claim, [readingText(snapshot.role)], 'Let the reader role call iam:GetRole, or choose another role.');
  }
  const trust =
    role.create || snapshot.role.state !== 'known' ? ecsTasksTrust({ partition, region, accountId }) : snapshot.role.value.trust;
  const decision = trustsService(trust, ecsTasksService, ecsTasksContext({ partition, region, accountId }), { arn: role.arn, accountId });
  const other = trustsService(trust, 'ec2.amazonaws.com', { 'aws:SourceAccount': accountId }, { arn: role.arn, accountId });
  const evidence = [
    `${ecsTasksService}: ${verdictWords[decision.verdict]} (${decision.decidedBy.why})`,
    `ec2.amazonaws.com: ${verdictWords[other.verdict]}`,
  ];
  if (decision.verdict === 'allowed') return pass('trust-works', claim, evidence);
  return fail('trust-works', claim, evidence, `Add ${ecsTasksService} to the trust policy of ${role.name}, or let the plan create a role.`);
}

/** The name of a role to be made is free, one to be used is there, under this ARN. */
export function roleIsThere(snapshot: Pick<PlanSnapshot, 'role'>, { role }: Pick<EcsTaskRolePlan, 'role'>): Claim {
  const claim = role.create ? `The name ${role.name} is free` : `The role ${role.name} exists`;
  const evidence = [readingText(snapshot.role)];
  if (snapshot.role.state === 'unreadable') return unknown('role-name', claim, evidence, 'Let the reader role call iam:GetRole.');
  const exists = snapshot.role.state === 'known';
  if (snapshot.role.state === 'known' && !role.create && snapshot.role.value.arn !== role.arn) {
    return fail('role-name', claim, [`${role.arn} is not its ARN.`, ...evidence], `Give the role’s own ARN, ${snapshot.role.value.arn}.`);
  }
  if (exists !== role.create) return pass('role-name', claim, evidence);
  return role.create
    ? fail('role-name', claim, evidence, `Choose another name, or use the existing role ${role.arn}.`)
    : fail('role-name', claim, evidence, 'Create the role, or give the ARN of one that exists.');
}

/** D-29: the application may use the present role for one thing and the key for another; there is one task role per task definition. */
function existingRoleKept(snapshot: PlanSnapshot, { role }: EcsTaskRolePlan): Claim {
  const facts = definitionFacts(snapshot);
  const claim = 'A task role that is set already is not replaced';
  if (facts === null) return unknown('existing-role-kept', claim, ['The task definition in use could not be read.'], 'Make the plan anew.');
  const current = facts.taskRoleArn;
  if (current === null) return pass('existing-role-kept', claim, ['No task role is set.']);
  const same = current === role.arn;
  const evidence = [`The task role is ${current}.`];
  if (!same) {
    return fail(
      'existing-role-kept',
      claim,
      evidence,
      `Use the existing role ${current}: what it lacks is added to it, and what it has stays.`,
    );
  }
  if (snapshot.roleUsers.length === 0) return pass('existing-role-kept', claim, evidence);
  const others = `Also the task role of ${snapshot.roleUsers.join(', ')}: permissions that are added widen these too.`;
  return unknown(
    'existing-role-kept',
    claim,
    [...evidence, others],
    'Accept that the others gain the same permissions, or give this workload a role of its own first.',
  );
}

/**
 * C14, D-27: the execution role is the ECS agent's (pulling the image, writing logs, fetching `secrets`); the task role is the application's.
 * One role for both, or the agent's rights in the task role, give the application what only the agent needs.
 */
function rolesApart(snapshot: PlanSnapshot, plan: EcsTaskRolePlan): Claim {
  const claim = 'Task role and execution role are kept apart';
  const facts = definitionFacts(snapshot);
  if (facts === null) return unknown('roles-apart', claim, ['The task definition in use could not be read.'], 'Make the plan anew.');
  if (facts.executionRoleArn === plan.role.arn) {
    return unknown(
      'roles-apart',
      claim,
      [`${plan.role.name} is the execution role, with which the ECS agent pulls the image, writes logs and fetches secrets.`],
      'Give the tasks a role of their own, or accept that the application may do what the agent may.',
    );
  }
  const misplaced = agentRightsIn(snapshot, plan);
  if (misplaced.length === 0) {
    return pass('roles-apart', claim, [`The execution role is ${facts.executionRoleArn ?? 'none'}; it is not touched.`]);
  }
  return unknown(
    'roles-apart',
    claim,
    misplaced,
    'The ECS agent fetches these with the execution role. Leave them out of the task role unless the application itself reads them.',
  );
}

const verdictWords = { allowed: 'allowed', implicitDeny: 'not allowed', explicitDeny: 'denied' } as const;

function readingText(reading: PlanSnapshot['role']): string {
  if (reading.state === 'known') return `iam:GetRole found ${reading.value.arn}.`;
  return reading.state === 'absent' ? 'iam:GetRole: no such role.' : reading.reason;
}
