import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { RoleTrial, TriedCall } from '@rolewright/shared/proof/role-trial.ts';
import { shortArn } from '../../lib/format.ts';
import { When } from '../../ui/when.tsx';

const titles: Record<TriedCall['id'], string> = {
  right: 'The right call',
  'missing-external-id': 'Without the external id',
  'wrong-external-id': 'With a wrong external id',
};

/** What STS answered to the console, and what the session could read. */
export function TrialResult({ of: { caller, via, calls, read } }: { of: RoleTrial }) {
  const session = calls.find(({ id }) => id === 'right')?.session ?? null;
  return (
    <SpaceBetween size="s">
      <Box variant="strong" display="block" padding={{ top: 's' }}>
        What AWS answered
      </Box>
      <Box color="text-body-secondary" fontSize="body-s">
        <span className="wrap-anywhere">Called as {[caller, ...via.map(shortArn)].join(' → ')}</span>
      </Box>
      {calls.map((call) => (
        <div key={call.id}>
          <StatusIndicator type={typeOf(call)}>
            {titles[call.id]}: {wordsOf(call)}
          </StatusIndicator>
        </div>
      ))}
      {session && (
        <KeyValuePairs
          columns={2}
          items={[
            { label: 'The session is', value: <span className="wrap-anywhere">{session.arn}</span> },
            { label: 'It ends', value: <When at={session.expiresAt} /> },
          ]}
        />
      )}
      {read && (
        <StatusIndicator type={({ allowed: 'success', denied: 'stopped', failed: 'warning' } as const)[read.observed]}>
          {read.action} with this session: {read.observed}
          {read.code !== null && ` (${read.code})`}
        </StatusIndicator>
      )}
    </SpaceBetween>
  );
}

/** That the console's own operator is not let in is no fault of the role; that somebody without the external id is, is one. */
function typeOf({ id, observed, expected }: TriedCall): 'success' | 'stopped' | 'error' {
  if (observed === expected) return 'success';
  return id === 'right' || observed === 'unreached' ? 'stopped' : 'error';
}

function wordsOf({ id, observed, errorCode, refusedAt, expected }: TriedCall): string {
  if (observed === 'unreached') return `not made, since the console may not become ${shortArn(refusedAt ?? '')} (${errorCode})`;
  const code = errorCode === null ? '' : ` (${errorCode})`;
  return `${observed}${code}${observed === expected || id === 'right' ? '' : `, and should be ${expected}`}`;
}
