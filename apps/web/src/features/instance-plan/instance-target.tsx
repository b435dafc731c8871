import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { InstancePlanView } from '@rolewright/shared/plan/plan.ts';
import { RoleLink } from '../../ui/role-link.tsx';
import { RouteLink } from '../../ui/route-link.tsx';

const nameOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

/** The instance, the profile and role that it gets, and whom else the role serves (A1, E5). */
export function InstanceTarget({ plan }: { plan: InstancePlanView }) {
  const { instanceId, name, workloadId, roleArn, profileArn, shared } = plan.target;
  const isNewRole = 'create' in plan.inputs.role;
  return (
    <Container header={<Header variant="h2">What is changed</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={1}
          items={[
            {
              label: 'Instance',
              value: (
                <>
                  {workloadId === null ? name : <RouteLink href={`/workloads/${workloadId}`}>{name}</RouteLink>}
                  <Box color="text-body-secondary" fontSize="body-s">
                    {instanceId} in {plan.region}, account {plan.awsAccountId}
                  </Box>
                </>
              ),
            },
            { label: 'Instance profile', value: `${nameOf(profileArn)}${'create' in plan.inputs.profile ? ' (new)' : ''}` },
            { label: 'Role', value: isNewRole ? `${nameOf(roleArn)} (new)` : <RoleLink arn={roleArn}>{nameOf(roleArn)}</RoleLink> },
          ]}
        />
        {shared.length > 0 && (
          <ExpandableSection
            headerText={`The role serves ${shared.length} other instance${shared.length === 1 ? '' : 's'}`}
            headingTagOverride="h3"
          >
            <SpaceBetween size="xs">
              {shared.map((one) => (
                <div key={one.instanceId}>
                  <span className="wrap-anywhere">{one.name}</span>
                  <Box color="text-body-secondary" fontSize="body-s">
                    {one.instanceId}, by the profile {one.profileName}
                  </Box>
                </div>
              ))}
            </SpaceBetween>
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}
