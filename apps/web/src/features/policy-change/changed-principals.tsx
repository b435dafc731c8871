import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { PolicyChangeTarget } from '@rolewright/shared/plan/policy-change.ts';
import { RoleLink } from '../../ui/role-link.tsx';

/** Shown at once; the others on asking. */
const shown = 8;

/** Whose policies the plan changes, each leading to who can become it. */
export function ChangedPrincipals({ target }: { target: PolicyChangeTarget }) {
  const rows = [
    ...target.principals.map(({ arn, kind, name, awsAccountId }) => ({ arn, name, isLinked: true, what: `${kind} of ${awsAccountId}` })),
    ...target.policies.map(({ arn, awsAccountId }) => ({
      arn,
      name: arn.slice(arn.lastIndexOf('/') + 1),
      isLinked: false,
      what: `managed policy in ${awsAccountId}`,
    })),
    ...(target.profiles ?? []).map(({ name, awsAccountId }) => ({
      ...{ arn: `instance-profile/${awsAccountId}/${name}`, name, isLinked: false, what: `instance profile in ${awsAccountId}` },
    })),
  ];
  const list = (part: typeof rows) => (
    <SpaceBetween size="xs">
      {part.map(({ arn, name, isLinked, what }) => (
        <div key={arn}>
          {isLinked ? <RoleLink arn={arn}>{name}</RoleLink> : <span className="wrap-anywhere">{name}</span>}
          <Box color="text-body-secondary" fontSize="body-s">
            {what}
          </Box>
        </div>
      ))}
    </SpaceBetween>
  );
  return (
    <Container header={<Header variant="h2">What is changed</Header>}>
      <SpaceBetween size="xs">
        {list(rows.slice(0, shown))}
        {rows.length > shown && (
          <ExpandableSection headerText={`${rows.length - shown} more`} headingTagOverride="h3">
            {list(rows.slice(shown))}
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}
