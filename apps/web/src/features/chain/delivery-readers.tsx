import Box from '@cloudscape-design/components/box';
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
/** All that the API gives at once. */
const mostOffered = 200;

/** Who may read what is stored: the execution role of a workload, or a role that is named. Nobody else is given anything. */
export function DeliveryReaders({ draft: { accountId, region, delivery }, set, errorAt }: Props) {
  const { workloadId, reader, more } = delivery;
  const workloads = useQuery({
    queryKey: ['workloads', 'with-execution-role', accountId, region],
    queryFn: () => api<Page<Workload>>('GET', withQuery('/api/workloads', { account: accountId, region, limit: mostOffered })),
    enabled: accountId !== '' && region !== '',
  });
  const fit = (workloads.data?.items ?? []).filter((one) => one.executionRoleArn !== null);
  const options = [none, ...fit.map(({ id, name, executionRoleArn }) => ({ value: id, label: name, description: executionRoleArn ?? '' }))];
  // It may be read still, be beyond what is offered, or be of the account that was chosen before.
  const chosen = options.find(({ value }) => value === workloadId) ?? { value: workloadId, label: `Chosen before: ${workloadId}` };
  const isCut = workloads.data !== undefined && workloads.data.total > mostOffered;
  return (
    <SpaceBetween size="m">
      <FormField
        label="Workload that gets it"
        description="Its execution role reads the secret when a task starts; the tasks themselves need no permission."
        constraintText={
          isCut && `The first ${mostOffered} of this account and Region are looked at; of another one, name the execution role.`
        }
        errorText={errorAt('workloadId')}
      >
        <Select
          options={options}
          selectedOption={chosen}
          onChange={({ detail }) => set({ workloadId: detail.selectedOption.value ?? '' })}
          filteringType="auto"
          statusType={workloads.isFetching ? 'loading' : workloads.error ? 'error' : 'finished'}
          loadingText="Looking"
          errorText="Workloads could not be read; name the role"
        />
      </FormField>
      {(workloadId === '' || reader !== '') && (
        <RoleField
          label="ARN of the role that reads it"
          account={accountId}
          value={reader}
          onChange={(next) => set({ reader: next })}
          error={errorAt('readers')}
        />
      )}
      {more.readers && (
        <Box color="text-body-secondary" fontSize="body-s">
          <span className="wrap-anywhere">Read by these too, as in the plan: {more.readers.join(', ')}.</span>
        </Box>
      )}
    </SpaceBetween>
  );
}
