import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import type { RoleFinding } from '@rolewright/shared/roles/finding.ts';
import type { RoleFixes } from '@rolewright/shared/roles/proposal.ts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { PlanProposal } from '../policy-change/plan-proposal.tsx';
import { useSettled } from './use-settled.ts';

type Finding = Omit<RoleFinding, 'code'> & { code: string };

/** What tells the findings of one role apart. */
export const findingKey = ({ role, code, policy, statement, message }: Finding): string =>
  [role, code, policy, statement, message].join(' ');

/** The change that mends a finding, ready to be planned, or why a person has to find it. All findings of a role are asked for in one call. */
export function FindingFix({ finding }: { finding: Finding }) {
  const { role } = finding;
  const { data, error, refetch } = useQuery({
    queryKey: ['role-fixes', role],
    queryFn: () => api<RoleFixes>('GET', `/api/roles/${encodeURIComponent(role)}/fixes`),
    enabled: useSettled(role),
  });
  const fix = data?.items.find((one) => findingKey(one.finding) === findingKey(finding))?.fix;
  if (fix?.proposal) return <PlanProposal proposal={fix.proposal} label="Plan the fix" />;
  return (
    <Box color="text-body-secondary" fontSize="body-s">
      {fix && <span className="wrap-anywhere">No automatic fix, because {fix.why}.</span>}
      {!fix &&
        !error &&
        (data ? 'It was not found again: scan the account once more to plan its fix.' : 'Looking whether it can be planned')}
      {!fix && error && (
        <>
          Whether it can be fixed from here is not known: {error.message}{' '}
          <Button variant="inline-link" onClick={() => void refetch()}>
            Try again
          </Button>
        </>
      )}
    </Box>
  );
}
