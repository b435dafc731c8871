import type { ChainRoleOf } from '../plan/chain-snapshot.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import type { PolicyChangeSnapshot } from '../plan/policy-change-snapshot.ts';
import type { ChainStack } from '../plan/role-chain.ts';
import { cliScriptOf } from './cli.ts';
import { isInTemplate, policyStack } from './cloudformation-policy-change.ts';
import type { Standing } from './export-plan.ts';
import type { ExportFile, ExportFormat } from './format.ts';
import type { PolicyChangeSource } from './policy-change-source.ts';
import { sourceOverAccounts } from './source-over-accounts.ts';
import { terraformOfPolicyChange } from './terraform-policy-change.ts';

type Snapshot = Pick<PolicyChangeSnapshot, 'accounts' | 'region' | 'target' | 'principals'>;

/** What a change of policies can be exported as; what only takes away is no resource of a template or a configuration. */
export function exportsOfPolicyChange(steps: readonly PlannedStep[]): ExportFormat[] {
  if (steps.length === 0) return [];
  const isResource = (step: PlannedStep) => isInTemplate(step) || (step.kind === 'change-inline-policy' && step.after !== null);
  return [
    ...(steps.some(isResource) ? (['terraform'] as const) : []),
    ...(steps.some(isInTemplate) ? (['cloudformation'] as const) : []),
    'cli',
  ];
}

/** As CloudFormation a change of policies is a stack in each account that has something for a template. */
export function stacksOfPolicyChange(
  { accounts, target }: Pick<Snapshot, 'accounts' | 'target'>,
  steps: readonly PlannedStep[],
): ChainStack[] {
  return accounts.flatMap(({ id, awsAccountId }) => {
    if (!steps.some((step) => step.accountId === id && isInTemplate(step))) return [];
    return [{ awsAccountId, members: target.principals.filter(({ accountId }) => accountId === id).map(({ name }) => name) }];
  });
}

/**
 * A change of policies as a file of this format; null where `exportsOfPolicyChange` does not have it, or there is no such stack. External ids
 * are to be filled in (D-48).
 */
export function exportPolicyChange(
  format: ExportFormat,
  steps: readonly PlannedStep[],
  snapshot: Snapshot,
  standing: Standing,
  stack = 1,
): ExportFile | null {
  if (!exportsOfPolicyChange(steps).includes(format)) return null;
  const { title, principals } = snapshot.target;
  const name = title.replaceAll(/[^\w.-]+/g, '-');
  const source: PolicyChangeSource = { ...sourceOverAccounts(title, steps, snapshot, standing), principals };
  if (format === 'cli') return { fileName: `${name}.sh`, mediaType: 'text/plain', text: cliScriptOf(source) };
  if (format === 'terraform') return { fileName: `${name}.tf`, mediaType: 'text/plain', text: terraformOfPolicyChange(source) };
  const accountId = stacksOfPolicyChange(snapshot, steps)[stack - 1]?.awsAccountId;
  if (accountId === undefined) return null;
  const template = policyStack({ ...seenFrom(source, accountId), roles: rolesOf(snapshot, accountId) });
  return { fileName: `${name}-${stack}.json`, mediaType: 'application/json', text: `${JSON.stringify(template, null, 2)}\n` };
}

/** The same source with another of its accounts as the place. */
function seenFrom(source: PolicyChangeSource, accountId: string): PolicyChangeSource {
  const all = [source.place.accountId, ...(source.place.others ?? [])];
  return { ...source, place: { ...source.place, accountId, others: all.filter((id) => id !== accountId) } };
}

const rolesOf = ({ target, principals }: Snapshot, accountId: string) =>
  new Map(
    principals.flatMap(({ kind, reading }, index) => {
      const principal = target.principals[index];
      if (kind !== 'role' || principal?.awsAccountId !== accountId || reading.state !== 'known') return [];
      return [[principal.name, reading.value as ChainRoleOf] as const];
    }),
  );
