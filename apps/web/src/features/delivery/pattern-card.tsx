import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ScaledPattern } from '@rolewright/shared/proof/scaling.ts';
import { count } from '../../lib/format.ts';
import { PlanProposal } from '../policy-change/plan-proposal.tsx';
import { CodeBlock } from './code-block.tsx';

export const patternNames = {
  'explicit-list': 'Each caller by its ARN',
  path: 'A path or the beginning of a name',
  tag: 'A tag of the callers',
  organisation: 'The organisation',
  'account-root': 'The whole account',
} satisfies Record<ScaledPattern['kind'], string>;
const quotas = { fits: 'fits', near: 'near the quota', 'needs-increase': 'needs a higher quota', 'too-long': 'too long for any quota' };

/** One way to let many callers in: what it costs, exactly who gains, and the plan that puts it in place. */
export function PatternCard({ pattern, proposed }: { pattern: ScaledPattern; proposed: boolean }) {
  const { kind, why, document, characters, quota, writes, laterWrites, intended, stillDenied, othersGain, onePolicyAway, findings } =
    pattern;
  if (document === null) return <Container header={<Header variant="h3">{patternNames[kind]}</Header>}>{why}</Container>;
  const people = (list: typeof othersGain) =>
    list.map(({ principal, verdict, reason }) => (
      <li key={principal} className="wrap-anywhere">{`${principal}: ${verdict}. ${reason}`}</li>
    ));
  return (
    <Container
      header={
        <Header variant="h3" description={why} info={proposed && <Badge color="green">Proposed</Badge>}>
          {patternNames[kind]}
        </Header>
      }
    >
      <SpaceBetween size="xs">
        <div>
          {`${characters} of 2,048 characters: ${quotas[quota]}. Policy writes now: ${writes.trust + writes.policies}; attachments: ${writes.attachments}. `}
          {`For each later caller, writes of the trust policy: ${laterWrites.trust}; attachments: ${laterWrites.attachments}.`}
        </div>
        <div>{`${intended} of the callers can assume the role then. ${count(othersGain.length, 'other')} ${othersGain.length === 1 ? 'gains' : 'gain'} access; one policy of their own away: ${onePolicyAway} more.`}</div>
        {findings.map((finding) => (
          <Alert key={finding} type="warning">
            {finding}
          </Alert>
        ))}
        {othersGain.length > 0 && (
          <ExpandableSection headerText={`Others who gain (${othersGain.length})`} defaultExpanded={othersGain.length < 6}>
            <ul>{people(othersGain)}</ul>
          </ExpandableSection>
        )}
        {stillDenied.length > 0 && (
          <ExpandableSection headerText={`Callers that still cannot, or may not be able to (${stillDenied.length})`}>
            <ul>{people(stillDenied)}</ul>
          </ExpandableSection>
        )}
        <ExpandableSection headerText="Trust policy">
          <CodeBlock label={`Trust policy: ${patternNames[kind]}`} text={JSON.stringify(document, null, 2)} />
        </ExpandableSection>
        <Plan pattern={pattern} proposed={proposed} />
      </SpaceBetween>
    </Container>
  );
}

function Plan({ pattern: { fix, tooWide }, proposed }: { pattern: ScaledPattern; proposed: boolean }) {
  if (fix.proposal === null) return <Box color="text-body-secondary">There is no plan for it, because {fix.why}.</Box>;
  return <PlanProposal proposal={fix.proposal} label="Make the plan" primary={proposed} needsReason={tooWide} />;
}
