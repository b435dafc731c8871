import { expect, test } from 'vitest';
import { absent, known } from '../inventory/reading.ts';
import { groupInputs } from '../plan/auto-scaling-group.ts';
import { configuration, group, groupSnapshot, onTemplate, template, templateId, templateMember } from '../plan/group-snapshot.fixture.ts';
import type { GroupSnapshot } from '../plan/group-snapshot.ts';
import { planAutoScalingGroup } from '../plan/recipes/auto-scaling-group.ts';
import { exportGroup, exportsOfGroup } from './export-group.ts';
import type { ExportFormat } from './format.ts';

const standing = { applied: false, blockers: [] };
const inputs = groupInputs.parse({
  role: { create: { name: 'Web' } },
  profile: { create: { name: 'Web' } },
  userData: 'remove-keys',
  metadataOptions: { httpTokens: 'required', hopLimit: 1 },
  rollOut: { checkpoints: [50, 100], alarms: ['5xx'] },
});
type Recipe = Parameters<typeof planAutoScalingGroup>[1];

function text(format: ExportFormat, change: Partial<GroupSnapshot> = {}, recipe: Recipe = 'asg-launch-template', asked = inputs): string {
  const snapshot = groupSnapshot(change);
  return exportGroup(format, planAutoScalingGroup('plan_1', recipe, snapshot, asked).steps, snapshot, standing)?.text ?? '';
}

test('D9 D12: the script does all of it in order, with what it makes in place of references', () => {
  const script = text('cli');
  const calls = [...script.matchAll(/aws (?:iam|ec2|autoscaling) [a-z-]+/g)].map(([call]) => call);
  const order = ['ec2 create-launch-template', 'ec2 create-launch-template-version', 'update-auto-scaling-group', 'start-instance-refresh'];
  const at = order.map((name) => calls.findIndex((call) => call.endsWith(name)));
  expect(at).toEqual(at.toSorted((left, right) => left - right));
  expect(at).not.toContain(-1);
  expect(script).toContain('--arg made0 "$TEMPLATE_1" --arg made1 "$VERSION_1"');
  expect(script).toContain('CheckpointPercentages');
  expect(script).not.toContain('560921689673');
  expect(script).not.toContain('wJalrXUtnFEMI');
});

test('D6: the script copies the launch configuration as it is when it runs', () => {
  const script = text('cli', {}, 'asg-launch-configuration');
  expect(script).toContain('autoscaling create-launch-configuration');
  expect(script).toContain('USER_DATA_FILE');
  expect(script).toContain('cancel-instance-refresh');
});

test('D9: Terraform makes the template with everything that the launch configuration has, and imports the group', () => {
  const hcl = text('terraform');
  for (const words of [
    'resource "aws_launch_template"',
    'monitoring {',
    'vpc_security_group_ids = ["sg-0123456789abcdef0"]',
    'filebase64(var.',
    'aws_iam_instance_profile.web.name',
    'http_tokens                 = "required"',
    'resource "aws_autoscaling_group" "web"',
    'auto_rollback                = true',
    'checkpoint_percentages       = [50, 100]',
  ])
    expect(hcl).toContain(words);
  expect(hcl).not.toContain('wJalrXUtnFEMI');
});

test('D8: Terraform imports a template that is there, and changes its profile and user data alone', () => {
  const hcl = text('terraform', onTemplate());
  expect(hcl).toContain(`id = "${templateId}"`);
  expect(hcl).toContain('latest_version');
  expect(hcl).toContain('image_id, instance_type');
});

/** A policy with everything that has a spelling of its own, whose override names a template of its own. */
const armId = 'lt-0b1b2c3d4e5f60718';
const policy = {
  LaunchTemplate: {
    LaunchTemplateSpecification: { LaunchTemplateId: templateId, Version: '3' },
    Overrides: [
      { InstanceType: 't3.small', WeightedCapacity: '1' },
      { InstanceType: 't4g.small', LaunchTemplateSpecification: { LaunchTemplateId: armId, Version: '3' } },
      { InstanceRequirements: { VCpuCount: { Min: 2 }, MemoryMiB: { Min: 4096 }, CpuManufacturers: ['amd'] } },
    ],
  },
  InstancesDistribution: { OnDemandBaseCapacity: 1, SpotAllocationStrategy: 'capacity-optimized', SpotMaxPrice: '0.05' },
};
const mixed = {
  group: known(group({ source: { MixedInstancesPolicy: policy }, members: [templateMember(1)] })),
  launches: known([template(), template({}, { launchTemplateId: armId, templateName: 'web-arm' })]),
};

test('D10 D-74: Terraform carries a mixed instances policy whole, and only the versions of its templates are others', () => {
  const hcl = text('terraform', mixed);
  expect(hcl.slice(hcl.indexOf('  mixed_instances_policy {'), hcl.indexOf('  instance_refresh {'))).toBe(`  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.web.id
        version            = aws_launch_template.web.latest_version
      }
      override {
        instance_type     = "t3.small"
        weighted_capacity = "1"
      }
      override {
        instance_type = "t4g.small"
        launch_template_specification {
          launch_template_id = aws_launch_template.web_arm.id
          version            = aws_launch_template.web_arm.latest_version
        }
      }
      override {
        instance_requirements {
          vcpu_count {
            min = 2
          }
          memory_mib {
            min = 4096
          }
          cpu_manufacturers = ["amd"]
        }
      }
    }
    instances_distribution {
      on_demand_base_capacity  = 1
      spot_allocation_strategy = "capacity-optimized"
      spot_max_price           = "0.05"
    }
  }

`);
  expect(hcl).toContain(`id = "${armId}"`);
  expect(text('cloudformation', mixed)).toContain('mixed instances policy on launch template web, the new version');
});

test('D10 D-73: templates of the group’s own are each made like their origin, and the policy names them', () => {
  const armData = { userData: absent, shown: { ImageId: 'ami-0arm', InstanceType: 't4g.small' } };
  const arm = template(armData, { launchTemplateId: armId, templateName: 'web-arm' });
  const own = (format: ExportFormat) =>
    text(format, { ...mixed, launches: known([template(), arm]) }, 'asg-launch-template', { ...inputs, launchTemplate: 'own' });
  const hcl = own('terraform');
  const names = [...hcl.matchAll(/resource "aws_launch_template" "(\w+)"/g)].map(([, name]) => name);
  expect(names).toEqual(['web_plan1', 'web_plan1_2']);
  for (const name of names) expect(hcl).toContain(`version            = aws_launch_template.${name}.latest_version`);
  expect(hcl).toContain('image_id      = "ami-0arm"');
  expect(hcl).not.toContain(templateId);
  // One has no user data: no file is asked for it.
  expect([...hcl.matchAll(/variable "(\w+_user_data_file)"/g)].map(([, name]) => name)).toEqual(['web_plan1_user_data_file']);
  const stack = JSON.parse(own('cloudformation'));
  expect(Object.keys(stack.Parameters)).toEqual(['UserData']);
  const templates = (Object.values(stack.Resources) as { Type: string; Properties: { LaunchTemplateData: object } }[]).filter(
    ({ Type }) => Type === 'AWS::EC2::LaunchTemplate',
  );
  expect(templates.map(({ Properties }) => Properties.LaunchTemplateData)).toMatchObject([
    { ImageId: 'ami-0123456789abcdef0', UserData: { Ref: 'UserData' } },
    { ImageId: 'ami-0arm' },
  ]);
  expect(templates[1]?.Properties.LaunchTemplateData).not.toHaveProperty('UserData');
  const both = JSON.parse(text('cloudformation', mixed, 'asg-launch-template', { ...inputs, launchTemplate: 'own' }));
  expect(Object.keys(both.Parameters)).toEqual(['UserData', 'UserData2']);
  expect(JSON.stringify(both.Resources)).toContain('"UserData":{"Ref":"UserData2"}');
  const script = own('cli');
  const made = ['TEMPLATE_1', 'VERSION_1', 'TEMPLATE_2', 'VERSION_2'];
  for (const name of made) expect(script).toMatch(new RegExp(`--arg made\\d "\\$${name}"`));
});

test('D6: Terraform copies the launch configuration with all that it has; what the provider has no argument for is said', () => {
  const shown = {
    ...configuration().shown,
    ...{ KernelId: 'aki-1', SpotPrice: '0.05', PlacementTenancy: 'dedicated', AssociatePublicIpAddress: false },
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 40, VolumeType: 'gp3', Encrypted: true } },
      { DeviceName: '/dev/xvdc', VirtualName: 'ephemeral0' },
      { DeviceName: '/dev/xvdd', NoDevice: true },
    ],
  };
  const hcl = text('terraform', { launches: known([configuration({ shown })]) }, 'asg-launch-configuration');
  const from = hcl.indexOf('resource "aws_launch_configuration"');
  const [, name = ''] = /resource "aws_launch_configuration" "(\w+)"/.exec(hcl) ?? [];
  const real = /^ {2}name +=( "[^"]+")/m.exec(hcl.slice(from))?.[1] ?? '';
  expect(hcl.slice(from, hcl.indexOf('\n}\n', from) + 3)).toBe(`resource "aws_launch_configuration" "${name}" {
  name                        =${real}
  image_id                    = "ami-0123456789abcdef0"
  instance_type               = "t3.small"
  security_groups             = ["sg-0123456789abcdef0"]
  ebs_optimized               = false
  spot_price                  = "0.05"
  placement_tenancy           = "dedicated"
  associate_public_ip_address = false
  enable_monitoring           = true
  iam_instance_profile        = aws_iam_instance_profile.web.name
  user_data_base64            = filebase64(var.${name}_user_data_file)

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  ebs_block_device {
    device_name = "/dev/xvda"
    volume_size = 40
    volume_type = "gp3"
    encrypted   = true
  }

  ephemeral_block_device {
    device_name  = "/dev/xvdc"
    virtual_name = "ephemeral0"
  }

  ebs_block_device {
    device_name = "/dev/xvdd"
    no_device   = true
  }

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [ebs_block_device, root_block_device]
  }
}
`);
  expect(hcl).toContain(`launch_configuration = aws_launch_configuration.${name}.name`);
  expect(hcl).toContain(`variable "${name}_user_data_file"`);
  expect(hcl).toContain('KernelId, for which Terraform has no argument');
  expect(hcl).not.toContain('aki-1');
});

test('D9: the stack has role, profile and launch template, its user data a parameter, and says how the group is given it', () => {
  const stack = JSON.parse(text('cloudformation'));
  const resources = Object.values(stack.Resources) as { Type: string; Properties: { LaunchTemplateData?: Record<string, unknown> } }[];
  expect(resources.map(({ Type }) => Type)).toEqual(['AWS::IAM::Role', 'AWS::IAM::InstanceProfile', 'AWS::EC2::LaunchTemplate']);
  expect(resources[2]?.Properties.LaunchTemplateData).toMatchObject({
    Monitoring: { Enabled: true },
    IamInstanceProfile: { Arn: { 'Fn::GetAtt': ['WebProfile', 'Arn'] } },
    UserData: { Ref: 'UserData' },
  });
  expect(stack.Metadata.Rolewright.ByHand.join('\n')).toContain('start-instance-refresh');
});

test('where there is no user data, no file is asked for it, and the refresh is still Terraform’s', () => {
  const none = { launches: known([configuration({ userData: absent })]) };
  for (const recipe of ['asg-launch-template', 'asg-launch-configuration'] as const) {
    const hcl = text('terraform', none, recipe);
    expect(hcl).not.toContain('user_data');
    expect(hcl).not.toContain('start an instance refresh');
  }
  expect(text('cloudformation', none)).not.toContain('"UserData"');
});

test('a value that the plan holds masked is in no file: each says where it is missing', () => {
  const shown = { ImageId: 'ami-1', TagSpecifications: [{ Tags: [{ Key: 'token', Value: { $masked: {} } }] }] };
  const hidden = { launches: known([configuration({ converted: { shown, dropped: [] } })]) };
  for (const format of ['cli', 'terraform', 'cloudformation'] as const) {
    expect(text(format, hidden)).toContain('TagSpecifications.1.Tags.1.Value');
    expect(text(format, hidden)).not.toContain('masked');
  }
});

test('what makes nothing is no template', () => {
  const snapshot = groupSnapshot(onTemplate());
  const { steps } = planAutoScalingGroup('plan_1', 'asg-launch-template', snapshot, inputs);
  expect(exportsOfGroup(steps)).toEqual(['terraform', 'cloudformation', 'cli']);
  expect(exportsOfGroup(steps.filter(({ kind }) => kind === 'refresh-instances'))).toEqual(['terraform', 'cli']);
  expect(exportsOfGroup([])).toEqual([]);
});
