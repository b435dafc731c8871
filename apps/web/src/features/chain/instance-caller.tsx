import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Workload } from '@rolewright/shared/inventory/workload.ts';
import type { Page } from '@rolewright/shared/page.ts';
import { useQuery } from '@tanstack/react-query';
import { api, withQuery } from '../../lib/api.ts';
import { count, shortArn } from '../../lib/format.ts';
import { RouteLink } from '../../ui/route-link.tsx';
import { useReaching } from '../roles/reaching-note.tsx';
import { whyNotCaller } from './why-not-caller.ts';

interface Props {
  account: string;
  region: string;
  roleArn: string;
  onChange: (roleArn: string) => void;
  error?: string | undefined;
}

/** All that the API gives at once. */
const mostOffered = 200;

/** An instance or a group as the caller: its role, by way of its profile (A1). One that has none cannot be chosen, and says why (E3). */
export function InstanceCaller({ account, region, roleArn, onChange, error }: Props) {
  const workloads = useQuery({
    queryKey: ['workloads', 'of-ec2', account, region],
    queryFn: () =>
      api<Page<Workload>>('GET', withQuery('/api/workloads', { account, region, kind: 'instance,auto-scaling-group', limit: mostOffered })),
    enabled: account !== '' && region !== '',
  });
  // What can be chosen comes first; the rest is there to say why it cannot.
  const items = (workloads.data?.items ?? []).toSorted(
    (one, other) => Number(whyNotCaller(one) !== null) - Number(whyNotCaller(other) !== null),
  );
  const options = items.map((one) => {
    const why = whyNotCaller(one);
    const role = one.ec2?.roleArn;
    const by = `${shortArn(one.ec2?.instanceProfileArn ?? '')} → ${shortArn(role ?? '')}`;
    return {
      value: one.id,
      label: one.name,
      description: why ?? by,
      disabled: why !== null,
      ...(why === null ? {} : { disabledReason: why }),
    };
  });
  const chosen = items.find((one) => roleArn !== '' && one.ec2?.roleArn === roleArn);
  const isCut = workloads.data !== undefined && workloads.data.total > mostOffered;
  return (
    <SpaceBetween size="s">
      <FormField
        label="Instance or group"
        description="The role that its instance profile holds begins the chain. One without a role needs a profile first."
        constraintText={isCut && `The first ${mostOffered} of this account and Region are offered; of another one, name its role.`}
        errorText={error}
      >
        <Select
          options={options}
          selectedOption={options.find(({ value }) => value === chosen?.id) ?? null}
          onChange={({ detail }) => onChange(items.find(({ id }) => id === detail.selectedOption.value)?.ec2?.roleArn ?? '')}
          placeholder="Choose what calls"
          filteringAriaLabel="Find an instance or group"
          filteringType="auto"
          statusType={workloads.isFetching ? 'loading' : workloads.error ? 'error' : 'finished'}
          loadingText="Looking"
          errorText="Workloads could not be read; name the role of the instance"
          empty="No scan has found an instance or a group in this Region"
        />
      </FormField>
      {chosen && <SharedBy workload={chosen} />}
    </SpaceBetween>
  );
}

/** A profile hands its role to every instance that has it, so that all of them gain the chain (A2, E5). */
function SharedBy({ workload }: { workload: Workload }) {
  const { data } = useReaching(workload.ec2?.roleArn ?? '');
  const own = data?.items.filter(({ path }) => path.length === 1) ?? [];
  const others = own.filter(({ id }) => id !== workload.id);
  if (others.length === 0) return null;
  const running = own.reduce((sum, { tasks }) => sum + tasks, 0);
  return (
    <Alert type="warning" header={`${count(running, 'running instance')} would gain the chain`}>
      {workload.name} shares its role with{' '}
      {others.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <RouteLink href={`/workloads/${id}`}>{name}</RouteLink>
        </span>
      ))}
      : what one of them may assume, all of them may.
    </Alert>
  );
}
