import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select, { type SelectProps } from '@cloudscape-design/components/select';
import type { InstanceProfile } from '@rolewright/shared/roles/instance-profile.ts';
import { useState } from 'react';
import { shortArn } from '../../lib/format.ts';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../chain/chain-fields.tsx';
import type { MoveDraft } from './draft.ts';
import { useProfiles } from './get-profiles.ts';
import type { MoveModuleProps } from './instance-move.tsx';

/** The instance profile: a new one, or one that exists and holds this role or none; those that cannot be chosen say why (E2, E3). */
export function ProfileChoice({
  workload,
  draft,
  setDraft,
  errorOf,
}: Pick<MoveModuleProps, 'workload' | 'draft' | 'setDraft' | 'errorOf'>) {
  return (
    <Section
      title="Instance profile"
      description="What EC2 hands to the instance; it holds one role. IAM’s console makes it along with the role without a word, IAM’s API does not."
    >
      <RadioGroup
        ariaLabel="Which instance profile"
        value={draft.profileKind}
        onChange={({ detail }) => setDraft({ ...draft, profileKind: detail.value === 'existing' ? 'existing' : 'create' })}
        items={[
          { value: 'create', label: 'Create an instance profile' },
          { value: 'existing', label: 'Use an instance profile that exists' },
        ]}
      />
      {draft.profileKind === 'create' ? (
        <TextField
          label="Name of the instance profile"
          value={draft.profileName}
          onChange={(profileName) => setDraft({ ...draft, profileName })}
          error={errorOf('inputs.profile')}
        />
      ) : (
        <ExistingProfile
          account={workload.accountId}
          draft={draft}
          onChange={(existingProfile) => setDraft({ ...draft, existingProfile })}
          error={errorOf('inputs.profile')}
        />
      )}
    </Section>
  );
}

interface ExistingProps {
  account: string;
  draft: MoveDraft;
  onChange: (name: string) => void;
  error: string | undefined;
}

function ExistingProfile({ account, draft, onChange, error }: ExistingProps) {
  const [q, setQ] = useState('');
  const { data, error: unread, isFetching, refetch } = useProfiles(account, q);
  const role = draft.kind === 'create' ? draft.name.trim() : shortArn(draft.arn.trim());
  const options = (data?.items ?? []).map((profile) => optionOf(profile, role, draft.kind === 'create'));
  const chosen = draft.existingProfile === '' ? null : { value: draft.existingProfile, label: draft.existingProfile };
  return (
    <FormField
      label="Instance profile that exists"
      description="Those of the last scan. One that holds another role cannot be chosen: whoever uses it would lose that role."
      errorText={error}
    >
      <Select
        selectedOption={options.find(({ value }) => value === draft.existingProfile) ?? chosen}
        options={options}
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
        filteringType="manual"
        onLoadItems={({ detail }) => (unread && detail.filteringText === q ? void refetch() : setQ(detail.filteringText))}
        filteringAriaLabel="Find an instance profile"
        filteringPlaceholder="Find an instance profile"
        statusType={isFetching ? 'loading' : unread ? 'error' : 'finished'}
        loadingText="Looking"
        errorText="Instance profiles could not be read"
        recoveryText="Try again"
        empty="No scan has found an instance profile like this"
        placeholder="Choose an instance profile"
        virtualScroll={false}
      />
    </FormField>
  );
}

/** A profile as it can be chosen for the role of this name, and why not. */
function optionOf({ name, roleArn, workloads }: InstanceProfile, role: string, isNew: boolean): SelectProps.Option {
  const held = roleArn === null ? null : shortArn(roleArn);
  const isOther = held !== null && (isNew || held !== role);
  const used = workloads.length === 0 ? 'on no workload' : `on ${workloads.map((one) => one.name).join(', ')}`;
  const what =
    held === null
      ? `Holds no role: the plan puts ${role || 'the role'} into it`
      : `Holds ${held}${isOther ? `, so that it cannot hold ${role || 'another role'} too` : ''}`;
  return {
    value: name,
    label: name,
    description: `${what}; ${used}`,
    disabled: isOther,
    ...(isOther
      ? { disabledReason: `It holds ${held}. A profile holds one role: create one for ${role || 'the role'}, or use ${held}.` }
      : {}),
  };
}
