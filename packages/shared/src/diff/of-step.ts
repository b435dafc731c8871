import type { PolicyDocument } from '../aws/policy-document.ts';
import { withoutOutputMembers } from '../aws/task-definition.ts';
import { isMasked } from '../findings/masked.ts';
import { patchTaskDefinition } from '../plan/patch.ts';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import type { PlanSnapshot } from '../plan/snapshot.ts';
import type { Diff } from '../plan/step.ts';
import { documentLines, maskedText } from './document-lines.ts';
import { diffLines } from './line-diff.ts';
import { diffOfGroup } from './of-group.ts';
import { diffOfInstance } from './of-instance.ts';
import { statementFacts } from './statement-facts.ts';

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
    case 'renew-config':
      return {
        title: `Secret ${step.name}`,
        summary: [{ kind: 'changed', path: step.name, text: 'external id' }],
        lines: textLines(step.content),
      };
    case 'store-config':
      return {
        title: step.store === 'ssm' ? `Parameter ${step.name}` : `Secret ${step.name}`,
        summary: [{ kind: 'added', path: step.name, text: 'new' }],
        lines: textLines(step.content),
      };
    case 'update-assume-role-policy':
      return {
        title: `Trust policy of ${step.roleName}`,
        summary: step.sids.map((sid) => ({ kind: 'added' as const, path: 'Statement', text: sid })),
        lines: diffLines(documentLines(step.before), documentLines(step.after)),
      };
    case 'replace-trust-policy':
      return replaced(`Trust policy of ${step.roleName}`, step.before, step.after);
    case 'change-inline-policy':
      return replaced(`Inline policy ${step.policyName} of ${step.holder.name}`, step.before, step.after);
    case 'attach-managed-policy':
      return attachment(step.roleName, step.policyArn, 'added');
    case 'attach-user-policy':
      return attachment(step.userName, step.policyArn, 'added');
    case 'detach-policy':
      return attachment(step.holder.name, step.policyArn, 'removed');
    case 'register-task-definition':
      return ofRevision(step, snapshot);
    case 'create-instance-profile':
      return created(`Instance profile ${step.profileName}`, { InstanceProfileName: step.profileName, Path: step.path, Tags: step.tags });
    case 'add-role-to-instance-profile':
    case 'associate-instance-profile':
    case 'replace-instance-profile':
    case 'disassociate-instance-profile':
    case 'modify-metadata-options':
    case 'remove-user-data-keys':
      return diffOfInstance(step);
    case 'create-launch-template':
    case 'create-launch-template-version':
    case 'create-launch-configuration':
    case 'update-group':
    case 'refresh-instances':
      return diffOfGroup(step);
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

function replaced(title: string, before: PolicyDocument, after: PolicyDocument | null): Diff {
  const lines = diffLines(documentLines(before), after === null ? [] : documentLines(after));
  const summary = after === null ? [{ kind: 'removed' as const, path: title, text: 'deleted' }] : statementFacts(before, after);
  return { title, summary, lines };
}

function attachment(name: string, policyArn: string, kind: 'added' | 'removed'): Diff {
  const [before, after] = kind === 'added' ? [null, 1] : [1, null];
  return {
    title: `Policies attached to ${name}`,
    summary: [{ kind, path: 'AttachedPolicies', text: policyArn }],
    lines: [{ kind, text: policyArn, before, after }],
  };
}

const textLines = (text: string): Diff['lines'] =>
  text
    .trimEnd()
    .split('\n')
    .map((line, index) => ({ kind: 'added', text: line, before: null, after: index + 1 }));

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
