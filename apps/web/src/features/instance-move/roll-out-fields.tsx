import ColumnLayout from '@cloudscape-design/components/column-layout';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import { Section } from '../../ui/section.tsx';
import { type ErrorOf, TextField } from '../chain/chain-fields.tsx';
import type { RollOutDraft } from './draft.ts';
import { rollOutWords } from './roll-out-words.ts';

interface Props {
  instances: number;
  draft: RollOutDraft;
  setDraft: (draft: RollOutDraft) => void;
  errorOf: ErrorOf;
}

/** How the group replaces its instances: an instance refresh with its gates (D12, D-75), each number also said as instances. */
export function RollOutFields({ instances, draft, setDraft, errorOf }: Props) {
  const set = (change: Partial<RollOutDraft>) => setDraft({ ...draft, ...change });
  // What the schema says of a text that is no number is said in the words of the field.
  const error = (name: string, allowed: string) => {
    const said = errorOf(`inputs.rollOut.${name}`);
    return said && (/^(Invalid|Too)/.test(said) ? `Must be ${allowed}.` : said);
  };
  const words = rollOutWords(instances, draft);
  return (
    <Section
      title="Roll-out"
      description="An instance refresh of Auto Scaling replaces the instances while the group goes on serving. They are not ended by hand: a group that is empty for a moment serves nobody."
    >
      <ColumnLayout columns={2}>
        <TextField
          label="Minimum healthy (percent)"
          type="number"
          constraint="Of the desired capacity, in service and warm. 100: a new one comes first"
          value={draft.minHealthy}
          onChange={(minHealthy) => set({ minHealthy })}
          error={error('minHealthyPercentage', 'a whole number from 0 to 100')}
        />
        <TextField
          label="Maximum healthy (percent)"
          type="number"
          constraint="How many may run meanwhile; at most 100 above the minimum"
          value={draft.maxHealthy}
          onChange={(maxHealthy) => set({ maxHealthy })}
          error={error('maxHealthyPercentage', 'a whole number from 100 to 200')}
        />
        <TextField
          label="Checkpoints (percent)"
          constraint="It waits at each; rising, the last is 100. Empty: it goes through"
          value={draft.checkpoints}
          onChange={(checkpoints) => set({ checkpoints })}
          error={error('checkpoints', 'at most 10 whole numbers from 1 to 100, such as 50, 100')}
        />
        <TextField
          label="Wait at a checkpoint (seconds)"
          type="number"
          constraint="Long enough for probes and alarms to tell"
          value={draft.delay}
          onChange={(delay) => set({ delay })}
          error={error('checkpointDelay', 'a whole number from 0 to 172800')}
        />
        <TextField
          label="Warm-up (seconds)"
          type="number"
          constraint="After it is in service, before an instance counts. Empty: the group’s own"
          value={draft.warmup}
          onChange={(warmup) => set({ warmup })}
          error={error('instanceWarmup', 'a whole number from 0 to 3600, or empty')}
        />
        <TextField
          label="CloudWatch alarms"
          constraint="Names, separated by commas. One that goes to ALARM fails the roll-out"
          value={draft.alarms}
          onChange={(alarms) => set({ alarms })}
          error={error('alarms', 'at most 10 names')}
        />
      </ColumnLayout>
      <FormField
        label="Instances that are protected from scale-in, or in standby"
        description="Somebody had a reason to keep them"
        errorText={errorOf('inputs.rollOut.protectedInstances')}
      >
        <RadioGroup
          ariaLabel="Instances that are protected from scale-in, or in standby"
          value={draft.protectedInstances}
          onChange={({ detail }) => set({ protectedInstances: detail.value as RollOutDraft['protectedInstances'] })}
          items={[
            { value: 'wait', label: 'Wait for them', description: 'Up to an hour; then the roll-out fails and is brought back' },
            { value: 'replace', label: 'Replace them too' },
            { value: 'leave', label: 'Leave them', description: 'They keep the key, and the move is not proven while they run' },
          ]}
        />
      </FormField>
      {words.length > 0 && (
        <ul className="notes" aria-label="What this means for the group">
          {words.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
    </Section>
  );
}
