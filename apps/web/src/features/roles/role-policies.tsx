import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PolicySummary, RoleDetail } from '@rolewright/shared/roles/role.ts';
import { memo } from 'react';
import { RouteLink } from '../../ui/route-link.tsx';
import { When } from '../../ui/when.tsx';

/** The focus itself: its policies in lines, its trust policy as it is stored, who runs on it. */
export const RolePolicies = memo(({ role }: { role: RoleDetail }) => {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              Last used <When at={role.lastUsedAt} />. Runs {role.workloads.length === 0 ? 'no workload that was found' : ''}
              {role.workloads.map(({ id, name }, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <RouteLink href={`/workloads/${id}`}>{name}</RouteLink>
                </span>
              ))}
              .
            </>
          }
        >
          Policies of {role.name}
        </Header>
      }
    >
      <ColumnLayout columns={2}>
        <SpaceBetween size="s">
          <Box variant="h3">What it may do itself</Box>
          {role.reading === 'unreadable' && <Box>The last scan was not told its policies. Scan again to see them.</Box>}
          {role.reading === 'known' && role.policies.length === 0 && <Box>Nothing: no policy is attached.</Box>}
          {role.policies.map((policy) => (
            <Policy key={`${policy.kind}${policy.name}`} policy={policy} />
          ))}
        </SpaceBetween>
        <SpaceBetween size="s">
          <Box variant="h3">Who may assume it</Box>
          {role.trust === null ? (
            <Box>The last scan was not told its trust policy.</Box>
          ) : (
            <SpaceBetween size="xs">
              <pre className="policy-text">{JSON.stringify(role.trust, null, 2)}</pre>
              <Box color="text-body-secondary" fontSize="body-s">
                External ids are shown as fingerprints: equal ids have equal ones. Whoever may call iam:GetRole sees the id itself.
              </Box>
            </SpaceBetween>
          )}
        </SpaceBetween>
      </ColumnLayout>
    </Container>
  );
});

const kinds: Record<PolicySummary['kind'], string> = {
  inline: 'inline',
  attached: 'attached',
  boundary: 'permissions boundary: the most it may do',
};

function Policy({ policy: { name, kind, lines, more } }: { policy: PolicySummary }) {
  return (
    <div>
      <b>{name}</b>{' '}
      <Box display="inline" color="text-body-secondary" fontSize="body-s">
        {kinds[kind]}
      </Box>
      {lines === null ? (
        <div>not read: what it allows is not known</div>
      ) : (
        lines.map((line) => (
          <div key={line} className="wrap-anywhere">
            {line}
          </div>
        ))
      )}
      {more > 0 && <div>and {more} more</div>}
    </div>
  );
}
