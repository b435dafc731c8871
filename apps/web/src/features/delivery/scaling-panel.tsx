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
import type { ScalingAnswer } from '@rolewright/shared/proof/scaling.ts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, api } from '../../lib/api.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { CallerPicker } from './caller-picker.tsx';
import { PatternCard, patternNames } from './pattern-card.tsx';

/** Many callers of one role: each pattern with its cost, and exactly who gains by it. */
export function ScalingPanel({ role }: { role: string }) {
  const [roleArn, setRoleArn] = useState(role);
  const [callers, setCallers] = useState('');
  const [organisationId, setOrganisationId] = useState('');
  const compare = useMutation({
    mutationFn: () =>
      api<ScalingAnswer>('POST', '/api/proof/scaling', {
        roleArn: roleArn.trim(),
        callers: named(callers),
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
          <CallerPicker onPick={(arns) => setCallers([...new Set([...named(callers), ...arns])].join('\n'))} />
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

const named = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

function Comparison({ answer }: { answer: ScalingAnswer }) {
  const { callers, proposal, notScanned, patterns, notSeen } = answer;
  return (
    <SpaceBetween size="m">
      {proposal ? (
        <Alert type="success" header={`Proposed: ${patternNames[proposal.kind]}`}>
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
        <PatternCard key={pattern.kind} pattern={pattern} proposed={pattern.kind === proposal?.kind} />
      ))}
      <Box color="text-body-secondary">{notSeen.join(' ')}</Box>
    </SpaceBetween>
  );
}
