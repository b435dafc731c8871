import { afterAll, beforeAll, expect, vi } from 'vitest';
import { service } from '../services/ec2/index.ts';
import { openCli, withCli } from './test-cli.ts';

// Each of some forty calls starts a Python of its own.
vi.setConfig({ testTimeout: 600_000 });

let cli: Awaited<ReturnType<typeof openCli>>;
const called = new Set<string>();
beforeAll(async () => {
  cli = await openCli('empty');
});
afterAll(() => cli?.close());

/** Pascal case of a command, to know which operations have been judged. */
const operation = (command: string): string => command.replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
async function ec2(command: string, ...args: string[]): Promise<Record<string, unknown>> {
  called.add(operation(command));
  return cli.answerOf('ec2', command, ...args);
}
async function refused(command: string, ...args: string[]): Promise<string> {
  called.add(operation(command));
  const { code, error } = await cli.aws(['ec2', command, ...args]);
  expect(code).toBe(1);
  return error;
}

withCli('ec2: every operation that the sandbox has, as botocore reads and writes it', async () => {
  expect(await ec2('describe-regions')).toMatchObject({ Regions: [{ RegionName: 'us-east-1' }, { RegionName: 'eu-west-1' }] });
  const { Images } = (await ec2('describe-images', '--owners', 'amazon', '--filters', 'Name=name,Values=al2023-ami-2023*x86_64')) as {
    Images: { ImageId: string }[];
  };
  const image = Images[0]?.ImageId ?? '';
  const { SecurityGroups } = (await ec2('describe-security-groups', '--group-names', 'default')) as {
    SecurityGroups: { GroupId: string }[];
  };
  expect((await ec2('describe-subnets')).Subnets).toHaveLength(3);

  const trust =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
  for (const name of ['web', 'ssm']) {
    await cli.answerOf('iam', 'create-role', '--role-name', name, '--assume-role-policy-document', trust);
    await cli.answerOf('iam', 'create-instance-profile', '--instance-profile-name', name);
    await cli.answerOf('iam', 'add-role-to-instance-profile', '--instance-profile-name', name, '--role-name', name);
  }

  const text = '#!/bin/sh\nexport AWS_ACCESS_KEY=ü\n';
  const data = JSON.stringify({
    ImageId: image,
    InstanceType: 't3.micro',
    UserData: Buffer.from(text).toString('base64'),
    IamInstanceProfile: { Name: 'ssm' },
  });
  const tags = 'ResourceType=launch-template,Tags=[{Key=app,Value=web}]';
  const template = ['--launch-template-name', 'web'];
  await ec2('create-launch-template', ...template, '--launch-template-data', data, '--tag-specifications', tags);
  const second = JSON.stringify({ InstanceType: 't3.small', MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 } });
  const made = await ec2('create-launch-template-version', ...template, '--source-version', '1', '--launch-template-data', second);
  expect(made).toMatchObject({
    LaunchTemplateVersion: {
      VersionNumber: 2,
      DefaultVersion: false,
      LaunchTemplateData: { ...JSON.parse(data), ...JSON.parse(second), MetadataOptions: { State: 'applied', HttpTokens: 'required' } },
    },
  });
  await ec2('modify-launch-template', ...template, '--default-version', '2');
  expect(await ec2('describe-launch-templates', '--filters', 'Name=tag:app,Values=web')).toMatchObject({
    LaunchTemplates: [{ DefaultVersionNumber: 2, LatestVersionNumber: 2 }],
  });
  expect((await ec2('describe-launch-template-versions', ...template, '--page-size', '1')).LaunchTemplateVersions).toHaveLength(2);

  const launch = await ec2(
    'run-instances',
    '--launch-template',
    'LaunchTemplateName=web,Version=$Latest',
    '--security-group-ids',
    SecurityGroups[0]?.GroupId ?? '',
    '--count',
    '1',
    '--tag-specifications',
    'ResourceType=instance,Tags=[{Key=app,Value=web}]',
  );
  const id = (launch as { Instances: { InstanceId: string }[] }).Instances[0]?.InstanceId ?? '';
  const found = await ec2(
    'describe-instances',
    '--filters',
    'Name=tag:aws:ec2launchtemplate:version,Values=2',
    'Name=instance-state-name,Values=running',
  );
  expect(found).toMatchObject({
    Reservations: [{ Instances: [{ InstanceId: id, IamInstanceProfile: { Arn: expect.stringMatching(/ssm$/) } }] }],
  });
  expect(await ec2('describe-instance-status', '--instance-ids', id)).toMatchObject({
    InstanceStatuses: [{ InstanceStatus: { Status: 'ok' } }],
  });

  const associations = await ec2('describe-iam-instance-profile-associations', '--filters', `Name=instance-id,Values=${id}`);
  const [first] = (associations as { IamInstanceProfileAssociations: { AssociationId: string }[] }).IamInstanceProfileAssociations;
  expect(await refused('associate-iam-instance-profile', '--instance-id', id, '--iam-instance-profile', 'Name=web')).toContain(
    `(IncorrectState) when calling the AssociateIamInstanceProfile operation: There is an existing association for instance ${id}`,
  );
  const replaced = await ec2(
    'replace-iam-instance-profile-association',
    '--association-id',
    first?.AssociationId ?? '',
    '--iam-instance-profile',
    'Name=web',
  );
  const { AssociationId } = (replaced as { IamInstanceProfileAssociation: { AssociationId: string } }).IamInstanceProfileAssociation;
  await ec2('disassociate-iam-instance-profile', '--association-id', AssociationId);
  await ec2('modify-instance-metadata-options', '--instance-id', id, '--http-tokens', 'optional');
  await ec2('modify-instance-metadata-defaults', '--http-tokens', 'required');
  expect(await ec2('get-instance-metadata-defaults')).toMatchObject({ AccountLevel: { HttpTokens: 'required' } });

  await ec2('create-tags', '--resources', id, '--tags', 'Key=env,Value=test');
  await ec2('delete-tags', '--resources', id, '--tags', 'Key=env');
  expect((await ec2('describe-tags', '--filters', `Name=resource-id,Values=${id}`)).Tags).toMatchObject([
    { Key: 'app' },
    { Key: 'aws:ec2launchtemplate:id' },
    { Key: 'aws:ec2launchtemplate:version' },
  ]);

  await ec2('reboot-instances', '--instance-ids', id);
  expect(await refused('modify-instance-attribute', '--instance-id', id, '--user-data', `Value=bmV3`)).toContain('IncorrectInstanceState');
  await ec2('stop-instances', '--instance-ids', id);
  await expect
    .poll(async () => (await cli.aws(['ec2', 'start-instances', '--dry-run', '--instance-ids', id])).error, { timeout: 30_000 })
    .toContain('DryRunOperation');
  const fresh = Buffer.from('new text ü\n').toString('base64');
  await ec2('modify-instance-attribute', '--instance-id', id, '--attribute', 'userData', '--value', fresh);
  const attribute = await ec2('describe-instance-attribute', '--instance-id', id, '--attribute', 'userData');
  expect(Buffer.from((attribute as { UserData: { Value: string } }).UserData.Value, 'base64').toString()).toBe('new text ü\n');
  await ec2('start-instances', '--instance-ids', id);
  await ec2('terminate-instances', '--instance-ids', id);
  expect(await ec2('delete-launch-template-versions', ...template, '--versions', '1', '2')).toMatchObject({
    UnsuccessfullyDeletedLaunchTemplateVersions: [{ VersionNumber: 2 }],
  });
  await ec2('delete-launch-template', ...template);
  expect(Object.keys(service.handlers).filter((name) => !called.has(name))).toEqual([]);
});

withCli('ec2: a wrong key and an operation that is not there fail as EC2 fails', async () => {
  const key = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'wrong' };
  expect((await cli.bare(['ec2', 'describe-instances'], key)).error).toContain(
    '(AuthFailure) when calling the DescribeInstances operation',
  );
  expect((await cli.aws(['ec2', 'describe-volumes'])).error).toContain('(NotImplemented)');
});
