import Alert from '@cloudscape-design/components/alert';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../chain/chain-fields.tsx';
import type { MoveModuleProps } from './instance-move.tsx';

/** IMDSv2 and the hop limit: apart from the move and optional, because it is a second cause of failure (D17, D-78). */
export function MetadataChoice({
  workload,
  draft,
  setDraft,
  errorOf,
}: Pick<MoveModuleProps, 'workload' | 'draft' | 'setDraft' | 'errorOf'>) {
  const now = workload.ec2?.metadata;
  const tokens = now?.tokens === 'required' ? 'required' : now?.tokens === 'optional' ? 'optional' : 'as the account’s defaults say';
  return (
    <Section
      title="Metadata options (optional)"
      description={`Now: tokens ${tokens}${now?.hopLimit ? `, hop limit ${now.hopLimit}` : ''}. They stay unless you ask for it.`}
    >
      <Checkbox
        checked={draft.changesMetadata}
        onChange={({ detail }) => setDraft({ ...draft, changesMetadata: detail.checked })}
        description="Where tokens are required, a request that is forged through the application gets no credentials of the role"
      >
        Change the metadata options in this plan too
      </Checkbox>
      {draft.changesMetadata && (
        <SpaceBetween size="m">
          <Alert type="warning" header="A second cause of failure in the same change">
            Old SDKs, agents and scripts that ask without a token stop getting credentials. Look at CloudWatch’s metric MetadataNoToken
            first: it should have been 0 for days. When in doubt, move to the role now, and require tokens in a plan of its own.
          </Alert>
          <FormField label="Tokens" errorText={errorOf('inputs.metadataOptions.httpTokens')}>
            <RadioGroup
              ariaLabel="Tokens"
              value={draft.httpTokens}
              onChange={({ detail }) => setDraft({ ...draft, httpTokens: detail.value === 'optional' ? 'optional' : 'required' })}
              items={[
                { value: 'required', label: 'Required (IMDSv2 alone)' },
                { value: 'optional', label: 'Optional (IMDSv1 answers too)' },
              ]}
            />
          </FormField>
          <TextField
            label="Hop limit"
            type="number"
            description="1: containers in a network of their own get no credentials of the role. 2 lets them; it is what docker run needs."
            value={draft.hopLimit}
            onChange={(hopLimit) => setDraft({ ...draft, hopLimit })}
            error={errorOf('inputs.metadataOptions.hopLimit') && 'Must be a whole number from 1 to 64.'}
          />
        </SpaceBetween>
      )}
    </Section>
  );
}
