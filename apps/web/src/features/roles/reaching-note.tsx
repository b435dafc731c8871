import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import type { WorkloadsReaching } from '@rolewright/shared/roles/workloads-reaching.ts';
import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { api } from '../../lib/api.ts';
import { count, shortArn } from '../../lib/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { useSettled } from './use-settled.ts';

const mostShown = 50;

/** Which workloads run as a role, or can become it over chains. */
export const useReaching = (arn: string, enabled = true) =>
  useQuery({
    queryKey: ['workloads-reaching', arn],
    queryFn: () => api<WorkloadsReaching>('GET', `/api/roles/${encodeURIComponent(arn)}/workloads`),
    enabled,
  });

/** "12 tasks can reach it": as far as ECS and EC2 go, loudest where the role may do everything (E4, E5). */
export const ReachingNote = memo(({ arn }: { arn: string }) => {
  const { data, error, refetch } = useReaching(arn, useSettled(arn));
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  const { items, tasks, instances, administratorLike, unknown } = data;
  const running = [(tasks > 0 || instances === 0) && count(tasks, 'running task'), instances > 0 && count(instances, 'running instance')];
  if (items.length === 0 && unknown.length === 0) return null;
  const what = administratorLike ? 'this role, which may do all that an administrator may' : 'this role';
  return (
    <Alert
      type={administratorLike && items.length > 0 ? 'warning' : 'info'}
      header={`${running.filter(Boolean).join(' and ')} of ${count(items.length, 'workload')} can reach ${what}`}
    >
      <ExpandableSection headerText="Which, and how">
        <ul className="role-findings">
          {items.slice(0, mostShown).map(({ id, name, tasks: many, unit, path }) => (
            <li key={id}>
              <RouteLink href={`/workloads/${id}`}>{name}</RouteLink>, {count(many, unit)}
              <Box color="text-body-secondary" fontSize="body-s">
                <span className="wrap-anywhere">runs as {path.map(shortArn).join(' → ')}</span>
              </Box>
            </li>
          ))}
        </ul>
        {items.length > mostShown && <Box>and {count(items.length - mostShown, 'workload')} more</Box>}
        {unknown.length > 0 && (
          <Box color="text-body-secondary" fontSize="body-s">
            Not counted, since their link is not known: {unknown.map(shortArn).join(', ')}.
          </Box>
        )}
        <Box color="text-body-secondary" fontSize="body-s">
          Workloads of Amazon ECS and EC2, of the scanned accounts, over four links at most.
        </Box>
      </ExpandableSection>
    </Alert>
  );
});
