import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { dataId, homeId } from '../plan/chain-snapshot.fixture.ts';
import { alike, exportedChange, intoProfile, newId, oldId, takesAway } from './export-policy-change.fixture.ts';

const terraform = exportedChange('terraform') ?? '';

test('B13 A13: what is there is imported and changed, what is new is made, and no attachment is exclusive', () => {
  expect(terraform).toMatch(/import \{\n {2}to = aws_iam_role\.target_account_2\n {2}id = "target"\n\}/);
  expect(terraform).toMatch(/import \{\n {2}to = aws_iam_role_policy\.caller_old\n {2}id = "caller:old"\n\}/);
  expect(terraform).toContain('resource "aws_iam_user_policy" "ann_new"');
  expect(terraform).toMatch(
    /resource "aws_iam_role_policy_attachment" "caller_may_call" \{\n {2}role +?= "caller"\n {2}policy_arn = aws_iam_policy\.may_call\.arn/,
  );
  expect(terraform).toContain('prevent_destroy = true');
  expect(terraform).not.toContain('aws_iam_policy_attachment');
});

test('what no configuration takes away is said, each in its place', () => {
  expect(terraform).toContain('# Not by Terraform, after the apply: delete the inline policy gone of the role caller');
  expect(terraform).toContain('# Not by Terraform, after the apply: detach ReadOnlyAccess from the role caller');
});

test('D-48 E14: external ids are variables, and so are accounts, partition and Region', () => {
  expect(terraform).toMatch(/"sts:ExternalId" = \["\$\{var\.external_id_1\}", "\$\{var\.external_id_2\}"\]/);
  const files = [terraform, exportedChange('cloudformation', 1), exportedChange('cloudformation', 2)].join('\n');
  for (const mask of [oldId, newId]) expect(files).not.toContain(mask);
  expect(terraform).not.toMatch(new RegExp(`${homeId}|${dataId}|us-east-1|arn:aws:`));
});

test('B13: CloudFormation is a stack in each account: one makes policies for whom is there, the other takes the role over first', () => {
  const [home, data] = [1, 2].map((stack) => JSON.parse(exportedChange('cloudformation', stack) ?? '{}'));
  expect(home.Resources.MayCall.Properties).toMatchObject({ ManagedPolicyName: 'may-call', Roles: ['caller'], Users: ['ann'] });
  expect(home.Metadata.Rolewright.ByHand.join(' ')).toMatch(
    /replace the inline policy old of caller.*delete the inline policy gone.*detach ReadOnlyAccess/,
  );
  expect(data.Resources.Target).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: {
      RoleName: 'target',
      MaxSessionDuration: 7200,
      AssumeRolePolicyDocument: { 'Fn::If': ['Changed', expect.anything(), expect.anything()] },
    },
  });
  expect(data.Metadata.Rolewright.ByHand[0]).toContain('"LogicalResourceId":"Target","ResourceIdentifier":{"RoleName":"target"}');
  expect(Object.values(data.Parameters).filter((one) => (one as { NoEcho?: boolean }).NoEcho)).toHaveLength(2);
  expect(exportedChange('cloudformation', 3)).toBeNull();
});

test('what only takes away is a script alone', () => {
  expect(exportedChange('terraform', 1, takesAway)).toBeNull();
  expect(exportedChange('cloudformation', 1, takesAway)).toBeNull();
  expect(exportedChange('cli', 1, takesAway)).toContain('detach-role-policy');
});

test('B13: what IAM tells apart by a sign alone is made under names of its own in each format, and nothing is dropped', () => {
  const { Resources, Metadata } = JSON.parse(exportedChange('cloudformation', 1, alike) ?? '{}');
  const made = Object.entries<{ Type: string; Properties: { PolicyName?: string } }>(Resources);
  expect(made.map(([id, { Type, Properties }]) => [id, Type, Properties.PolicyName])).toEqual([
    ['Target', 'AWS::IAM::ManagedPolicy', undefined],
    ['TargetABPolicy', 'AWS::IAM::RolePolicy', 'a-b'],
    ['TargetABPolicy2', 'AWS::IAM::RolePolicy', 'a_b'],
    ['Target2', 'AWS::IAM::Role', undefined],
  ]);
  expect(Metadata.Rolewright.ByHand.join(' ')).toContain('"LogicalResourceId":"Target2","ResourceIdentifier":{"RoleName":"target"}');
  const labels = [...(exportedChange('terraform', 1, alike) ?? '').matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(
    ([, type, name]) => `${type}.${name}`,
  );
  expect(new Set(labels).size).toBe(labels.length);
  expect(labels).toHaveLength(5);
  // A $ of the text and a variable behind it are not read as one escape.
  expect(exportedChange('terraform', 1, alike)).toMatch(/:s3:::a\/\$\{"\$"\}\$\{local\.region\}\/\*"/);
});

test('E14: a script knows every account that it writes, and no path is a command', () => {
  const text = exportedChange('cli', 1, alike) ?? '';
  expect(text).not.toContain('undefined');
  expect(text).toMatch(/^ACCOUNT_3=/m);
  expect(text).not.toContain('333344445555');
  expect(spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' })).toMatchObject({ stderr: '', status: 0 });
  const path = /--path (.*) \\$/m.exec(text)?.[1] ?? '';
  expect(spawnSync('bash', ['-c', `printf %s ${path}`], { encoding: 'utf8' }).stdout).toBe('/$(id)`id`/"\'/');
});

test('E2 B13: a role in a new profile is a resource of Terraform and CloudFormation, and two calls of the script', () => {
  expect(exportedChange('terraform', 1, intoProfile)).toMatch(
    /resource "aws_iam_instance_profile" "servers_\w+" \{[^}]*name += "servers"\n +path += "\/rolewright\/"\n +role += "target"/,
  );
  const template = JSON.parse(exportedChange('cloudformation', 1, intoProfile) ?? '{}');
  expect(Object.values(template.Resources)).toEqual([
    { Type: 'AWS::IAM::InstanceProfile', Properties: { InstanceProfileName: 'servers', Path: '/rolewright/', Roles: ['target'] } },
  ]);
  const script = exportedChange('cli', 1, intoProfile) ?? '';
  expect(script).toMatch(/create-instance-profile[\s\S]*add-role-to-instance-profile/);
});
