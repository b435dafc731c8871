import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReachAnswer, ReachedRole } from '@rolewright/shared/proof/reach-answer.ts';
import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { api } from '../../lib/api.ts';
import { count, shortArn } from '../../lib/format.ts';
import { ProblemAlert } from '../../ui/problem-alert.tsx';
import { RoleLink } from '../../ui/role-link.tsx';
import { useSettled } from './use-settled.ts';

const mostLines = 5;

/** "What can this workload really do?": the role's own permissions and those of every role that its chains lead to. */
export const ReachBox = memo(({ arn, subject }: { arn: string; subject: 'workload' | 'role' | 'user' }) => {
  const { data, error, refetch } = useQuery({
    queryKey: ['reach', arn],
    queryFn: () => api<ReachAnswer>('GET', `/api/roles/${encodeURIComponent(arn)}/reach`),
    enabled: useSettled(arn),
  });
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  return (
    <Container fitHeight header={<Header variant="h2">What can this {subject} really do?</Header>}>
      {data === undefined ? <Skeleton /> : <Answer of={data} />}
    </Container>
  );
});

function Answer({ of: { roleArn, roles, cut, notSeen } }: { of: ReachAnswer }) {
  const [widest] = roles;
  const unread = roles.reduce((sum, one) => sum + one.unread.length, 0);
  const others = roles.filter(({ arn }) => arn !== roleArn);
  const administrators = roles.filter(({ administratorLike }) => administratorLike);
  const grant = widest?.grants.find(({ left }) => left !== 'none');
  return (
    <SpaceBetween size="s">
      <Box>
        {grant === undefined ? (
          <b>Nothing that was read</b>
        ) : (
          <>
            At most <b className="wrap-anywhere">{`${grant.action} on ${grant.resource}`}</b>
          </>
        )}
        {widest && widest.arn !== roleArn && grant && <> as {shortArn(widest.arn)}</>}
        {others.length > 0 ? `; it can become ${count(others.length, 'other role')}` : '; it can become no other role'}
        {cut && ', and the chains go on further than was followed'}.
        {unread > 0 && ` Not all is known: ${count(unread, 'policy', 'policies')} or boundaries of these could not be read.`}
      </Box>
      {administrators.length > 0 && (
        <StatusIndicator type="error">
          All that an administrator may do: {administrators.map(({ arn }) => shortArn(arn)).join(', ')}
        </StatusIndicator>
      )}
      <ExpandableSection
        headerText={
          others.length === 0 ? 'All of it, the widest first' : `All of it, also as ${count(others.length, 'other role')}, the widest first`
        }
      >
        <ul className="role-findings">
          {roles.map((one) => (
            <Reached key={one.arn} one={one} isOwn={one.arn === roleArn} />
          ))}
        </ul>
      </ExpandableSection>
      <Box color="text-body-secondary" fontSize="body-s">
        {notSeen.join(' ')}
      </Box>
    </SpaceBetween>
  );
}

function Reached({ one: { arn, path, verdict, link, grants, unread }, isOwn }: { one: ReachedRole; isOwn: boolean }) {
  const left = grants.filter((grant) => grant.left !== 'none');
  return (
    <li>
      {isOwn ? <b>By its own policies</b> : <RoleLink arn={arn} />}
      {!isOwn && (
        <Box color="text-body-secondary" fontSize="body-s">
          {path.map(shortArn).join(' → ')}
          {verdict === 'unknown' && ': not known. '}
          {link && ` ${link.reason}`}
        </Box>
      )}
      {left.slice(0, mostLines).map(({ action, resource, condition, left: share }) => (
        <div key={`${action} ${resource} ${condition}`} className="wrap-anywhere">
          {action} on {resource}
          {condition !== null && `, where ${condition}`}
          {share === 'part' && ' (in part: a boundary or a deny takes some of it)'}
        </div>
      ))}
      {left.length > mostLines && <div>and {left.length - mostLines} more</div>}
      {left.length === 0 && <div>nothing</div>}
      {unread.length > 0 && <div>Not read: {unread.join(', ')}. It may be more, or less.</div>}
    </li>
  );
}
