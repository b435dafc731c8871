import Alert from '@cloudscape-design/components/alert';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import type { Overview } from '@rolewright/shared/overview.ts';
import { RouteLink } from './route-link.tsx';

type ScanOf = Overview['scans'][number];

/** What the last scans did not see, why, and what would mend it. Says nothing when all was seen. */
export function CoverageBanner({ scans }: { scans: ScanOf[] }) {
  const partial = scans.filter((scan) => scan.state === 'partial' || scan.state === 'failed');
  const gaps = scans.flatMap((scan) =>
    scan.coverage.flatMap((one) => one.gaps.filter((gap) => gap.reason !== 'not-inspected').map((gap) => ({ scan, coverage: one, gap }))),
  );
  if (partial.length === 0 && gaps.length === 0) return null;
  return (
    <Alert
      type="warning"
      header={`The last scan of ${partial.map((scan) => scan.accountName).join(' and ') || 'an account'} was partial: what is missing here is not known, and not clean`}
    >
      <ExpandableSection headerText="What was not visible, and why" defaultExpanded={gaps.length <= 3}>
        <ul>
          {gaps.map(({ scan, coverage, gap }) => (
            <li key={`${scan.accountId}${coverage.region}${coverage.service}${gap.reason}${gap.what}`}>
              {scan.accountName}, {coverage.region}, {coverage.service}: {gap.what} ({gap.reason.replaceAll('-', ' ')}). {gap.advice}
            </li>
          ))}
        </ul>
      </ExpandableSection>
      <RouteLink href="/accounts">Look at the accounts</RouteLink>
    </Alert>
  );
}
