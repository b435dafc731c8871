import { registrableTags } from '../aws/task-definition.ts';
import { evaluate } from '../iam/evaluate.ts';
import { ecsTasksService } from '../iam/trust.ts';
import type { Reading } from '../inventory/reading.ts';
import { definitionFacts } from '../plan/definition-facts.ts';
import { policiesOf } from '../plan/permissions.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import type { PlanSnapshot, RoleOf } from '../plan/snapshot.ts';
import { type Claim, fail, pass, unknown } from './claim.ts';

/** One permission that a step or its undoing needs. */
export interface Need {
  action: string;
  resource: string;
  context: Record<string, string>;
}

export const need = (action: string, resource: string, context: Record<string, string> = {}): Need => ({ action, resource, context });

/** May the console's operator role make every call of the plan, and of its roll-back, iam:PassRole on both roles included (D-36)? */
export const operatorClaim = (operator: Reading<RoleOf>, snapshot: PlanSnapshot, steps: PlannedStep[]): Claim =>
  operatorMay(operator, snapshot, needsOf(snapshot, steps), 'operator-permissions');

/**
 * Has the operator role of an account these permissions? Judged by that role's identity policies and boundary; service control policies are
 * not visible.
 */
export function operatorMay(
  operator: Reading<RoleOf>,
  { awsAccountId, region }: { awsAccountId: string; region: string },
  needs: Need[],
  id: string,
): Claim {
  const claim = `The console may make every call of this plan and of its roll-back${id === 'operator-permissions' ? '' : ` in ${awsAccountId}`}`;
  if (operator.state !== 'known') {
    const why = operator.state === 'absent' ? 'The console does not act as a role of this account.' : operator.reason;
    return unknown(id, claim, [why], 'Compare the console’s permissions with docs/permissions.md.');
  }
  const { arn, boundary } = operator.value;
  const identity = policiesOf(operator.value).map(({ name, document }) => ({ name, document }));
  const principal = { kind: 'assumed-role', arn, roleArn: arn, accountId: awsAccountId } as const;
  const denied = needs.flatMap(({ action, resource, context }) => {
    const request = {
      principal,
      action,
      resource,
      resourceAccountId: awsAccountId,
      context: { 'aws:RequestedRegion': region, 'aws:PrincipalArn': arn, ...context },
    };
    const decision = evaluate(request, { identity, scps: [], ...(boundary ? { boundary: boundary.document } : {}) });
    return decision.verdict === 'allowed' ? [] : [`${action} on ${resource}: ${decision.decidedBy.why}`];
  });
  if (denied.length > 0) return fail(id, claim, denied, `Give ${arn} these permissions (docs/permissions.md).`);
  return pass(id, claim, [`${needs.length} permissions of ${arn} evaluated; service control policies are not visible.`]);
}

function needsOf(snapshot: PlanSnapshot, steps: PlannedStep[]): Need[] {
  const role = (name: string) => steps.find((step) => step.kind === 'register-task-definition')?.taskRoleArn ?? `role/${name}`;
  const boundary = boundaryOf(snapshot, steps);
  // Conditions on the boundary are asked of the role that is changed, which carries it (D-94).
  const bounded: Record<string, string> = boundary === null ? {} : { 'iam:PermissionsBoundary': boundary };
  return steps.flatMap((step): Need[] => {
    switch (step.kind) {
      case 'create-role':
        return [
          need('iam:CreateRole', role(step.roleName), bounded),
          need('iam:TagRole', role(step.roleName)),
          need('iam:DeleteRole', role(step.roleName)),
        ];
      case 'create-managed-policy':
        return [need('iam:CreatePolicy', step.policyArn), need('iam:TagPolicy', step.policyArn), need('iam:DeletePolicy', step.policyArn)];
      case 'attach-managed-policy':
        return ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'].map((action) =>
          need(action, role(step.roleName), { 'iam:PolicyARN': step.policyArn, ...bounded }),
        );
      case 'put-role-policy':
        return ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'].map((action) => need(action, role(step.roleName), bounded));
      case 'register-task-definition':
        return [
          need('ecs:RegisterTaskDefinition', newRevisionArn(snapshot, step.family)),
          need('ecs:DeregisterTaskDefinition', '*'),
          ...(hasTags(snapshot)
            ? [need('ecs:TagResource', newRevisionArn(snapshot, step.family), { 'ecs:CreateAction': 'RegisterTaskDefinition' })]
            : []),
          ...passed(snapshot, step.taskRoleArn).map((arn) => need('iam:PassRole', arn, { 'iam:PassedToService': ecsTasksService })),
        ];
      case 'update-service':
        return snapshot.service.state === 'known'
          ? [need('ecs:UpdateService', snapshot.service.value.arn, { 'ecs:cluster': step.clusterArn })]
          : [];
      default:
        return [];
    }
  });
}

/** Task role and execution role, which ECS is handed both. */
function passed(snapshot: PlanSnapshot, taskRoleArn: string): string[] {
  const executionRoleArn = definitionFacts(snapshot)?.executionRoleArn ?? null;
  return executionRoleArn === null ? [taskRoleArn] : [taskRoleArn, executionRoleArn];
}

/** Boundary of the role that the steps change: the one that it is created with, or has. */
function boundaryOf({ role }: PlanSnapshot, steps: PlannedStep[]): string | null {
  const created = steps.find((step) => step.kind === 'create-role');
  if (created) return created.boundaryArn;
  return role.state === 'known' ? (role.value.boundary?.arn ?? null) : null;
}

/** Tags that go along with RegisterTaskDefinition need a permission of their own (D-23). */
const hasTags = ({ taskDefinition }: PlanSnapshot): boolean =>
  taskDefinition.state === 'known' && registrableTags(taskDefinition.value.tags).length > 0;

const newRevisionArn = ({ partition, region, awsAccountId }: PlanSnapshot, family: string): string =>
  `arn:${partition}:ecs:${region}:${awsAccountId}:task-definition/${family}:*`;
