import type { PlannedStep } from '../plan/planned-step.ts';
import type { Standing } from './export-plan.ts';
import type { ExportSource } from './source.ts';

interface OverAccounts {
  accounts: readonly { id: string; awsAccountId: string; partition: string }[];
  region: string;
}

/** What a plan over accounts is exported from, seen from its first account: that is `place`, the rest are others. */
export function sourceOverAccounts(
  workload: string,
  steps: readonly PlannedStep[],
  { accounts, region }: OverAccounts,
  standing: Standing,
): ExportSource & { accountOf: ReadonlyMap<string, string> } {
  const [first, ...others] = accounts;
  const accountId = first?.awsAccountId ?? '';
  const awsAccountOf = (id: string | undefined) => accounts.find((one) => one.id === id)?.awsAccountId ?? accountId;
  return {
    workload,
    place: { partition: first?.partition ?? 'aws', accountId, region, others: others.map(({ awsAccountId }) => awsAccountId) },
    steps,
    taskDefinition: null,
    accountOf: new Map(steps.map((step) => [step.id, awsAccountOf(step.accountId)])),
    ...standing,
  };
}
