import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import type { Page } from '@rolewright/shared/page.ts';
import type { Role } from '@rolewright/shared/roles/role.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { api, withQuery } from '../../lib/api.ts';

interface Props {
  label: string;
  account: string;
  value: string;
  onChange: (arn: string) => void;
  error?: string | undefined;
}

/** A role that exists: those of the last scan are offered, and any other ARN may be typed. */
export function RoleField({ label, account, value, onChange, error }: Props) {
  const q = useDeferredValue(value.slice(value.lastIndexOf('/') + 1));
  const roles = useQuery({
    queryKey: ['roles', 'suggest', account, q],
    queryFn: () => api<Page<Role>>('GET', withQuery('/api/roles', { account, q, limit: 20 })),
    placeholderData: keepPreviousData,
    enabled: account !== '',
  });
  return (
    <FormField label={label} description="Roles of the last scan are offered; any other ARN may be typed." errorText={error}>
      <Autosuggest
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        options={(roles.data?.items ?? []).map((role) => ({ value: role.arn, label: role.name, description: role.arn }))}
        filteringType="manual"
        enteredTextLabel={(text) => `Use ${text}`}
        statusType={roles.isFetching ? 'loading' : roles.error ? 'error' : 'finished'}
        loadingText="Looking"
        errorText="Roles could not be read; type the ARN"
        empty="No scan has found a role like this"
        placeholder="arn:aws:iam::111122223333:role/Name"
        clearAriaLabel="Clear"
      />
    </FormField>
  );
}
