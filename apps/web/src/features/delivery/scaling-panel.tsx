import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import type { ScaledPattern, ScalingAnswer } from '@rolewright/shared/proof/scaling.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, api } from '../../lib/api.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { CodeBlock } from './code-block.tsx';

const names = {
  'explicit-list': 'Each caller by its ARN',
  path: 'A path or the beginning of a name',
  tag: 'A tag of the callers',
  organisation: 'The organisation',
  'account-root': 'The whole account',
} satisfies Record<ScaledPattern['kind'], string>;
const quotas = { fits: 'fits', near: 'near the quota', 'needs-increase': 'needs a higher quota', 'too-long': 'too long for any quota' };

/** Many callers of one role: each pattern with its cost, and exactly who gains by it. */
export function ScalingPanel({ role }: { role: string }) {
  const [roleArn, setRoleArn] = useState(role);
  const [callers, setCallers] = useState('');
  const [organisationId, setOrganisationId] = useState('');
  const compare = useMutation({
    mutationFn: () =>
      api<ScalingAnswer>('POST', '/api/proof/scaling', {
        roleArn: roleArn.trim(),
        callers: callers.split(/[\s,]+/).filter(Boolean),
        ...(organisationId.trim() === '' ? {} : { organisationId: organisationId.trim() }),
      }),
  });
  const fields = compare.error instanceof ApiError ? (compare.error.problem.fields ?? []) : [];
  const errorOf = (name: string) => fields.find(({ field }) => field.split('.')[0] === name)?.message;
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Callers</Header>}>
        <SpaceBetween size="s">
          <FormField label="Role that they assume" errorText={errorOf('roleArn')}>
            <Input value={roleArn} onChange={({ detail }) => setRoleArn(detail.value)} />
          </FormField>
          <FormField label="ARNs of the callers" description="Users and roles, one a line" errorText={errorOf('callers')}>
            <Textarea rows={6} value={callers} onChange={({ detail }) => setCallers(detail.value)} />
          </FormField>
          <FormField label="Organisation (optional)" description="Such as o-a1b2c3d4e5" errorText={errorOf('organisationId')}>
            <Input value={organisationId} onChange={({ detail }) => setOrganisationId(detail.value)} />
          </FormField>
          <Button variant="primary" loading={compare.isPending} loadingText="Asking everyone scanned" onClick={() => compare.mutate()}>
            Compare
          </Button>
        </SpaceBetween>
      </Container>
      {compare.error && <ProblemAlert error={compare.error} />}
      {compare.data && <Comparison answer={compare.data} />}
    </SpaceBetween>
  );
}

function Comparison({ answer }: { answer: ScalingAnswer }) {
  const { callers, proposal, notScanned, patterns, notSeen } = answer;
  return (
    <SpaceBetween size="m">
      {proposal ? (
        <Alert type="success" header={`Proposed: ${names[proposal.kind]}`}>
          {proposal.why}
        </Alert>
      ) : (
        <Alert type="warning" header="No pattern fits">
          Give the callers a path or a tag in common, or ask AWS for a higher quota.
        </Alert>
      )}
      {notScanned.length > 0 && (
        <Alert type="warning" header={`No scan has found ${notScanned.length} of the ${callers} callers`}>
          <ExpandableSection headerText="Which">{notScanned.join(', ')}</ExpandableSection>
        </Alert>
      )}
      {patterns.map((pattern) => (
        <Pattern key={pattern.kind} pattern={pattern} />
      ))}
      <Box color="text-body-secondary">{notSeen.join(' ')}</Box>
    </SpaceBetween>
  );
}

function Pattern({ pattern }: { pattern: ScaledPattern }) {
  const { kind, why, document, characters, quota, writes, laterWrites, intended, stillDenied, othersGain, onePolicyAway, findings } =
    pattern;
  if (document === null) return <Container header={<Header variant="h3">{names[kind]}</Header>}>{why}</Container>;
  const people = (list: typeof othersGain) =>
    list.map(({ principal, verdict, reason }) => <li key={principal}>{`${principal}: ${verdict}. ${reason}`}</li>);
  return (
    <Container
      header={
        <Header variant="h3" description={why}>
          {names[kind]}
        </Header>
      }
    >
      <SpaceBetween size="xs">
        <div>
          {`${characters} of 2,048 characters: ${quotas[quota]}. Policy writes now: ${writes.trust + writes.policies}; attachments: ${writes.attachments}. `}
          {`For each later caller, writes of the trust policy: ${laterWrites.trust}; attachments: ${laterWrites.attachments}.`}
        </div>
        <div>{`${intended} of the callers can assume the role then. ${othersGain.length} others gain access, ${onePolicyAway} more are one policy of their own away.`}</div>
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
          <CodeBlock label={`Trust policy: ${names[kind]}`} text={JSON.stringify(document, null, 2)} />
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}
