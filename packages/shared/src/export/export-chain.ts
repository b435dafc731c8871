import type { PlannedStep } from '../plan/planned-step.ts';
import { cliScriptOf } from './cli.ts';
import type { Standing } from './export-plan.ts';
import type { ExportFile, ExportFormat } from './format.ts';

/**
 * What a plan over accounts can be exported as: a script, since a template and a configuration are of one account each; and since policies
 * that are edited in part belong to whoever owns the whole role there.
 */
export const exportsOfChain = (steps: readonly PlannedStep[]): ExportFormat[] => (steps.length === 0 ? [] : ['cli']);

interface OverAccounts {
  accounts: readonly { id: string; awsAccountId: string; partition: string }[];
  region: string;
  name: string;
}

/** A chain, or a change of policies, as a file of this format; null where `exportsOfChain` does not have it. External ids are to be filled in (D-48). */
export function exportChain(
  format: ExportFormat,
  steps: readonly PlannedStep[],
  { accounts, region, name }: OverAccounts,
  standing: Standing,
): ExportFile | null {
  const [first] = accounts;
  if (first === undefined || !exportsOfChain(steps).includes(format)) return null;
  const awsAccountOf = (id: string | undefined) => accounts.find((one) => one.id === id)?.awsAccountId ?? first.awsAccountId;
  const text = cliScriptOf({
    workload: name,
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
  return { fileName: `${name.replaceAll(/[^\w.-]+/g, '-')}.sh`, mediaType: 'text/plain', text };
}
