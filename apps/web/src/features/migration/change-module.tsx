import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Plan } from '@rolewright/shared/plan/plan.ts';
import type { Step } from '@rolewright/shared/plan/step.ts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { count } from '../../lib/format.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { checkText } from './check-text.ts';
import { ExportAs } from './export-as.tsx';
import { useStartRun } from './get-plan.ts';
import { NoPlan } from './make-plan.tsx';
import type { PlanModuleProps } from './migration-page.tsx';
import { StepPanes } from './step-panes.tsx';

/** One sentence, blockers first, the steps each with its diff, then consent in words. */
export function ChangeModule({ plan, open, ...make }: PlanModuleProps) {
  if (plan === null) return <NoPlan title="Change" {...make} />;
  const blockers = plan.checks.filter((check) => check.verdict === 'fail');
  return (
    <SpaceBetween size="l">
      {plan.runId && (
        <Alert type="info" header="This plan has been started">
          <RouteLink href={`/runs/${plan.runId}`}>Show the run</RouteLink>
        </Alert>
      )}
      {plan.state === 'superseded' && (
        <Alert type="info" header="A newer plan has taken the place of this one">
          It can be read and not started. <RouteLink href="/migrations">See all plans</RouteLink>
        </Alert>
      )}
      {blockers.length > 0 && (
        <Alert type="error" header="The change is blocked">
          <ul>
            {blockers.map((check) => (
              <li key={check.id}>
                Not so: <b>{check.claim}.</b> {checkText(check)} <i>{check.advice}</i>
              </li>
            ))}
          </ul>
          {plan.checks.some((check) => check.id === 'owned-elsewhere' && check.verdict === 'fail') && plan.exports.length === 1 && (
            <Link href={`/api/plans/${plan.id}/export?format=cloudformation`} external>
              Export the patch for CloudFormation
            </Link>
          )}
        </Alert>
      )}
      <Container
        header={
          <Header
            variant="h2"
            description={`${plan.summary} ${plan.checks.find((check) => check.id === 'account-identity')?.evidence.join(' ') ?? ''}`}
          >
            Change
          </Header>
        }
      >
        <SpaceBetween size="xs">
          {plan.steps.map((step, index) => (
            <ExpandableSection
              key={step.id}
              headerText={`${index + 1}. ${step.title}`}
              headingTagOverride="h3"
              defaultExpanded={opensAtOnce(step.kind)}
            >
              <StepPanes step={step} />
            </ExpandableSection>
          ))}
          {plan.steps.length === 0 && <Empty title="No step could be planned">{plan.incomplete.join(' ')}</Empty>}
        </SpaceBetween>
      </Container>
      {plan.exports.length > 0 && <ExportAs plan={plan} />}
      {plan.state === 'draft' && <Consent plan={plan} blocked={blockers.length > 0} onStale={() => open('prove')} />}
    </SpaceBetween>
  );
}

/** Steps whose diff is what the plan is about. */
const opensAtOnce = (kind: Step['kind']): boolean =>
  kind === 'register-task-definition' || kind === 'replace-trust-policy' || kind === 'change-inline-policy';

function Consent({ plan, blocked, onStale }: { plan: Plan; blocked: boolean; onStale: () => void }) {
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
    <Container header={<Header variant="h2">Start</Header>}>
      <SpaceBetween size="m">
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
            onKeyDown={({ detail }) => detail.key === 'Enter' && ready && submit()}
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
      </SpaceBetween>
    </Container>
  );
}
