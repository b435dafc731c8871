import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Account } from '@rolewright/shared/accounts/account.ts';
import { accountOf } from '@rolewright/shared/aws/arn.ts';
import type { PolicyEdit } from '@rolewright/shared/plan/policy-change.ts';
import type { Proposal } from '@rolewright/shared/roles/proposal.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useAccounts } from '../accounts/get-accounts.ts';

interface Props {
  proposal: Proposal;
  label: string;
  primary?: boolean;
  /** Lint calls a document too wide to be written without a reason (E6). */
  needsReason?: boolean;
}

/** A proposed change: what to know before, and the button that makes a plan of it. AWS is not changed by the plan. */
export function PlanProposal({ proposal, label, primary = false, needsReason = false }: Props) {
  const [reason, setReason] = useState('');
  const { data: accounts, error } = useAccounts();
  const plan = usePlanProposal();
  const owner = accountIn(proposal.edits[0]);
  const account = accounts?.items.find(({ awsAccountId }) => awsAccountId === owner);
  const missing = whyNot(owner, { isRead: accounts !== undefined, isKnown: account !== undefined, failed: error !== null });
  const lacksReason = needsReason && reason.trim().length < 10;
  return (
    <SpaceBetween size="xs">
      <Box color="text-body-secondary" fontSize="body-s">
        <span className="wrap-anywhere">
          <b>{proposal.title}.</b> {proposal.notes.join(' ')}
        </span>
      </Box>
      {needsReason && (
        <FormField label="Why it is wanted all the same" description="At least 10 characters; it stands in the plan">
          <Input value={reason} onChange={({ detail }) => setReason(detail.value)} />
        </FormField>
      )}
      <Button
        variant={primary ? 'primary' : 'normal'}
        disabled={account === undefined || lacksReason}
        disabledReason={missing ?? 'Say first why it is wanted all the same'}
        loading={plan.isPending}
        loadingText="Reading AWS for the plan"
        ariaLabel={`${label}: ${proposal.title}`}
        onClick={() => account && plan.mutate({ account, proposal: needsReason ? withReason(proposal, reason.trim()) : proposal })}
      >
        {label}
      </Button>
      {plan.error && <ProblemAlert error={plan.error} />}
    </SpaceBetween>
  );
}

/** Why the console cannot plan in the account; null: it can. */
function whyNot(owner: string | null, { isRead, isKnown, failed }: { isRead: boolean; isKnown: boolean; failed: boolean }): string | null {
  if (isKnown) return null;
  if (isRead) return `Account ${owner} is not registered, so that the console cannot change it`;
  return failed ? 'The registered accounts could not be read' : 'Reading the registered accounts';
}

/** Makes the plan and opens it. */
function usePlanProposal() {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: ({ account, proposal: { title, edits } }: { account: Account; proposal: Proposal }) =>
      api<{ id: string }>('POST', '/api/plans', {
        recipe: 'policy-change',
        accountId: account.id,
        region: account.regions[0],
        target: { title },
        inputs: { edits },
      }),
    onSuccess: ({ id }) => {
      void client.invalidateQueries({ queryKey: ['plans'] });
      void router.navigate({ href: `/plans/${id}` });
    },
  });
}

/** The reason stands at the trust policies, which are what is wide. */
const withReason = ({ edits, ...rest }: Proposal, reason: string): Proposal => ({
  ...rest,
  edits: edits.map((edit) => (edit.kind === 'trust' ? { ...edit, reason } : edit)),
});

/** The 12 digits of the account that an edit changes. */
function accountIn(edit: PolicyEdit | undefined): string | null {
  if (edit === undefined) return null;
  if (edit.kind === 'trust' || edit.kind === 'instance-profile') return accountOf(edit.roleArn);
  return accountOf(edit.kind === 'managed-policy' ? (edit.attachTo[0] ?? '') : edit.principalArn);
}
