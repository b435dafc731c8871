import Box from '@cloudscape-design/components/box';
import type { InstanceIdentity } from '@rolewright/shared/roles/instance-profile.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RouteLink } from '../../ui/route-link.tsx';

const mostShown = 30;

/** Other instances that share the profile of one (A1): what its role is given, they get too. */
export function SameProfile({ instanceId }: { instanceId: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['instance', instanceId],
    queryFn: () => api<InstanceIdentity>('GET', `/api/instances/${instanceId}`),
  });
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (data === undefined || data.instanceProfileArn === null) return null;
  const others = data.sharesProfile;
  return (
    <Box>
      <Box variant="h3">Other instances with its profile</Box>
      {others.length === 0 && 'None that a scan has found.'}
      {others.slice(0, mostShown).map(({ instanceId: id, workloadId, workloadName }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <RouteLink href={`/workloads/${workloadId}`}>{workloadName}</RouteLink> <span className="mono">{id}</span>
        </span>
      ))}
      {others.length > mostShown && ` and ${others.length - mostShown} more`}
    </Box>
  );
}
