import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useLocation } from '@tanstack/react-router';
import { useOverview } from '../features/overview/get-overview.ts';
import { ApiError } from '../lib/api.ts';
import { RouteLink } from '../ui/route-link.tsx';
import { When } from '../ui/when.tsx';

const staleAfterMilliseconds = 24 * 3_600_000;

/** What holds for every screen: the server does not answer, or what it shows was seen long ago. */
export function Notices() {
  const { data, error, dataUpdatedAt } = useOverview();
  const { pathname } = useLocation();
  const isOffline = error instanceof ApiError && error.status === 0;
  const stale = (data?.scans ?? []).filter(
    (scan) => scan.finishedAt !== null && Date.now() - Date.parse(scan.finishedAt) > staleAfterMilliseconds,
  );
  // Its own page says so itself.
  const drill = pathname.endsWith('/drill') ? null : (data?.drill ?? null);
  if (!isOffline && stale.length === 0 && drill === null) return null;
  return (
    <Box margin={{ bottom: 'm' }}>
      <SpaceBetween size="xs">
        {isOffline && (
          <Alert type="error" header="The console’s server does not answer">
            {data ? (
              <>
                What you see is what it said last, <When at={new Date(dataUpdatedAt).toISOString()} />. Running workloads are not affected.
              </>
            ) : (
              'Nothing was read yet. Running workloads are not affected.'
            )}
          </Alert>
        )}
        {drill && (
          <Alert type="warning" header="A drill is under way in the sandbox">
            Since <When at={drill.since} /> the web servers image-upload-web are taken down on purpose: what is seen of them is no fault.{' '}
            <RouteLink href={`/accounts/${drill.accountId}/drill`}>Open the drill</RouteLink> to go on or to put the sandbox back.
          </Alert>
        )}
        {stale.map((scan) => (
          <Alert key={scan.accountId} type="info">
            What is known of {scan.accountName} was seen <When at={scan.finishedAt} />. <RouteLink href="/overview">Scan again</RouteLink>{' '}
            before you decide by it.
          </Alert>
        ))}
      </SpaceBetween>
    </Box>
  );
}
