import { diffOfStep } from '../diff/of-step.ts';
import { absent } from '../inventory/reading.ts';
import type { ChainSnapshot } from './chain-snapshot.ts';
import type { PlannedStep } from './planned-step.ts';
import type { Step } from './step.ts';
import { describeStep } from './steps/describe.ts';

/** A plan whose steps run in accounts of their own. */
interface OverAccounts {
  accounts: readonly { id: string; awsAccountId: string }[];
  region: string;
  /** What the plan is called. */
  name: string;
}

/** Planned step of a plan over accounts → as GET /api/plans/{id} shows it, with the account that it runs in. */
export function stepViewInAccount(step: PlannedStep, { accounts, region, name }: OverAccounts): Step {
  const account = accounts.find((one) => one.id === step.accountId) ?? accounts[0];
  return {
    id: step.id,
    kind: step.kind,
    account: { id: account?.id ?? '', awsAccountId: account?.awsAccountId ?? '' },
    ...describeStep(step, { region, workloadName: name }),
    diff: diffOfStep(step, { taskDefinition: absent }),
  };
}

/** The sentence that opens "Change": how many calls, in which accounts, and that nothing that runs is touched. */
export function chainSummary(steps: PlannedStep[], { accounts }: ChainSnapshot): string {
  const changing = steps.filter((step) => step.kind !== 'verify-chain');
  if (changing.length === 0) return 'Nothing can be planned yet: see what is not known.';
  const counts = accounts
    .map(({ id, awsAccountId }) => ({ awsAccountId, count: changing.filter((step) => step.accountId === id).length }))
    .filter(({ count }) => count > 0)
    .map(({ awsAccountId, count }) => `${count} call${count === 1 ? '' : 's'} that change account ${awsAccountId}`);
  return `${counts.join(', ')}; each can be undone; no half is good for anything alone, and nothing that runs today is touched.`;
}
