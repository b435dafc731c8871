import Box from '@cloudscape-design/components/box';
import type { Ec2Detail } from '@rolewright/shared/inventory/ec2/contract.ts';
import type { WorkloadKind } from '@rolewright/shared/inventory/workload.ts';
import { RouteLink } from '../../ui/route-link.tsx';
import { WorkloadNames } from '../../ui/workload-names.tsx';

type Relation = Ec2Detail['launchRelations'][number];

interface Props {
  kind: WorkloadKind;
  relations: Relation[];
}

/** From a launch template or launch configuration to the groups and instances that it launches or launched, and back. */
export function LaunchRelations({ kind, relations }: Props) {
  const isIdle = kind === 'launch-template' || kind === 'launch-configuration';
  const of = (relation: Relation['relation']) => relations.filter((one) => one.relation === relation);
  const [launching, leftBy, left] = [of('launches'), of('left-by'), of('left')];
  if (!isIdle && launching.length === 0 && left.length === 0) return null;
  return (
    <Box>
      <Box variant="h3">{isIdle ? 'Who launches from it' : 'Launched from the same'}</Box>
      <ul className="notes">
        {launching.length > 0 && (
          <li>
            <WorkloadNames of={launching} />
          </li>
        )}
        {isIdle && launching.length === 0 && <li>Nobody, as the last scan saw it.</li>}
        {leftBy.map((one) => (
          <li key={one.id}>
            <WorkloadNames of={[one]} /> did, until <RouteLink href={`/runs/${one.runId}`}>a run</RouteLink> moved it. Rolling that back
            needs this: keep it until you no longer would.
          </li>
        ))}
        {left.map((one) => (
          <li key={one.id}>
            Until <RouteLink href={`/runs/${one.runId}`}>a run</RouteLink> moved it, it launched from <WorkloadNames of={[one]} />, which is
            still there.
          </li>
        ))}
      </ul>
    </Box>
  );
}
