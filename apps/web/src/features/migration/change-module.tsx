import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Step } from '@rolewright/shared/plan/step.ts';
import { Empty } from '../../ui/empty.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { checkText } from './check-text.ts';
import { Consent } from './consent.tsx';
import { ExportAs } from './export-as.tsx';
import { NoPlan } from './make-plan.tsx';
import type { PlanModuleProps } from './migration-page.tsx';
import { StepPanes } from './step-panes.tsx';

/** One sentence, blockers first, the steps each with its diff, then consent in words. */
export function ChangeModule({ plan, open, ...make }: PlanModuleProps) {
  if (plan === null) return <NoPlan title="Change" {...make} />;
  const blockers = plan.checks.filter((check) => check.verdict === 'fail');
  return (
    <SpaceBetween size="l">
      {plan.run && (
        <Alert type="info" header="This plan has been started">
          <RouteLink href={`/runs/${plan.run.id}`}>Show the run</RouteLink>
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
const central: Step['kind'][] = [
  'register-task-definition',
  'replace-trust-policy',
  'change-inline-policy',
  'remove-user-data-keys',
  'create-launch-template-version',
  'create-launch-configuration',
];
const opensAtOnce = (kind: Step['kind']): boolean => central.includes(kind);
