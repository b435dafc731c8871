import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TextContent from '@cloudscape-design/components/text-content';
import { count } from '../../lib/format.ts';
import { MaskedKey } from '../../ui/masked-key.tsx';
import { InstanceIdentityTab } from '../workload/instance-identity-tab.tsx';
import { ownerWords } from '../workloads/workload-columns.tsx';
import type { MoveModuleProps } from './instance-move.tsx';

/** What is there today, whose key it is, and in which order the change goes: role first, key last. */
export function UnderstandInstance({ workload, open }: MoveModuleProps) {
  const isGroup = workload.kind === 'auto-scaling-group';
  return (
    <SpaceBetween size="l">
      {workload.managedBy !== null && (
        <Alert type="warning" header={`Owned by ${workload.managedBy}`}>
          Its next update would put a change made here back. The plan shows the change and exports it for whoever owns it; the checks keep
          it from being started.
        </Alert>
      )}
      <Container header={<Header variant="h2">Understand</Header>}>
        <SpaceBetween size="m">
          <TextContent>
            <p>{workload.why}</p>
            <ul>
              {isGroup && (
                <li>
                  {count(workload.runningCount, 'instance')} of <b>{workload.name}</b> run; the group keeps {workload.desiredCount}.
                </li>
              )}
              {workload.keys.map((key) => (
                <li key={key.keyId}>
                  The key <MaskedKey keyId={key.keyId} /> belongs to {key.owner ?? ownerWords[key.ownerState]}.
                </li>
              ))}
              {workload.residues > 0 && (
                <li>{count(workload.residues, 'finding')} in old versions stay readable until these are deleted.</li>
              )}
              {workload.notInspected.length > 0 && <li>Not inspected, so not known: {workload.notInspected.join(', ')}.</li>}
            </ul>
            <p>
              {isGroup
                ? 'The change gives the group something new to launch, with an instance profile and without the key lines, and then replaces its instances, each one only once another is in service. The key itself stays active until nothing uses it.'
                : 'The change makes a role, puts it into an instance profile and the profile onto the instance, which goes on running. Attaching alone changes nothing where a key is set: programs read the key first, and keep it until they are started again.'}
            </p>
          </TextContent>
          <Button variant="primary" onClick={() => open('role')}>
            Choose the role
          </Button>
        </SpaceBetween>
      </Container>
      {workload.ec2Detail && <InstanceIdentityTab workload={workload} detail={workload.ec2Detail} />}
    </SpaceBetween>
  );
}
