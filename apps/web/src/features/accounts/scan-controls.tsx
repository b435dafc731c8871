import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { Scan } from '@rolewright/shared/inventory/scan.ts';
import type { Overview } from '@rolewright/shared/overview.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { When } from '../../ui/when.tsx';
import { useCancelScan, useScan, useStartScan } from './scan-account.ts';

type ScanOf = Overview['scans'][number];

/** One line an account: how its last scan went, how old it is, and the button for the next one. */
export function ScanControls({ scans }: { scans: ScanOf[] }) {
  return (
    <SpaceBetween size="m">
      {scans.map((scan) => (
        <ScanLine key={scan.accountId} of={scan} />
      ))}
    </SpaceBetween>
  );
}

function ScanLine({ of }: { of: ScanOf }) {
  const start = useStartScan();
  const { data: scan } = useScan(start.data?.id ?? of.scanId);
  const running = scan?.state === 'running';
  return (
    <SpaceBetween size="xs">
      <div className="scan-line">
        <Box variant="strong">{of.accountName}</Box>
        <ScanState scan={scan} />
        {!running && (
          <Button
            onClick={() => start.mutate(of.accountId)}
            loading={start.isPending}
            variant={of.scanId === null ? 'primary' : 'normal'}
            ariaLabel={`${of.scanId === null ? 'Scan account' : 'Scan again'}: ${of.accountName}`}
          >
            {of.scanId === null ? 'Scan account' : 'Scan again'}
          </Button>
        )}
      </div>
      <NotInspected coverage={scan?.coverage ?? of.coverage} />
      {start.error && <ProblemAlert error={start.error} />}
      {scan && running && <Progress scan={scan} />}
      {scan?.state === 'failed' && scan.error && <Box color="text-status-error">{scan.error}</Box>}
    </SpaceBetween>
  );
}

/** Places that hold credentials at times and that no scan reads (D-09): said, so that nobody takes them for clean. */
function NotInspected({ coverage }: { coverage: ScanOf['coverage'] }) {
  if (coverage.length === 0) return null;
  const counts = new Map<string, number>();
  for (const gap of coverage.flatMap((one) => one.gaps))
    if (gap.reason === 'not-inspected') counts.set(gap.what, (counts.get(gap.what) ?? 0) + gap.count);
  const counted = [...counts].map(([what, number]) => `${number.toLocaleString('en')} ${what}`);
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      Not inspected, so not known to be clean:{' '}
      {[...counted, 'what images contain, and what schedules, pipes and state machines start'].join(', ')}.
    </Box>
  );
}

const words: Record<Scan['state'], [string, 'success' | 'warning' | 'error' | 'stopped' | 'in-progress']> = {
  running: ['Scanning', 'in-progress'],
  complete: ['Complete', 'success'],
  partial: ['Partial', 'warning'],
  failed: ['Failed', 'error'],
  cancelled: ['Cancelled', 'stopped'],
};

function ScanState({ scan }: { scan: Scan | undefined }) {
  if (!scan) return <StatusIndicator type="pending">Not scanned yet</StatusIndicator>;
  const [word, type] = words[scan.state];
  return (
    <StatusIndicator type={type}>
      {word}
      {scan.finishedAt && (
        <>
          , <When at={scan.finishedAt} />
        </>
      )}
    </StatusIndicator>
  );
}

const phases: Record<Scan['progress']['phase'], string> = {
  starting: 'Starting',
  identity: 'Asking who we are',
  iam: 'Reading users, roles and policies',
  'in-use': 'Reading what is in use',
  newest: 'Reading the newest revision of each family',
  history: 'Reading older revisions; what is in use is known already',
  keys: 'Looking up the keys that were found',
  done: 'Finishing',
};

function Progress({ scan }: { scan: Scan }) {
  const cancel = useCancelScan();
  const { phase, seen, toSee, calls, throttles, cached, secondsLeft } = scan.progress;
  const left = secondsLeft === null ? '' : `, about ${Math.ceil(secondsLeft)} s left`;
  return (
    <SpaceBetween direction="horizontal" size="m" alignItems="end">
      <ProgressBar
        value={toSee === 0 ? 0 : Math.min(100, (100 * seen) / toSee)}
        label={phases[phase]}
        description={`${seen.toLocaleString('en')} of ${toSee.toLocaleString('en')} revisions${left}`}
        additionalInfo={`${calls.toLocaleString('en')} calls, ${throttles} throttled, ${cached.toLocaleString('en')} known from before`}
      />
      <Button onClick={() => cancel.mutate(scan.id)} loading={cancel.isPending}>
        Cancel the scan
      </Button>
    </SpaceBetween>
  );
}
