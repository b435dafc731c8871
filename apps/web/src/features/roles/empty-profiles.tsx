import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import type { Page } from '@rolewright/shared/page.ts';
import type { InstanceProfile } from '@rolewright/shared/roles/instance-profile.ts';
import { useQuery } from '@tanstack/react-query';
import { api, withQuery } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { PlanProposal } from '../policy-change/plan-proposal.tsx';

const mostShown = 20;

/** Instance profiles that hold no role: their instances get no credentials (E2). Nothing where there is none, or while it is not known. */
export function EmptyProfiles({ account }: { account: string | undefined }) {
  const { data } = useQuery({
    queryKey: ['instance-profiles', 'without-role', account],
    queryFn: () =>
      api<Page<InstanceProfile>>('GET', withQuery('/api/instance-profiles', { account, state: 'without-role', limit: mostShown })),
  });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Alert type="warning" header={`${count(data.total, 'instance profile')} without a role`}>
      <ul className="role-findings" aria-label="Instance profiles without a role">
        {data.items.map(({ arn, accountId, finding, fix }) => (
          <li key={`${accountId}${arn}`}>
            {finding?.message}{' '}
            <span className="wrap-anywhere">
              <b>Fix:</b> {finding?.fix}
            </span>
            {fix?.proposal ? (
              <PlanProposal proposal={fix.proposal} label="Plan the fix" />
            ) : (
              <Box color="text-body-secondary" fontSize="body-s">
                No automatic fix, because {fix?.why}.
              </Box>
            )}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
