import { ec2Service } from '../iam/trust.ts';
import type { InstanceSnapshot } from '../plan/instance-snapshot.ts';
import type { PlannedStep } from '../plan/planned-step.ts';
import type { InstancePlan } from '../plan/recipes/ec2-instance-profile.ts';
import { type Need, need } from './operator-claims.ts';

type Place = Pick<InstanceSnapshot, 'partition' | 'region' | 'awsAccountId' | 'role'>;

/** What the console must be allowed for the steps of an instance's move and for undoing them; iam:PassRole for EC2 with each role (D-65, D7). */
export function instanceNeeds(snapshot: Place, { role, steps }: Pick<InstancePlan, 'role' | 'steps'>): Need[] {
  const created = steps.find((step) => step.kind === 'create-role');
  const present = snapshot.role.state === 'known' ? (snapshot.role.value.boundary?.arn ?? null) : null;
  const boundary = created ? created.boundaryArn : present;
  // Conditions on the boundary are asked of the role that is changed, which carries it (D-94).
  const bounded: Record<string, string> = boundary === null ? {} : { 'iam:PermissionsBoundary': boundary };
  const needsOf = needsIn(snapshot, role.arn, bounded);
  return steps.flatMap(needsOf);
}

function needsIn({ partition, region, awsAccountId }: Place, roleArn: string, bounded: Record<string, string>) {
  const instance = (id: string): string => `arn:${partition}:ec2:${region}:${awsAccountId}:instance/${id}`;
  const on = (actions: string[], resource: string, context: Record<string, string> = {}): Need[] =>
    actions.map((action) => need(action, resource, context));
  const passing = (arn: string | null): Need[] => (arn === null ? [] : [need('iam:PassRole', arn, { 'iam:PassedToService': ec2Service })]);
  return (step: PlannedStep): Need[] => {
    switch (step.kind) {
      case 'create-role':
        return [need('iam:CreateRole', roleArn, bounded), ...on(['iam:TagRole', 'iam:DeleteRole'], roleArn)];
      case 'replace-trust-policy':
        return [need('iam:UpdateAssumeRolePolicy', roleArn)];
      case 'create-managed-policy':
        return on(['iam:CreatePolicy', 'iam:TagPolicy', 'iam:DeletePolicy'], step.policyArn);
      case 'attach-managed-policy':
        return on(['iam:AttachRolePolicy', 'iam:DetachRolePolicy'], roleArn, { 'iam:PolicyARN': step.policyArn, ...bounded });
      case 'put-role-policy':
        return on(['iam:PutRolePolicy', 'iam:DeleteRolePolicy'], roleArn, bounded);
      case 'create-instance-profile':
        return on(['iam:CreateInstanceProfile', 'iam:TagInstanceProfile', 'iam:DeleteInstanceProfile'], step.profileArn);
      case 'add-role-to-instance-profile':
        return [...on(['iam:AddRoleToInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'], step.profileArn), ...passing(step.roleArn)];
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
