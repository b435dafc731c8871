import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Probe, ProbePart } from '@rolewright/shared/probes/probe.ts';
import { When } from '../../ui/when.tsx';
import { ProbeParts } from './probe-parts.tsx';
import { ProbeVerdict } from './probe-verdict.tsx';

interface Props {
  probe: Probe;
  isTrying: boolean;
  onTry: () => void;
  onEdit: () => void;
  onDelete: () => void;
}

/** One probe: what it asks, and beside it how it went last. */
export function ProbeItem({ probe, isTrying, onTry, onEdit, onDelete }: Props) {
  const { name, first, second, lastResult } = probe;
  return (
    <SpaceBetween size="xs">
      <Header
        variant="h3"
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button ariaLabel={`Try now: ${name}`} loading={isTrying} loadingText="Calling the application" onClick={onTry}>
              Try now
            </Button>
            <Button ariaLabel={`Edit: ${name}`} onClick={onEdit}>
              Edit
            </Button>
            <Button ariaLabel={`Delete: ${name}`} onClick={onDelete}>
              Delete
            </Button>
          </SpaceBetween>
        }
      >
        {name}
      </Header>
      <ColumnLayout columns={2}>
        <SpaceBetween size="xxs">
          <Box variant="awsui-key-label">What it asks</Box>
          <div className="mono wrap-anywhere">{wordsOf(first)}</div>
          {second !== null && (
            <>
              <Box color="text-body-secondary">then</Box>
              <div className="mono wrap-anywhere">{wordsOf(second)}</div>
            </>
          )}
        </SpaceBetween>
        <SpaceBetween size="xxs">
          <Box variant="awsui-key-label">Last time</Box>
          {lastResult === null ? (
            <Box color="text-body-secondary">Not tried yet</Box>
          ) : (
            <>
              <SpaceBetween direction="horizontal" size="xs">
                <ProbeVerdict verdict={lastResult.verdict} />
                <Box color="text-body-secondary">
                  <When at={lastResult.at} />
                </Box>
              </SpaceBetween>
              <ProbeParts result={lastResult} />
            </>
          )}
        </SpaceBetween>
      </ColumnLayout>
    </SpaceBetween>
  );
}

function wordsOf(part: ProbePart): string {
  if (part.kind === 's3-object') return `s3://${part.bucket}/${part.key} is there`;
  if (part.kind === 's3-newest') return `s3://${part.bucket}/${part.prefix}* has one of the last ${part.newerThanMinutes} minutes`;
  return `${part.method} ${part.url} answers ${part.expect.status}`;
}
