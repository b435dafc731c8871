import type { ChainSnapshot } from '../plan/chain-snapshot.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import { cliScriptOf } from './cli.ts';
import type { Standing } from './export-plan.ts';
import type { ExportFile, ExportFormat } from './format.ts';

/** What a chain of roles can be exported as: a script, since a template and a configuration are of one account each. */
export const exportsOfChain = (steps: readonly PlannedStep[]): ExportFormat[] => (steps.length === 0 ? [] : ['cli']);

/** A chain as a file of this format; null where `exportsOfChain` does not have it. External ids are to be filled in (D-48). */
export function exportChain(
  format: ExportFormat,
  steps: readonly PlannedStep[],
  { accounts, region, target }: Pick<ChainSnapshot, 'accounts' | 'region' | 'target'>,
  standing: Standing,
): ExportFile | null {
  const [first] = accounts;
  if (first === undefined || !exportsOfChain(steps).includes(format)) return null;
  const awsAccountOf = (id: string | undefined) => accounts.find((one) => one.id === id)?.awsAccountId ?? first.awsAccountId;
  const text = cliScriptOf({
    workload: target.name,
    place: {
      partition: first.partition,
      accountId: first.awsAccountId,
      region,
      others: accounts.slice(1).map(({ awsAccountId }) => awsAccountId),
    },
    steps,
    taskDefinition: null,
    accountOf: new Map(steps.map((step) => [step.id, awsAccountOf(step.accountId)])),
    ...standing,
  });
  return { fileName: `${target.name.replaceAll(/[^\w.-]+/g, '-')}.sh`, mediaType: 'text/plain', text };
}
