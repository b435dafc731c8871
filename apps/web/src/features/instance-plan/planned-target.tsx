import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { count, shortArn } from '../../lib/format.ts';
import { RoleLink } from '../../ui/role-link.tsx';
import { RouteLink } from '../../ui/route-link.tsx';
import type { MovePlan } from '../instance-move/draft.ts';

type GroupPlan = Exclude<MovePlan, { recipe: 'ec2-instance-profile' }>;

/** The instance or the group, what it is launched from now and afterwards, the profile and role that it gets, and whom else the role serves (A1, E5). */
export function PlannedTarget({ plan }: { plan: MovePlan }) {
  const { roleArn, profileArn, shared } = plan.target;
  const role = shortArn(roleArn);
  return (
    <Container header={<Header variant="h2">What is changed</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={3}
          minColumnWidth={160}
          items={[
            {
              label: plan.recipe === 'ec2-instance-profile' ? 'Instance' : 'Auto Scaling group',
              value: <Subject plan={plan} />,
            },
            ...(plan.recipe === 'ec2-instance-profile' ? [] : launches(plan)),
            { label: 'Instance profile', value: `${shortArn(profileArn)}${'create' in plan.inputs.profile ? ' (new)' : ''}` },
            { label: 'Role', value: 'create' in plan.inputs.role ? `${role} (new)` : <RoleLink arn={roleArn}>{role}</RoleLink> },
          ]}
        />
        {plan.recipe !== 'ec2-instance-profile' && plan.target.standalone.length > 0 && (
          <Machines
            title={`${count(plan.target.standalone.length, 'instance')} of the same template ${plan.target.standalone.length === 1 ? 'is' : 'are'} in no group and not replaced`}
            machines={plan.target.standalone.map((one) => ({ ...one, note: 'moved by a plan of its own' }))}
          />
        )}
        {shared.length > 0 && (
          <Machines
            title={`The role serves ${count(shared.length, 'other instance')}`}
            machines={shared.map((one) => ({ ...one, note: `by the profile ${one.profileName}` }))}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}

/** The name, as a link where the last scan knows it, and where it is. */
function Subject({ plan }: { plan: MovePlan }) {
  const { workloadId } = plan.target;
  const name = 'groupName' in plan.target ? plan.target.groupName : plan.target.name;
  const id = 'instanceId' in plan.target ? `${plan.target.instanceId} in ` : '';
  return (
    <>
      {workloadId === null ? name : <RouteLink href={`/workloads/${workloadId}`}>{name}</RouteLink>}
      <Box color="text-body-secondary" fontSize="body-s">
        {id}
        {plan.region}, account {plan.awsAccountId}
      </Box>
    </>
  );
}

const launches = ({ target: { from, to, desiredCapacity } }: GroupPlan) => [
  { label: 'Launches now', value: from },
  { label: 'Launches afterwards', value: to },
  { label: 'Desired capacity', value: desiredCapacity === null ? 'not known' : count(desiredCapacity, 'instance') },
];

function Machines({ title, machines }: { title: string; machines: { instanceId: string; name: string; note: string }[] }) {
  return (
    <ExpandableSection headerText={title} headingTagOverride="h3">
      <SpaceBetween size="xs">
        {machines.map(({ instanceId, name, note }) => (
          <div key={instanceId}>
            <span className="wrap-anywhere">{name}</span>
            <Box color="text-body-secondary" fontSize="body-s">
              {instanceId}, {note}
            </Box>
          </div>
        ))}
      </SpaceBetween>
    </ExpandableSection>
  );
}
