import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Ec2Detail } from '@rolewright/shared/inventory/ec2/contract.ts';
import type { WorkloadDetail } from '@rolewright/shared/inventory/workload.ts';
import { shortArn } from '../../lib/format.ts';
import { RoleLink } from '../../ui/role-link.tsx';
import { WorkloadNames } from '../../ui/workload-names.tsx';
import { Chain } from './identity-tab.tsx';
import { LaunchRelations } from './launch-relations.tsx';
import { SameProfile } from './same-profile.tsx';

/** The credential chain of what user data starts, now and after; who else runs on the role; what a change has to mind. */
export function InstanceIdentityTab({ workload, detail }: { workload: WorkloadDetail; detail: Ec2Detail }) {
  const isIdle = workload.kind === 'launch-template' || workload.kind === 'launch-configuration';
  return (
    <SpaceBetween size="l">
      {detail.sharesRole.length > 0 && <SharedRole of={detail.sharesRole} />}
      <Container
        header={
          <Header variant="h2" description="SDKs ask these in order; the first that answers wins, and what lies beneath has no effect">
            Credential chain
          </Header>
        }
      >
        {isIdle ? (
          <Chain title="On an instance that is launched from it" links={detail.chainNow} />
        ) : (
          <ColumnLayout columns={2}>
            <Chain title="Now" links={detail.chainNow} />
            <Chain title="After the move to a role" links={detail.chainAfter} />
          </ColumnLayout>
        )}
      </Container>
      <Container header={<Header variant="h2">{isIdle ? 'What it would launch with' : 'What it is launched with'}</Header>}>
        <SpaceBetween size="m">
          <Launch workload={workload} />
          <LaunchRelations kind={workload.kind} relations={detail.launchRelations} />
          {workload.kind === 'instance' && detail.instances[0] && <SameProfile instanceId={detail.instances[0].instanceId} />}
          {detail.notes.length > 0 && (
            <Box>
              <Box variant="h3">What a change has to mind</Box>
              <ul className="notes">
                {detail.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </Box>
          )}
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

function SharedRole({ of }: { of: Ec2Detail['sharesRole'] }) {
  return (
    <Alert type="warning" header="Shared instance role">
      What one of them is given, all of them get: <WorkloadNames of={of} /> {of.length === 1 ? 'runs' : 'run'} on the same role.
    </Alert>
  );
}

function Launch({ workload: { ec2 } }: { workload: WorkloadDetail }) {
  if (ec2 === null) return null;
  const { launchTemplate: template, launchConfigurationName, instanceProfileArn, roleArn, metadata, mixedInstancesPolicy: mixed } = ec2;
  const version = template && `${template.version}${template.version.startsWith('$') ? ` (now ${template.resolved ?? 'not known'})` : ''}`;
  const tokens = { required: 'tokens required (IMDSv2)', optional: 'tokens optional (IMDSv1 answers too)' };
  const imds =
    metadata.endpoint === 'disabled'
      ? 'turned off'
      : [metadata.tokens && tokens[metadata.tokens], metadata.hopLimit !== null && `hop limit ${metadata.hopLimit}`]
          .filter(Boolean)
          .join(', ');
  return (
    <KeyValuePairs
      columns={3}
      items={[
        { label: 'Launch template', value: template ? `${template.name}, version ${version}` : 'none' },
        { label: 'Launch configuration', value: launchConfigurationName ?? 'none' },
        {
          label: 'Mixed instances policy',
          value: mixed
            ? `${mixed.instanceTypes.join(', ') || 'no types'}; ${mixed.overrides.length} overrides with a template of their own`
            : 'none',
        },
        { label: 'Instance profile', value: instanceProfileArn ? shortArn(instanceProfileArn) : 'none' },
        { label: 'Role in it', value: roleArn ? <RoleLink arn={roleArn} /> : 'none' },
        { label: 'Metadata service', value: imds || 'as the account’s defaults say' },
      ]}
    />
  );
}
