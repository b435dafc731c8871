import Checkbox from '@cloudscape-design/components/checkbox';
import RadioGroup from '@cloudscape-design/components/radio-group';
import { Section } from '../../ui/section.tsx';
import { type ErrorOf, TextField } from './chain-fields.tsx';
import type { LinkDraft } from './draft.ts';

interface Props {
  link: LinkDraft;
  set: (change: Partial<LinkDraft>) => void;
  errorAt: ErrorOf;
}

/** How a role is assumed: external id, session name, marks, duration; the trust policy asks for what is set here. */
export function SessionFields({ link, set, errorAt }: Props) {
  return (
    <Section title="Who may assume it, and how">
      <RadioGroup
        ariaLabel="External id"
        value={link.externalId}
        onChange={({ detail }) => set({ externalId: detail.value as LinkDraft['externalId'] })}
        items={[
          {
            value: 'generate',
            label: 'Generate an external id',
            description:
              'AWS does not call it a secret: whoever may read the trust policy reads it. Here it works like a shared password, so it is delivered only to the application and never shown.',
          },
          { value: 'none', label: 'No external id', description: 'Right where the caller is named exactly and nobody else runs as it' },
        ]}
      />
      {link.externalId === 'none' && (
        <TextField label="Why none is right" value={link.reason} onChange={(reason) => set({ reason })} error={errorAt('externalId')} />
      )}
      <TextField
        label="Session name"
        description="How CloudTrail names the caller. {task-id} stands for the id of the ECS task, {instance-id} for that of an instance."
        value={link.sessionName}
        onChange={(sessionName) => set({ sessionName })}
        error={errorAt('session.name')}
      />
      <Checkbox
        checked={link.enforceName}
        onChange={({ detail }) => set({ enforceName: detail.checked })}
        description="The trust policy refuses sessions of another name (sts:RoleSessionName)"
      >
        Enforce the session name
      </Checkbox>
      <TextField
        label="Source identity"
        description="Kept along the whole chain and in every CloudTrail record; it can never change. Leave empty for none."
        value={link.sourceIdentity}
        onChange={(sourceIdentity) => set({ sourceIdentity })}
        error={errorAt('session.sourceIdentity')}
      />
      <TextField
        label="Session tags"
        description="key=value, separated by commas; empty for none"
        value={link.tags}
        onChange={(tags) => set({ tags })}
        error={errorAt('session.tags')}
      />
      <TextField
        label="Minutes a session lasts"
        type="number"
        description="15 to 60. A session that another session makes lasts an hour at most, whatever the role’s own maximum says; SDKs renew it."
        value={link.minutes}
        onChange={(minutes) => set({ minutes })}
        error={errorAt('session.durationSeconds')}
      />
    </Section>
  );
}
