import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { useQuery } from '@tanstack/react-query';
import { api, withQuery } from '../../lib/api.ts';
import type { ErrorOf } from './chain-fields.tsx';
import type { ChainModuleProps } from './chain-page.tsx';
import type { DeliveryDraft } from './draft.ts';
import { RoleField } from './role-field.tsx';

interface Props extends Pick<ChainModuleProps, 'draft'> {
  set: (change: Partial<DeliveryDraft>) => void;
  errorAt: ErrorOf;
}

const none = { value: '', label: 'No workload: name the role below' };

/** Who may read what is stored: the execution role of a workload, or a role that is named. Nobody else is given anything. */
export function DeliveryReaders({ draft: { accountId, region, delivery }, set, errorAt }: Props) {
  const workloads = useQuery({
    queryKey: ['workloads', 'with-execution-role', accountId, region],
    queryFn: () => api<Page<Workload>>('GET', withQuery('/api/workloads', { account: accountId, limit: 200 })),
    enabled: accountId !== '',
  });
  const fit = (workloads.data?.items ?? []).filter((one) => one.executionRoleArn !== null && one.region === region);
  const options = [none, ...fit.map(({ id, name, executionRoleArn }) => ({ value: id, label: name, description: executionRoleArn ?? '' }))];
  return (
    <SpaceBetween size="m">
      <FormField
        label="Workload that gets it"
        description="Its execution role reads the secret when a task starts; the tasks themselves need no permission."
        errorText={errorAt('workloadId')}
      >
        <Select
          options={options}
          selectedOption={options.find(({ value }) => value === delivery.workloadId) ?? none}
          onChange={({ detail }) => set({ workloadId: detail.selectedOption.value ?? '' })}
          filteringType="auto"
          statusType={workloads.isFetching ? 'loading' : workloads.error ? 'error' : 'finished'}
          loadingText="Looking"
          errorText="Workloads could not be read; name the role"
        />
      </FormField>
      {delivery.workloadId === '' && (
        <RoleField
          label="ARN of the role that reads it"
          account={accountId}
          value={delivery.reader}
          onChange={(reader) => set({ reader })}
          error={errorAt('readers')}
        />
      )}
    </SpaceBetween>
  );
}
