import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Section } from '../../ui/section.tsx';
import { AccountField, TextField } from './chain-fields.tsx';
import type { ChainModuleProps } from './chain-page.tsx';
import { type ChainDraft, withCaller } from './draft.ts';
import { InstanceCaller } from './instance-caller.tsx';
import { RoleField } from './role-field.tsx';

/** Who begins the chain: role1, which the application has without any key, or a user. */
export function CallerModule({ accounts, draft, setDraft, errorOf, open }: ChainModuleProps) {
  const set = (change: Partial<ChainDraft>) => setDraft({ ...draft, ...change });
  const account = accounts.find((one) => one.id === draft.accountId);
  // Workloads are of one account and Region: one that was chosen to get the config is none of another.
  const elsewhere = { delivery: { ...draft.delivery, workloadId: '' } };
  const regions = (account?.regions ?? []).map((value) => ({ value }));
  return (
    <Section
      title="Caller"
      description="Role1 is what the application has by where it runs. All that it may do is to assume the next role; that one holds the permissions."
    >
      <AccountField
        label="Account"
        accounts={accounts}
        value={draft.accountId}
        error={errorOf('accountId')}
        onChange={(accountId) => set({ ...elsewhere, accountId, region: accounts.find((one) => one.id === accountId)?.regions[0] ?? '' })}
      />
      <FormField label="Region" description="Where its tasks or instances run; roles themselves have none" errorText={errorOf('region')}>
        <Select
          options={regions}
          selectedOption={regions.find((one) => one.value === draft.region) ?? null}
          onChange={({ detail }) => set({ ...elsewhere, region: detail.selectedOption.value ?? '' })}
        />
      </FormField>
      <RadioGroup
        ariaLabel="Who begins the chain"
        value={draft.caller}
        onChange={({ detail }) => setDraft(withCaller(draft, detail.value as ChainDraft['caller']))}
        items={[
          {
            value: 'create',
            label: 'Create an ECS task role',
            description: 'Only Amazon ECS may assume it, for tasks of this account and Region',
          },
          {
            value: 'create-ec2',
            label: 'Create an instance role',
            description: 'Only Amazon EC2 may assume it; an instance is given it in a profile, which its own plan makes',
          },
          {
            value: 'instance',
            label: 'What an instance or a group runs as',
            description: 'The role in its instance profile, which every instance with that profile has',
          },
          { value: 'role', label: 'A role that exists', description: 'Its other permissions stay as they are' },
          { value: 'user', label: 'A user', description: 'Its long-term key stays until a role takes its place' },
        ]}
      />
      {(draft.caller === 'create' || draft.caller === 'create-ec2') && (
        <SpaceBetween size="s">
          <TextField label="Role name" value={draft.name} onChange={(name) => set({ name })} error={errorOf('target.caller.create.name')} />
          <TextField label="Path" value={draft.path} onChange={(path) => set({ path })} error={errorOf('target.caller.create.path')} />
        </SpaceBetween>
      )}
      {draft.caller === 'instance' && (
        <InstanceCaller
          account={draft.accountId}
          region={draft.region}
          roleArn={draft.roleArn}
          onChange={(roleArn) => set({ roleArn })}
          error={errorOf('target.caller')}
        />
      )}
      {draft.caller === 'role' && (
        <RoleField
          label="ARN of role1"
          account={draft.accountId}
          value={draft.roleArn}
          onChange={(roleArn) => set({ roleArn })}
          error={errorOf('target.caller')}
        />
      )}
      {draft.caller === 'user' && (
        <TextField
          label="ARN of the user"
          value={draft.userArn}
          onChange={(userArn) => set({ userArn })}
          error={errorOf('target.caller')}
        />
      )}
      <TextField
        label="Compare with a user (optional)"
        description="ARN of the user whose access keys this chain replaces; empty: the calling user, or the owners of keys that lie in workloads on role1"
        value={draft.comparedWith}
        onChange={(comparedWith) => set({ comparedWith })}
        error={errorOf('inputs.comparedWith')}
      />
      <Button variant="primary" onClick={() => open('link-1')}>
        Go on to the next role
      </Button>
    </Section>
  );
}
