import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReadCall } from '@rolewright/shared/proof/read-call.ts';
import type { RoleTrial } from '@rolewright/shared/proof/role-trial.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, api } from '../../lib/api.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useAccounts } from '../accounts/get-accounts.ts';
import { TrialResult } from './trial-result.tsx';

export interface AssumeProps {
  subject: 'role' | 'chain';
  /** Whose operator calls at first. */
  accountId: string;
  target: { roleArn: string } | { plan: { id: string; link: number } };
}

type Action = ReadCall['action'];
const reads: { value: Action; label: string; asks: { label: string; member: 'bucket' | 'roleName' } | null }[] = [
  { value: 'sts:GetCallerIdentity', label: 'sts:GetCallerIdentity', asks: null },
  { value: 's3:ListBucket', label: 's3:ListBucket on a bucket', asks: { label: 'Bucket', member: 'bucket' } },
  { value: 'iam:GetRole', label: 'iam:GetRole of a role', asks: { label: 'Role name', member: 'roleName' } },
  { value: 'ecs:ListClusters', label: 'ecs:ListClusters', asks: null },
];

/** What is assumed, from where, and one reading call with it; then what STS answered. */
export function AssumeForm({ subject, accountId, target }: AssumeProps) {
  const { data: accounts, error: noAccounts } = useAccounts();
  const [caller, setCaller] = useState(accountId);
  const [externalId, setExternalId] = useState('');
  const [action, setAction] = useState<Action>('sts:GetCallerIdentity');
  const [detail, setDetail] = useState('');
  const trial = useMutation({ mutationFn: (body: object) => api<RoleTrial>('POST', '/api/proof/assume', body) });
  const asks = reads.find(({ value }) => value === action)?.asks ?? null;
  const options = (accounts?.items ?? []).map(({ id, name, awsAccountId }) => ({
    value: id,
    label: name,
    description: awsAccountId ?? 'not asked yet',
  }));
  const problems = trial.error instanceof ApiError ? (trial.error.problem.fields ?? []) : [];
  const errorOf = (field: string) => problems.find((one) => one.field === field)?.message;
  // What stands beside no field is said beneath them.
  const shown = ['accountId', ...(subject === 'role' ? ['externalId'] : []), ...(asks === null ? [] : [`read.${asks.member}`])];
  const isSaid = problems.length > 0 && problems.every(({ field }) => shown.includes(field));
  const submit = () =>
    trial.mutate({
      accountId: caller,
      ...target,
      read: { action, ...(asks === null ? {} : { [asks.member]: detail }) },
      ...(externalId === '' ? {} : { externalId }),
    });
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Form
          actions={
            <Button formAction="submit" loading={trial.isPending} loadingText="Calling STS">
              {subject === 'role' ? 'Assume the role' : 'Walk the chain'}
            </Button>
          }
        >
          <SpaceBetween size="s">
            <FormField label="As the operator of" errorText={errorOf('accountId')}>
              <Select
                selectedOption={options.find(({ value }) => value === caller) ?? null}
                options={options}
                statusType={accounts ? 'finished' : noAccounts ? 'error' : 'loading'}
                loadingText="Looking"
                errorText="The accounts could not be read"
                onChange={({ detail: { selectedOption } }) => setCaller(selectedOption.value ?? '')}
              />
            </FormField>
            {subject === 'role' && (
              <FormField
                label="External id"
                description="Where the role asks for one. It is used for this call and kept nowhere; the call is then made without it and with a wrong one too."
                errorText={errorOf('externalId')}
              >
                <Input type="password" autoComplete={false} value={externalId} onChange={({ detail: { value } }) => setExternalId(value)} />
              </FormField>
            )}
            <FormField
              label="Then call"
              description="One call that reads and changes nothing, with the new session. What it reads is not shown."
            >
              <Select
                selectedOption={reads.find(({ value }) => value === action) ?? null}
                options={reads.map(({ value, label }) => ({ value, label }))}
                onChange={({ detail: { selectedOption } }) => setAction(selectedOption.value as Action)}
              />
            </FormField>
            {asks !== null && (
              <FormField label={asks.label} errorText={errorOf(`read.${asks.member}`)}>
                <Input value={detail} onChange={({ detail: { value } }) => setDetail(value)} />
              </FormField>
            )}
          </SpaceBetween>
        </Form>
      </form>
      <div aria-live="polite">
        {trial.error && !isSaid && <ProblemAlert error={trial.error} onRetry={submit} />}
        {trial.data && !trial.isPending && <TrialResult of={trial.data} />}
      </div>
      {trial.isIdle && (
        <Box color="text-body-secondary" fontSize="body-s" padding={{ top: 's' }}>
          Nothing was tried yet.
        </Box>
      )}
    </>
  );
}
