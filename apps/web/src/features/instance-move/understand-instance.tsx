import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { count } from '../../lib/format.ts';
import { Understand } from '../migration/understand.tsx';
import { InstanceIdentityTab } from '../workload/instance-identity-tab.tsx';
import type { MoveModuleProps } from './instance-move.tsx';

const changeOfGroup =
  'The change gives the group something new to launch, with an instance profile and without the key lines, and then replaces its instances, each one only once another is in service. The key itself stays active until nothing uses it.';
const changeOfInstance =
  'The change makes a role, puts it into an instance profile and the profile onto the instance, which goes on running. Attaching alone changes nothing where a key is set: programs read the key first, and keep it until they are started again.';

/** The instance or the group, who owns it, and in which order the change goes: role first, key last. */
export function UnderstandInstance({ workload, open }: MoveModuleProps) {
  const isGroup = workload.kind === 'auto-scaling-group';
  const runs = (
    <>
      {count(workload.runningCount, 'instance')} of <b>{workload.name}</b> run; the group keeps {workload.desiredCount}.
    </>
  );
  return (
    <SpaceBetween size="l">
      {workload.managedBy !== null && (
        <Alert type="warning" header={`Owned by ${workload.managedBy}`}>
          Its next update would put a change made here back. The plan shows the change and exports it for whoever owns it; the checks keep
          it from being started.
        </Alert>
      )}
      <Understand
        workload={workload}
        {...(isGroup ? { runs, change: changeOfGroup } : { change: changeOfInstance })}
        onNext={() => open('role')}
      />
      {workload.ec2Detail && <InstanceIdentityTab workload={workload} detail={workload.ec2Detail} />}
    </SpaceBetween>
  );
}
