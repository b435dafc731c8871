import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import type { ChainSource } from './chain-source.ts';
import { stackMembers } from './chain-stacks.ts';
import { cliScriptOf } from './cli.ts';
import { cloudFormationStack } from './cloudformation-chain.ts';
import type { Standing } from './export-plan.ts';
import { type ExportFile, type ExportFormat, exportFormat } from './format.ts';
import { sourceOverAccounts } from './source-over-accounts.ts';
import { terraformOfChain } from './terraform-chain.ts';

type Snapshot = Pick<ChainSnapshot, 'accounts' | 'region' | 'target' | 'roles'>;

/** What a chain of roles can be exported as. */
export const exportsOfChain = (steps: readonly PlannedStep[]): ExportFormat[] => (steps.length === 0 ? [] : [...exportFormat.options]);

/**
 * A chain as a file of this format; null where there is none: no steps, or no such stack. `stack`, from 1, says which of the CloudFormation
 * stacks (chain-stacks.ts). External ids are to be filled in (D-48).
 */
export function exportChain(
  format: ExportFormat,
  steps: readonly PlannedStep[],
  snapshot: Snapshot,
  standing: Standing,
  stack = 1,
): ExportFile | null {
  const { accounts, target } = snapshot;
  const [first] = accounts;
  if (first === undefined || steps.length === 0) return null;
  const name = target.name.replaceAll(/[^\w.-]+/g, '-');
  const source: ChainSource = { ...sourceOverAccounts(target.name, steps, snapshot, standing), members: target.members };
  if (format === 'terraform') return { fileName: `${name}.tf`, mediaType: 'text/plain', text: terraformOfChain(source) };
  if (format === 'cli') return { fileName: `${name}.sh`, mediaType: 'text/plain', text: cliScriptOf(source) };
  const template = templateOf(source, snapshot, stack);
  return template && { fileName: `${name}-${stack}.json`, mediaType: 'application/json', text: `${JSON.stringify(template, null, 2)}\n` };
}

function templateOf(source: ChainSource, { target, roles }: Snapshot, number: number): Record<string, unknown> | null {
  const stacks = stackMembers(target.members, source.steps);
  const own = stacks[number - 1];
  const accountId = own?.[0]?.awsAccountId;
  if (own === undefined || accountId === undefined) return null;
  return cloudFormationStack({
    ...source,
    place: {
      ...source.place,
      accountId,
      others: [source.place.accountId, ...(source.place.others ?? [])].filter((id) => id !== accountId),
    },
    own,
    roles: new Map(roles.map((role, index) => [target.members[index + 1]?.arn ?? '', role])),
    turn: { number, of: stacks.length },
    delivers: own.some(({ arn }) => arn === target.members[0]?.arn),
  });
}
