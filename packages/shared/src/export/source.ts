import { registrableTags } from '../aws/task-definition.ts';
import { isMasked } from '../findings/masked.ts';
import { externalIdsIn, mapExternalIds } from '../iam/external-id.ts';
import type { GroupKind } from '../plan/group-steps.ts';
import type { InstanceKind } from '../plan/instance-steps.ts';
import { patchTaskDefinition } from '../plan/patch.ts';
import type { PlannedStep, StepOf } from '../plan/planned-step.ts';
import type { StepKind } from '../plan/step.ts';
import { type ExportPlace, otherAccountsOf } from './place.ts';

/** What an export is made from: the plan's steps, and the masked revision that its new one is based on. */
export interface ExportSource {
  workload: string;
  place: ExportPlace;
  steps: readonly PlannedStep[];
  /** Masked; null where the plan registers no revision. */
  taskDefinition: { document: Record<string, unknown>; tags: Record<string, string> } | null;
  /** The plan was applied by a run: all that it makes is there already. */
  applied: boolean;
  /** What kept the console itself from starting it when it was made, as sentences. */
  blockers: readonly string[];
  /** Account of each step by the step's id, where a plan runs over accounts; left out: that of the place. */
  accountOf?: ReadonlyMap<string, string>;
}

/** A value that the scan hid; whoever uses the export fills it in under this name. */
export interface SecretInput {
  /** Letters, digits and `_`, unique in the document. */
  name: string;
  /** The path in the document, in words. */
  where: string;
}

/** Stands in a document where a masked value was. */
export interface SecretRef {
  $secret: string;
}

export const isSecretRef = (value: unknown): value is SecretRef => typeof value === 'object' && value !== null && '$secret' in value;

/** The body of the plan's RegisterTaskDefinition, with a named input in place of each masked value that it keeps. */
export interface NewRevision {
  body: Record<string, unknown>;
  tags: Record<string, string>;
  inputs: SecretInput[];
}

/** What the plan registers, from the masked document; null for a plan without a revision. */
export function newRevisionOf({ steps, taskDefinition }: ExportSource): NewRevision | null {
  const [register] = stepsOf(steps, 'register-task-definition');
  if (register === undefined || taskDefinition === null) return null;
  const { document, inputs } = withSecretInputs(patchTaskDefinition(taskDefinition.document, register));
  return { body: document, inputs, tags: Object.fromEntries(registrableTags(taskDefinition.tags).map(({ key, value }) => [key, value])) };
}

/** Members that say nothing which the name of the container or variable does not. */
const unsaid = new Set(['containerDefinitions', 'environment', 'value']);

function withSecretInputs(document: Record<string, unknown>): { document: Record<string, unknown>; inputs: SecretInput[] } {
  const inputs: SecretInput[] = [];
  const named = (path: readonly string[]): SecretRef => {
    const wanted = path.join('_').replaceAll(/[^A-Za-z0-9]+/g, '_');
    let name = wanted;
    for (let count = 2; inputs.some((one) => one.name.toLowerCase() === name.toLowerCase()); count++) name = `${wanted}_${count}`;
    inputs.push({ name, where: path.join(' → ') });
    return { $secret: name };
  };
  const walk = (value: unknown, path: readonly string[]): unknown => {
    if (isMasked(value)) return named(path);
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, nameOf(item) ?? String(index + 1)]));
    if (typeof value !== 'object' || value === null) return value;
    const at = (key: string): readonly string[] => (unsaid.has(key) ? path : [...path, key]);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, at(key))]));
  };
  return { document: walk(document, []) as Record<string, unknown>, inputs };
}

/** Kinds that a chain of roles is made of. */
export type ChainKind = 'create-role' | 'put-role-policy' | 'put-user-policy' | 'update-assume-role-policy' | 'verify-chain';

/** Kinds that a change of policies is made of. */
export type PolicyKind =
  | 'create-managed-policy'
  | 'attach-managed-policy'
  | 'attach-user-policy'
  | 'put-role-policy'
  | 'put-user-policy'
  | 'replace-trust-policy'
  | 'change-inline-policy'
  | 'detach-policy'
  | 'renew-config'
  | 'create-instance-profile'
  | 'add-role-to-instance-profile'
  | 'verify-policies';

/** Kinds that the move of a workload is made of. Instances and groups have templates of their own; so have chains and policy changes, since they run over accounts. */
export type MigrationKind = Exclude<
  StepKind,
  | 'put-user-policy'
  | 'update-assume-role-policy'
  | 'replace-trust-policy'
  | 'change-inline-policy'
  | 'attach-user-policy'
  | 'detach-policy'
  | 'verify-chain'
  | 'verify-policies'
  | 'store-config'
  | 'renew-config'
  | InstanceKind
  | GroupKind
>;

/** The steps of one kind. */
export const stepsOf = <K extends StepKind>(steps: readonly PlannedStep[], kind: K): StepOf<K>[] =>
  steps.filter((step) => step.kind === kind) as StepOf<K>[];

/** What a step writes into a file: of a trust policy that is there, only what is added; the rest, ids too, stays in IAM (D-48, D-51). */
export const writtenOf = (steps: readonly PlannedStep[]): unknown[] =>
  steps.map((step) => {
    if (step.kind === 'replace-trust-policy') return trustsOf(step);
    return step.kind === 'update-assume-role-policy' ? addedBy(step) : step;
  });

/** A trust policy as it was and will be, without the external ids that are there: a script has to be given the new ones alone. */
function trustsOf({ before, after }: StepOf<'replace-trust-policy'>): unknown[] {
  const there = new Set(externalIdsIn(before));
  return [mapExternalIds(before, () => ''), mapExternalIds(after, (mask) => (there.has(mask) ? '' : mask))];
}

/** The statements that a step adds to a trust policy. */
export function addedBy({ after, sids }: StepOf<'update-assume-role-policy'>): unknown[] {
  const statements: unknown[] = Array.isArray(after.Statement) ? after.Statement : [after.Statement];
  return statements.filter((one) => typeof one === 'object' && one !== null && 'Sid' in one && sids.includes(String(one.Sid)));
}

/** Other accounts → the names of the variables that stand for them: `account_2`, `account_3`, … `written`: the documents that name some. */
export function accountNames(source: ExportSource, written: unknown = writtenOf(source.steps)): Map<string, string> {
  const inSteps = [...(source.accountOf?.values() ?? [])].filter((accountId) => accountId !== source.place.accountId);
  const named = [...new Set([...inSteps, ...otherAccountsOf([written, source.taskDefinition], source.place)])];
  return new Map(named.map((accountId, index) => [accountId, `account_${index + 2}`]));
}

function nameOf(value: unknown): string | null {
  return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' ? value.name : null;
}
