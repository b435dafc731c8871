import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { count } from '../../lib/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { Section } from '../../ui/section.tsx';
import { checkText } from './check-text.ts';
import { useStartRun } from './get-plan.ts';

/** Consent in words: what is not known is acknowledged one by one, the name is typed; then the run begins. */
export function Consent({ plan, blocked, onStale }: { plan: Plan; blocked: boolean; onStale: () => void }) {
  const navigate = useNavigate();
  const start = useStartRun(plan);
  const [typed, setTyped] = useState('');
  const [acknowledged, setAcknowledged] = useState<string[]>([]);
  const unknown = plan.checks.filter((check) => check.verdict === 'unknown');
  const open = unknown.filter((check) => !acknowledged.includes(check.id)).length;
  const missing = blocked
    ? 'The change is blocked: see above'
    : open > 0
      ? `${count(open, 'box', 'boxes')} above ${open === 1 ? 'is' : 'are'} to be ticked`
      : `Type ${plan.confirm} first`;
  const ready = !blocked && open === 0 && typed === plan.confirm;
  const submit = () =>
    start.mutate(
      { confirm: typed, acknowledge: acknowledged },
      { onSuccess: (run) => void navigate({ to: '/runs/$id', params: { id: run.id }, search: {} as never }) },
    );
  return (
    <Section title="Start">
      {start.error && <ProblemAlert error={start.error} onRetry={onStale} />}
      {unknown.map((check) => (
        <Checkbox
          key={check.id}
          checked={acknowledged.includes(check.id)}
          onChange={({ detail }) =>
            setAcknowledged(detail.checked ? [...acknowledged, check.id] : acknowledged.filter((id) => id !== check.id))
          }
          description={`${checkText(check)} ${check.advice ?? ''}`}
        >
          {plan.recipe === 'policy-change' ? 'I accept that this does not hold, or is not known' : 'I know that this is not known'}:{' '}
          {check.claim}
        </Checkbox>
      ))}
      <FormField label={`Type ${plan.confirm} to confirm`}>
        <Input
          value={typed}
          onChange={({ detail }) => setTyped(detail.value)}
          disabled={blocked}
          onKeyDown={({ detail }) => detail.key === 'Enter' && ready && !start.isPending && submit()}
        />
      </FormField>
      <Button
        variant="primary"
        disabled={!ready}
        disabledReason={missing}
        loading={start.isPending}
        loadingText="Checking again"
        onClick={submit}
      >
        Start the change
      </Button>
    </Section>
  );
}
