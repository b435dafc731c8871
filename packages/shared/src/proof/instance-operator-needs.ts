import type { InstanceSnapshot } from '../plan/instance-snapshot.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import type { InstancePlan } from '../plan/recipes/ec2-instance-profile.ts';
import { ec2RoleNeeds, on, passing } from './ec2-role-needs.ts';
import { type Need, need } from './operator-claims.ts';

type Place = Pick<InstanceSnapshot, 'partition' | 'region' | 'awsAccountId' | 'role'>;

/** What the console must be allowed for the steps of an instance's move and for undoing them; iam:PassRole for EC2 with each role (D-65, D7). */
export function instanceNeeds(snapshot: Place, { role, steps }: Pick<InstancePlan, 'role' | 'steps'>): Need[] {
  const ofRole = ec2RoleNeeds(snapshot, role.arn, steps);
  const ofInstance = needsIn(snapshot);
  return steps.flatMap((step) => [...ofRole(step), ...ofInstance(step)]);
}

function needsIn({ partition, region, awsAccountId }: Place) {
  const instance = (id: string): string => `arn:${partition}:ec2:${region}:${awsAccountId}:instance/${id}`;
  return (step: PlannedStep): Need[] => {
    switch (step.kind) {
      case 'associate-instance-profile':
        return [
          ...on(['ec2:AssociateIamInstanceProfile', 'ec2:DisassociateIamInstanceProfile'], instance(step.instanceId)),
          ...passing(step.roleArn),
        ];
      case 'replace-instance-profile':
        return [
          need('ec2:ReplaceIamInstanceProfileAssociation', instance(step.instanceId)),
          ...passing(step.roleArn),
          ...passing(step.fromRoleArn),
        ];
      case 'disassociate-instance-profile':
        return [
          ...on(['ec2:DisassociateIamInstanceProfile', 'ec2:AssociateIamInstanceProfile'], instance(step.instanceId)),
          ...passing(step.roleArn),
        ];
      case 'modify-metadata-options':
        return [need('ec2:ModifyInstanceMetadataOptions', instance(step.instanceId))];
      case 'stop-instance':
      case 'start-instance':
        return on(['ec2:StopInstances', 'ec2:StartInstances'], instance(step.instanceId));
      case 'remove-user-data-keys':
        return [need('ec2:ModifyInstanceAttribute', instance(step.instanceId))];
      default:
        return [];
    }
  };
}
