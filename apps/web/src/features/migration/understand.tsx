import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TextContent from '@cloudscape-design/components/text-content';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import type { ReactNode } from 'react';
import { count } from '../../lib/format.ts';
import { MaskedKey } from '../../ui/masked-key.tsx';
import { ownerWords } from '../workloads/workload-columns.tsx';

interface UnderstandProps {
  workload: WorkloadDetail;
  /** What runs of it; left out where there is nothing to count. */
  runs?: ReactNode;
  /** What the change does. */
  change: string;
  onNext: () => void;
}

/** What is there today, whose key it is, and what the change would make of it. */
export function Understand({ workload, runs, change, onNext }: UnderstandProps) {
  const old = workload.ec2 === null ? 'old revisions' : 'old versions';
  return (
    <Container header={<Header variant="h2">Understand</Header>}>
      <SpaceBetween size="m">
        <TextContent>
          <p>{workload.why}</p>
          <ul>
            {runs !== undefined && <li>{runs}</li>}
            {workload.keys.map((key) => (
              <li key={key.keyId}>
                The key <MaskedKey keyId={key.keyId} /> belongs to {key.owner ?? ownerWords[key.ownerState]}.
              </li>
            ))}
            {workload.residues > 0 && (
              <li>
                {count(workload.residues, 'finding')} in {old} stay readable until these are deleted.
              </li>
            )}
            {workload.notInspected.length > 0 && <li>Not inspected, so not known: {workload.notInspected.join(', ')}.</li>}
          </ul>
          <p>{change}</p>
        </TextContent>
        <Button variant="primary" onClick={onNext}>
          Choose the role
        </Button>
      </SpaceBetween>
    </Container>
  );
}
