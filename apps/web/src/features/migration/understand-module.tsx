import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TextContent from '@cloudscape-design/components/text-content';
import { count } from '../../lib/format.ts';
import { MaskedKey } from '../../ui/masked-key.tsx';
import { IdentityTab } from '../workload/identity-tab.tsx';
import { ownerWords } from '../workloads/workload-columns.tsx';
import type { ModuleProps } from './migration-page.tsx';

/** What is there today, whose key it is, and what the change would make of it. */
export function UnderstandModule({ workload, open }: ModuleProps) {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Understand</Header>}>
        <TextContent>
          <p>{workload.why}</p>
          <ul>
            <li>
              {count(workload.runningCount, 'task')} of <b>{workload.name}</b> run with{' '}
              {workload.variables.length > 0 ? <span className="mono">{workload.variables.join(', ')}</span> : 'no credential variable'}.
            </li>
            {workload.keys.map((key) => (
              <li key={key.keyId}>
                The key <MaskedKey keyId={key.keyId} /> belongs to {key.owner ?? ownerWords[key.ownerState]}.
              </li>
            ))}
            {workload.residues > 0 && (
              <li>{count(workload.residues, 'finding')} in old revisions stay readable until these are deleted.</li>
            )}
            {workload.notInspected.length > 0 && <li>Not inspected, so not known: {workload.notInspected.join(', ')}.</li>}
          </ul>
          <p>
            The change gives the tasks a role of their own and removes the variables in one new revision. Tasks are replaced one by one, so
            the workload keeps running. The key itself stays active.
          </p>
        </TextContent>
        <Button variant="primary" onClick={() => open('role')}>
          Choose the role
        </Button>
      </Container>
      <IdentityTab workload={workload} />
    </SpaceBetween>
  );
}
