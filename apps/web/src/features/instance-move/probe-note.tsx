import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { count } from '../../lib/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import { Section } from '../../ui/section.tsx';
import { useProbes } from '../probes/get-probes.ts';
import { ProbeVerdict } from '../probes/probe-verdict.tsx';

/** What asks the application itself while it is changed (D15): the workload's probes, or the way to one. */
export function ProbeNote({ workloadId }: { workloadId: string }) {
  const { data, error, refetch } = useProbes(workloadId);
  const href = `/workloads/${workloadId}?tab=probes`;
  return (
    <Section
      title="Functional probes"
      description="Made before the change, while instances are replaced, and after. One that fails stops the change and brings it back."
    >
      {error && !data && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {!data && !error && <StatusIndicator type="loading">Reading the probes</StatusIndicator>}
      {data?.items.length === 0 && (
        <span className="whole-words">
          <StatusIndicator type="pending">
            None yet: whether the application still does its work, nobody asks. <RouteLink href={href}>Add a probe</RouteLink>
          </StatusIndicator>
        </span>
      )}
      {data && data.items.length > 0 && (
        <>
          <ul className="notes" aria-label="Probes of this workload">
            {data.items.map(({ name, lastResult }) => (
              <li key={name}>
                {name}: {lastResult ? <ProbeVerdict verdict={lastResult.verdict} /> : 'not tried yet'}
              </li>
            ))}
          </ul>
          <RouteLink href={href}>{count(data.items.length, 'probe')} of this workload</RouteLink>
        </>
      )}
    </Section>
  );
}
