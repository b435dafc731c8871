import Button from '@cloudscape-design/components/button';
import type { Account } from '@rolewright/shared/accounts/account.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { ConfirmByTyping } from '../../ui/confirm-by-typing.tsx';

/** Forgets an account here; AWS is not touched. */
export function DeleteAccount({ account }: { account: Account }) {
  const { open, setOpen, mutation } = useDanger(() => api('DELETE', `/api/accounts/${account.id}`));
  return (
    <>
      <Button onClick={() => setOpen(true)} ariaLabel={`Remove: ${account.name}`}>
        Remove
      </Button>
      {open && (
        <ConfirmByTyping
          title={`Remove the account ${account.name} from the console`}
          name={account.name}
          action="Remove account"
          pending={mutation.isPending}
          error={mutation.error}
          onConfirm={() => mutation.mutate()}
          onClose={() => setOpen(false)}
        >
          Its scans, workloads and findings are deleted here. The record of runs and activity stays. Nothing changes in AWS.
        </ConfirmByTyping>
      )}
    </>
  );
}

/** Puts the sandbox back to its first state. */
export function ResetSandbox({ account, label = 'Reset sandbox' }: { account: Account; label?: string }) {
  const { open, setOpen, mutation } = useDanger(() => api('POST', `/api/accounts/${account.id}/reset-sandbox`, {}));
  return (
    <>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      {open && (
        <ConfirmByTyping
          title="Reset the sandbox"
          name="sandbox"
          action="Reset sandbox"
          pending={mutation.isPending}
          error={mutation.error}
          onConfirm={() => mutation.mutate()}
          onClose={() => setOpen(false)}
        >
          All changes made in the sandbox’s accounts are lost, in both of them, and new keys are made. Scan again afterwards.
        </ConfirmByTyping>
      )}
    </>
  );
}

function useDanger(work: () => Promise<unknown>) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const mutation = useMutation({
    mutationFn: work,
    onSuccess: async () => {
      setOpen(false);
      await client.invalidateQueries();
    },
  });
  return { open, setOpen, mutation };
}
