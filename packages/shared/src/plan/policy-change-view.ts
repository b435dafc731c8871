import type { PlannedStep } from './planned-step.ts';
import type { PolicyChangeSnapshot } from './policy-change-snapshot.ts';

/** The sentence that opens "Change": how many calls change which account. */
export function policyChangeSummary(steps: PlannedStep[], { accounts }: Pick<PolicyChangeSnapshot, 'accounts'>): string {
  const changing = steps.filter((step) => step.kind !== 'verify-policies');
  if (changing.length === 0) return 'Nothing is to be changed: see what is not known, or so already.';
  const counts = accounts
    .map(({ id, awsAccountId }) => ({ awsAccountId, count: changing.filter((step) => step.accountId === id).length }))
    .filter(({ count }) => count > 0)
    .map(({ awsAccountId, count }) => `${count} call${count === 1 ? '' : 's'} that change account ${awsAccountId}`);
  const kept = changing.filter((step) => step.kind === 'replace-trust-policy' && step.forgets.length > 0).length;
  const undo = kept === 0 ? 'each can be undone' : `${kept === 1 ? 'one' : kept} cannot be undone, because an external id is taken out`;
  return `${counts.join(', ')}; ${undo}; what gives comes before what takes away.`;
}
