import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { count } from '../../lib/format.ts';
import { WorkloadNames } from '../../ui/workload-names.tsx';
import { useScannedRole } from './get-profiles.ts';

/** Why a role that exists can, or cannot, be chosen for an instance as it stands, what the plan does about that (E2, E3), and who has it already (E5). */
export function ExistingRole({ arn, workloadId }: { arn: string; workloadId: string }) {
  const { data: role, error, isFetching } = useScannedRole(arn.trim());
  if (isFetching && !role) return <StatusIndicator type="loading">Looking the role up</StatusIndicator>;
  if (error)
    return (
      <span className="whole-words">
        <StatusIndicator type="pending">
          The last scan does not tell of this role. Making the plan reads it from AWS and says whether it can be used.
        </StatusIndicator>
      </span>
    );
  if (!role) return null;
  const { instanceUse: use } = role;
  const others = role.workloads.filter(({ id }) => id !== workloadId);
  return (
    <SpaceBetween size="s">
      {use?.isSelectable ? (
        <span className="whole-words">
          <StatusIndicator type="success">{use.why}</StatusIndicator>
        </span>
      ) : (
        <Alert type="warning" header="It cannot be chosen for an instance as it stands">
          {use?.why ?? 'Its trust policy does not name ec2.amazonaws.com, so that EC2 cannot assume it.'} The plan mends that: it adds what
          its trust policy lacks and puts it into the instance profile chosen below. Whom it trusts already stays.
        </Alert>
      )}
      {others.length > 0 && (
        <div>
          {count(others.length, 'other workload runs', 'other workloads run')} on it already; what the plan adds to the role is theirs too:{' '}
          <WorkloadNames of={others} />
        </div>
      )}
    </SpaceBetween>
  );
}
