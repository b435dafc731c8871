import { expect, test } from 'vitest';
import { known } from '../inventory/reading.ts';
import type { InstanceInputs } from '../plan/ec2-instance.ts';
import { association, ec2Role, instanceSnapshot, profileArn } from '../plan/instance-snapshot.fixture.ts';
import { planEc2InstanceProfile } from '../plan/recipes/ec2-instance-profile.ts';
import { arn, policy } from '../plan/snapshot.fixture.ts';
import { exportInstance, exportsOfInstance } from './export-instance.ts';

const standing = { applied: false, blockers: [] };
const snapshot = instanceSnapshot({ association: known(association('old')), currentRole: known(ec2Role('Old')) });
const create: InstanceInputs = {
  role: { create: { name: 'Builder' } },
  profile: { create: { name: 'Builder' } },
  metadataOptions: { httpTokens: 'required', hopLimit: 1 },
  userData: 'remove-keys',
};
const { steps } = planEc2InstanceProfile('plan_1', snapshot, create);
const text = (format: 'cli' | 'terraform' | 'cloudformation') => exportInstance(format, steps, snapshot, standing)?.text ?? '';

test('D5 E15: the script does all of it, and says what it cannot know', () => {
  for (const words of [
    'iam create-role',
    'iam create-instance-profile',
    'iam add-role-to-instance-profile',
    'ec2 replace-iam-instance-profile-association --association-id iip-assoc-0123456789abcdef0',
    'ec2 modify-instance-metadata-options',
    'USER_DATA_FILE',
  ])
    expect(text('cli')).toContain(words);
  expect(text('cli')).not.toContain('560921689673');
  expect(text('cli')).not.toContain('wJalrXUtnFEMI');
});

test('D5: Terraform imports the instance and changes its profile alone', () => {
  expect(text('terraform')).toContain('resource "aws_iam_instance_profile" "builder"');
  expect(text('terraform')).toContain('iam_instance_profile = aws_iam_instance_profile.builder.name');
  expect(text('terraform')).toContain('prevent_destroy');
  expect(text('terraform')).toContain('take the key lines out of the user data');
});

test('D5: the template has role and profile, and says how the instance gets it', () => {
  const template = JSON.parse(text('cloudformation'));
  expect(Object.values(template.Resources).map((one) => (one as { Type: string }).Type)).toEqual([
    'AWS::IAM::Role',
    'AWS::IAM::InstanceProfile',
  ]);
  expect(template.Metadata.Rolewright.ByHand.join('\n')).toContain('replace-iam-instance-profile-association');
});

test('what makes nothing is no template', () => {
  const there = instanceSnapshot({
    role: known(ec2Role('Builder', { inline: [policy('metrics', 'cloudwatch:PutMetricData')] })),
    profile: known({ name: 'Builder', arn: profileArn('Builder'), roles: [arn('role/Builder')] }),
  });
  const inputs: InstanceInputs = { role: { existing: arn('role/Builder') }, profile: { existing: 'Builder' } };
  expect(exportsOfInstance(planEc2InstanceProfile('plan_1', there, inputs).steps)).toEqual(['terraform', 'cli']);
});
