import { CoverageBanner } from '../../ui/coverage-banner.tsx';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { useOverview } from './get-overview.ts';

/** What the last scans did not see. Where that cannot be read, a screen says so: what it shows may not be all. */
export function Coverage() {
  const { data, error, refetch } = useOverview();
  if (data) return <CoverageBanner scans={data.scans} />;
  return error && <ProblemAlert error={error} onRetry={() => void refetch()} />;
}
