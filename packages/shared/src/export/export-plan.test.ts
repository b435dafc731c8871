import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { absent, known } from '../inventory/reading.ts';
import { planEcsTaskRole } from '../plan/recipes/ecs-task-role.ts';
import { arn, definition, keyId, policy, role, snapshotOf, user } from '../plan/snapshot.fixture.ts';
import { exportPlan, exportsOf } from './export-plan.ts';
import type { ExportFormat } from './format.ts';

const masked = { $masked: { fingerprint: 'f', class: 'other-secret' } };
const ecr = '560921689673.dkr.ecr.us-east-1.amazonaws.com/limbo:1';
const inBot = {
  image: ecr,
  memory: 128,
  essential: true,
  environment: [
    { name: 'AWS_ACCESS_KEY_ID', value: { $masked: { fingerprint: 'k', class: 'access-key-id', keyId } } },
    { name: 'AWS_SECRET_ACCESS_KEY', value: masked },
    { name: 'SLACK_TOKEN', value: masked },
    { name: 'HOME_OF', value: `costs \${5} \`now\` "quoted" \\ 100%{x}` },
  ],
};
const volumes = [
  { name: 'scratch', host: { sourcePath: '/var/scratch' } },
  {
    name: 'efs',
    efsVolumeConfiguration: { fileSystemId: 'fs-0123456789abcdef0', transitEncryption: 'ENABLED', authorizationConfig: { iam: 'ENABLED' } },
  },
];
const owner = user('limbo-bot', {
  inline: [
    {
      name: 'home',
      arn: null,
      document: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Own',
            Effect: 'Allow',
            Action: 's3:GetObject',
            Resource: `arn:aws:s3:::limbo-brain-560921689673/\${aws:RequestedRegion}/*`,
          },
          { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:us-east-1:210987654321:other-team' },
        ],
      },
    },
  ],
  attached: [policy('queues', 'sqs:ReceiveMessage', '*', arn('policy/queues'))],
});
const snapshot = snapshotOf(definition({ volumes, runtimePlatform: { cpuArchitecture: 'ARM64' } }, inBot), {
  owners: [{ keyId, user: known(owner) }],
});
const stepsFor = (given = snapshot, roleInput: object = { create: { name: 'LimboTaskRole' } }) =>
  planEcsTaskRole('plan-1', given, { role: roleInput as { create: { name: string } } }).steps;
const file = (format: ExportFormat, given = snapshot, steps = stepsFor(given), applied = false, blockers: string[] = []): string => {
  const made = exportPlan(format, steps, given, { applied, blockers });
  if (made === null) throw new Error(`no ${format}`);
  return made.text;
};

test.each(['terraform', 'cloudformation', 'cli'] as const)('C17, E14: %s names no account, partition or Region', (format) => {
  const text = file(format);
  expect(text).not.toMatch(/560921689673|arn:aws:|us-east-1/);
  const withoutDefaults = text.replaceAll(/(default +=|"Default":) "210987654321"/g, '');
  expect(withoutDefaults).not.toContain('210987654321');
});

test.each(['aws-cn', 'aws-us-gov'])('E14: the same plan in %s is the same file', (partition) => {
  const region = partition === 'aws-cn' ? 'cn-north-1' : 'us-gov-west-1';
  const moved = (text: string) =>
    text.replaceAll('arn:aws:', `arn:${partition}:`).replaceAll('us-east-1', region).replaceAll('560921689673', '111122223333');
  const there = { ...(JSON.parse(moved(JSON.stringify(snapshot))) as typeof snapshot), partition };
  for (const format of ['terraform', 'cloudformation', 'cli'] as const) expect(file(format, there)).toBe(file(format));
});

test.each(['terraform', 'cloudformation', 'cli'] as const)(
  'no masked value and no key id is in %s; what is to be filled in is named',
  (format) => {
    const text = file(format);
    expect(text).not.toMatch(/masked":|AKIA|fingerprint/);
    // The script reads the revision from AWS, so that there is nothing to fill in.
    if (format !== 'cli') expect(text).toMatch(/Masked by Rolewright: bot → SLACK_TOKEN/);
  },
);

test('A13: Terraform attaches one policy to one role, and never exclusively', () => {
  const text = file('terraform');
  expect(text).toContain('resource "aws_iam_role_policy_attachment" "limbo_task_role_queues"');
  expect(text).not.toContain('aws_iam_policy_attachment"');
});

test('B13: every resource has its import block, and the service is imported in any case', () => {
  const text = file('terraform');
  const resources = [...text.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type, name]) => `${type}.${name}`);
  const imports = [...text.matchAll(/^ {2}to += ([\w.]+)$/gm)].map(([, to]) => to);
  expect(resources.length).toBeGreaterThan(4);
  expect(imports).toEqual(resources);
  expect(text).toMatch(/import \{\n {2}to = aws_ecs_service.limbo\n {2}id = "limbo\/limbo"\n\}/);
  expect(text).toContain('default     = false');
  expect(file('terraform', snapshot, stepsFor(), true)).toContain('default     = true');
});

test('Terraform: variables of a policy and signs of a shell are text', () => {
  const text = file('terraform');
  expect(text).toContain(`"arn:\${local.partition}:s3:::limbo-brain-\${local.account_id}/$\${aws:RequestedRegion}/*"`);
  expect(text).toContain(`value = "costs $\${5} \`now\` \\"quoted\\" \\\\ 100%%{x}"`);
  expect(text).toContain(`"arn:\${local.partition}:sqs:\${local.region}:\${var.account_2}:other-team"`);
});

test('CloudFormation: variables of a policy stay its own', () => {
  const text = file('cloudformation');
  expect(text).toContain(`"Fn::Sub": "arn:\${AWS::Partition}:s3:::limbo-brain-\${AWS::AccountId}/\${!aws:RequestedRegion}/*"`);
  expect(text).toContain(`"Value": "costs \${5} \`now\` \\"quoted\\" \\\\ 100%{x}"`);
});

test('a role that is there already is not made: its policies are put beside it', () => {
  const there = { ...snapshot, role: known(role('Existing')) };
  const steps = stepsFor(there, { existing: arn('role/Existing') });
  expect(file('terraform', there, steps)).not.toContain('resource "aws_iam_role" ');
  const template = JSON.parse(file('cloudformation', there, steps)) as {
    Metadata: { Rolewright: { ByHand: string[] } };
    Resources: object;
  };
  expect(template.Metadata.Rolewright.ByHand[0]).toBe(
    'Attach arn:<partition>:iam::<account>:policy/queues to the role Existing where that role is defined.',
  );
  expect(Object.values(template.Resources).map(({ Type }: { Type: string }) => Type)).toEqual([
    'AWS::IAM::RolePolicy',
    'AWS::ECS::TaskDefinition',
  ]);
});

test('D-37: what a stack owns is exported as a change of its template only; a plan without steps not at all', () => {
  const owned = { ...snapshot, owningStack: known({ stackName: 'prod', logicalId: 'Service' }) };
  expect(exportsOf(stepsFor(), owned)).toEqual(['cloudformation']);
  expect(exportPlan('terraform', stepsFor(), owned, { applied: false, blockers: [] })).toBe(null);
  expect(exportsOf([], { owningStack: absent })).toEqual([]);
  expect(JSON.parse(file('cloudformation', owned)).Resources).not.toHaveProperty('TaskDefinition');
});

test.each(['terraform', 'cloudformation', 'cli'] as const)('%s says what the console does not start the plan for', (format) => {
  expect(file(format, snapshot, stepsFor(), false, ['The service is steady'])).toContain('Not so when');
  expect(file(format)).not.toContain('Not so when');
});

test('the script is bash', () => {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: file('cli'), encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
