import { withoutOutputMembers } from '../aws/task-definition.ts';
import { isMasked } from '../findings/masked.ts';
import { patchTaskDefinition } from '../plan/patch.ts';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import type { PlanSnapshot } from '../plan/snapshot.ts';
import type { Diff } from '../plan/step.ts';
import { documentLines, maskedText } from './document-lines.ts';
import { diffLines } from './line-diff.ts';

/** What a step changes, as facts and as a document; null for a step that only reads. Made from the plan's own snapshot, masked as it is. */
export function diffOfStep(step: PlannedStep, snapshot: Pick<PlanSnapshot, 'taskDefinition'>): Diff | null {
  switch (step.kind) {
    case 'create-role':
      return created(`Role ${step.roleName}`, {
        RoleName: step.roleName,
        Path: step.path,
        AssumeRolePolicyDocument: step.trust,
        ...(step.boundaryArn === null ? {} : { PermissionsBoundary: step.boundaryArn }),
        Description: step.description,
        Tags: step.tags,
      });
    case 'create-managed-policy':
      return created(`Policy ${step.policyName}`, step.document);
    case 'put-role-policy':
      return created(`Inline policy ${step.policyName} of ${step.roleName}`, step.document);
    case 'put-user-policy':
      return created(`Inline policy ${step.policyName} of ${step.userName}`, step.document);
    case 'store-config':
      return {
        title: step.store === 'ssm' ? `Parameter ${step.name}` : `Secret ${step.name}`,
        summary: [{ kind: 'added', path: step.name, text: 'new' }],
        lines: step.content
          .trimEnd()
          .split('\n')
          .map((text, index) => ({ kind: 'added' as const, text, before: null, after: index + 1 })),
      };
    case 'update-assume-role-policy':
      return {
        title: `Trust policy of ${step.roleName}`,
        summary: step.sids.map((sid) => ({ kind: 'added' as const, path: 'Statement', text: sid })),
        lines: diffLines(documentLines(step.before), documentLines(step.after)),
      };
    case 'attach-managed-policy':
      return {
        title: `Policies attached to ${step.roleName}`,
        summary: [{ kind: 'added', path: 'AttachedPolicies', text: step.policyArn }],
        lines: [{ kind: 'added', text: step.policyArn, before: null, after: 1 }],
      };
    case 'register-task-definition':
      return ofRevision(step, snapshot);
    case 'update-service':
      return {
        title: `Service ${step.serviceName}`,
        summary: [{ kind: 'changed', path: 'taskDefinition', text: `${shortArn(step.fromArn)} → the new revision` }],
        lines: [
          { kind: 'removed', text: `taskDefinition: ${shortArn(step.fromArn)}`, before: 1, after: null },
          { kind: 'added', text: 'taskDefinition: the new revision', before: null, after: 1 },
        ],
      };
    default:
      return null;
  }
}

function created(title: string, document: unknown): Diff {
  const lines = documentLines(document).map((text, index) => ({ kind: 'added' as const, text, before: null, after: index + 1 }));
  return { title, summary: [{ kind: 'added', path: title, text: 'new' }], lines };
}

function ofRevision(step: StepOf<'register-task-definition'>, snapshot: Pick<PlanSnapshot, 'taskDefinition'>): Diff | null {
  if (snapshot.taskDefinition.state !== 'known') return null;
  const { document } = snapshot.taskDefinition.value;
  const before = withoutOutputMembers(document);
  const after = inOrderOf(before, patchTaskDefinition(document, step));
  const role = typeof before.taskRoleArn === 'string' ? before.taskRoleArn : null;
  const roleFact =
    role === step.taskRoleArn
      ? []
      : [{ kind: role === null ? ('added' as const) : ('changed' as const), path: 'taskRoleArn', text: step.taskRoleArn }];
  return {
    title: `Task definition ${step.family}`,
    summary: [
      ...roleFact,
      ...step.removed.map(({ container, variable }) => ({
        kind: 'removed' as const,
        path: `${container} → environment`,
        text: `${variable} = ${valueText(document, container, variable)}`,
      })),
    ],
    lines: diffLines(documentLines(before), documentLines(after)),
  };
}

/** The same members in the same order as before, new ones last, so that only what changed shows. */
function inOrderOf(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const names = [...Object.keys(before).filter((name) => name in after), ...Object.keys(after).filter((name) => !(name in before))];
  return Object.fromEntries(names.map((name) => [name, after[name]]));
}

function valueText(document: Record<string, unknown>, containerName: string, variable: string): string {
  const containers = Array.isArray(document.containerDefinitions) ? document.containerDefinitions : [];
  const container = containers.find((one) => one.name === containerName);
  const entry = (container?.environment ?? []).find((one: { name: unknown }) => one.name === variable);
  if (isMasked(entry?.value)) return maskedText(entry.value);
  return '••••';
}

const shortArn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
