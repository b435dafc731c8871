import * as ec2Client from '@aws-sdk/client-ec2';
import {
  CreateLaunchTemplateCommand,
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type DescribeLaunchTemplateVersionsCommandInput,
  ModifyLaunchTemplateCommand,
  type RequestLaunchTemplateData,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededNumbers } from '../../protocol/fuzz/prng.ts';
import { randomValue } from '../../protocol/fuzz/random-value.ts';
import { operationsOf, type Ref } from '../../protocol/shape.ts';
import { imageId, startEc2, type TestEc2 } from './test-ec2.ts';

let ec2: TestEc2;
beforeAll(async () => {
  ec2 = await startEc2();
});
afterAll(() => ec2.close());

const create = (LaunchTemplateName: string, LaunchTemplateData: RequestLaunchTemplateData, more: object = {}) =>
  ec2.client.send(new CreateLaunchTemplateCommand({ LaunchTemplateName, LaunchTemplateData, ...more }));
const version = async (LaunchTemplateName: string, LaunchTemplateData: RequestLaunchTemplateData, more: object = {}) =>
  (await ec2.client.send(new CreateLaunchTemplateVersionCommand({ LaunchTemplateName, LaunchTemplateData, ...more })))
    .LaunchTemplateVersion;
const versions = async (input: DescribeLaunchTemplateVersionsCommandInput) =>
  (await ec2.client.send(new DescribeLaunchTemplateVersionsCommand(input))).LaunchTemplateVersions ?? [];
const numbers = async (input: DescribeLaunchTemplateVersionsCommandInput) =>
  (await versions(input)).map(({ VersionNumber }) => VersionNumber);
const template = async (name: string) =>
  (await ec2.client.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateNames: [name] }))).LaunchTemplates?.[0];

const userData = Buffer.from('#!/bin/sh\nexport AWS_ACCESS_KEY=of-the-test\n').toString('base64');
const full: RequestLaunchTemplateData = {
  ImageId: imageId,
  InstanceType: 't3.small',
  UserData: userData,
  MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
  BlockDeviceMappings: [
    { DeviceName: '/dev/xvda', Ebs: { SnapshotId: 'snap-0123456789abcdef0', VolumeSize: 20, DeleteOnTermination: true } },
  ],
  TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'app', Value: 'web' }] }],
};

test('D-72 with a source version what is not sent is inherited: user data cannot be left out, structures are whole, snapshots stay behind', async () => {
  await create('inherit', full);
  const second = await version(
    'inherit',
    { InstanceType: 't3.large', MetadataOptions: { HttpTokens: 'optional' } },
    { SourceVersion: '1' },
  );
  expect(second).toMatchObject({ VersionNumber: 2, DefaultVersion: false });
  expect(second?.LaunchTemplateData).toEqual({
    ...full,
    InstanceType: 't3.large',
    MetadataOptions: { State: 'applied', HttpTokens: 'optional' },
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, DeleteOnTermination: true } }],
  });
  const third = await version('inherit', { ImageId: imageId });
  expect(third?.LaunchTemplateData).toEqual({ ImageId: imageId });
  expect((await version('inherit', { UserData: 'bmV3' }, { SourceVersion: '$Latest' }))?.LaunchTemplateData).toEqual({
    ImageId: imageId,
    UserData: 'bmV3',
  });
  expect(await template('inherit')).toMatchObject({ DefaultVersionNumber: 1, LatestVersionNumber: 4 });
});

test('D-72 a described version sent again gives the same version, for a template with every member of the model', async () => {
  const input = operationsOf(ec2Client).get('CreateLaunchTemplate')!.input.shape;
  const data = input.kind === 'struct' ? input.members.find(({ name }) => name === 'LaunchTemplateData') : undefined;
  const random = randomValue(data as Ref, seededNumbers(7), 6, true) as RequestLaunchTemplateData;
  const metadata = {
    HttpTokens: 'required',
    HttpEndpoint: 'enabled',
    HttpProtocolIpv6: 'enabled',
    InstanceMetadataTags: 'enabled',
  } as const;
  const sent: RequestLaunchTemplateData = {
    ...random,
    UserData: userData,
    IamInstanceProfile: { Name: 'web' },
    MetadataOptions: { ...metadata, HttpPutResponseHopLimit: 2 },
  };
  await create('every-member', sent);
  const [first] = await versions({ LaunchTemplateName: 'every-member', Versions: ['1'] });
  const shown = first?.LaunchTemplateData;
  expect(shown).toEqual({ ...sent, MetadataOptions: { State: 'applied', ...sent.MetadataOptions } });
  const { MetadataOptions, ...rest } = shown ?? {};
  const { State: _state, ...options } = MetadataOptions ?? {};
  const again = await version('every-member', { ...(rest as RequestLaunchTemplateData), MetadataOptions: options });
  expect(again?.LaunchTemplateData).toEqual(shown);
});

test('D-73 $Latest and $Default stand for a number at the launch, and the instance says which', async () => {
  const made = await create('aliases', { ...full, InstanceType: 't3.micro' });
  const LaunchTemplateId = made.LaunchTemplate?.LaunchTemplateId ?? '';
  await version('aliases', { InstanceType: 't3.large' }, { SourceVersion: '1' });
  const launch = async (Version?: string, more: object = {}) => {
    const LaunchTemplate = { LaunchTemplateId, ...(Version ? { Version } : {}) };
    return (await ec2.client.send(new RunInstancesCommand({ LaunchTemplate, MinCount: 1, MaxCount: 1, ...more }))).Instances?.[0];
  };
  const versionOf = (instance: Awaited<ReturnType<typeof launch>>) =>
    instance?.Tags?.find(({ Key }) => Key === 'aws:ec2launchtemplate:version')?.Value;
  const [byDefault, latest, own] = [await launch(), await launch('$Latest'), await launch('1', { InstanceType: 'm5.large' })];
  expect([byDefault, latest, own].map((one) => [one?.InstanceType, versionOf(one)])).toEqual([
    ['t3.micro', '1'],
    ['t3.large', '2'],
    ['m5.large', '1'],
  ]);
  expect(latest?.Tags).toEqual(
    expect.arrayContaining([
      { Key: 'app', Value: 'web' },
      { Key: 'aws:ec2launchtemplate:id', Value: LaunchTemplateId },
    ]),
  );
  expect(ec2.place.ec2.instances[latest?.InstanceId ?? '']).toMatchObject({ userData, launchTemplate: { version: '2' } });
  await ec2.client.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId, DefaultVersion: '2' }));
  expect((await launch())?.InstanceType).toBe('t3.large');
  await expect(launch('9')).rejects.toMatchObject({ name: 'InvalidLaunchTemplateId.VersionNotFound' });
});

test('D-70 versions are deleted one by one: not the default, not one that is not there, and no number returns', async () => {
  await create('purge', full);
  for (const InstanceType of ['t3.micro', 't3.small', 't3.large'] as const) await version('purge', { InstanceType });
  const remove = (Versions: string[]) =>
    ec2.client.send(new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateName: 'purge', Versions }));
  const first = await remove(['1', '4', '17']);
  expect(first.SuccessfullyDeletedLaunchTemplateVersions?.map(({ VersionNumber }) => VersionNumber)).toEqual([4]);
  expect(first.UnsuccessfullyDeletedLaunchTemplateVersions).toMatchObject([
    { VersionNumber: 1, ResponseError: { Code: 'unexpectedError' } },
    { VersionNumber: 17, ResponseError: { Code: 'launchTemplateVersionDoesNotExist' } },
  ]);
  expect(await template('purge')).toMatchObject({ LatestVersionNumber: 3 });
  expect(await version('purge', { InstanceType: 't3.nano' })).toMatchObject({ VersionNumber: 5 });
  const ModifyTo2 = new ModifyLaunchTemplateCommand({ LaunchTemplateName: 'purge', DefaultVersion: '2' });
  expect((await ec2.client.send(ModifyTo2)).LaunchTemplate?.DefaultVersionNumber).toBe(2);
  await remove(['1']);
  expect(await numbers({ LaunchTemplateName: 'purge' })).toEqual([5, 3, 2]);
  await expect(remove(Array.from({ length: 201 }, (_, index) => String(index + 1)))).rejects.toMatchObject({
    name: 'InvalidParameterValue',
  });
});

test('D-82 versions are listed newest first, page by page, between bounds, by alias, and over all templates', async () => {
  await create('pages', { ImageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64' });
  for (let count = 2; count <= 7; count++) await version('pages', { InstanceType: 't3.micro' }, { SourceVersion: '1' });
  const LaunchTemplateName = 'pages';
  const seen: (number | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.client.send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName, MaxResults: 3, ...(NextToken ? { NextToken } : {}) }),
    );
    seen.push(...(page.LaunchTemplateVersions ?? []).map(({ VersionNumber }) => VersionNumber));
    NextToken = page.NextToken;
  } while (NextToken);
  expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  expect(await numbers({ LaunchTemplateName, MinVersion: '3', MaxVersion: '5' })).toEqual([5, 4, 3]);
  expect(await numbers({ LaunchTemplateName, Versions: ['$Latest', '$Default', '7'] })).toEqual([7, 1]);
  expect(await numbers({ LaunchTemplateName, Filters: [{ Name: 'is-default-version', Values: ['true'] }] })).toEqual([1]);
  const [plain] = await versions({ LaunchTemplateName, Versions: ['7'] });
  expect(plain?.LaunchTemplateData?.ImageId).toMatch(/^resolve:ssm:/);
  const [resolved] = await versions({ LaunchTemplateName, Versions: ['7'], ResolveAlias: true });
  expect(resolved?.LaunchTemplateData?.ImageId).toBe(imageId);
  const latest = await versions({ Versions: ['$Latest'] });
  expect(latest.find((one) => one.LaunchTemplateName === 'pages')?.VersionNumber).toBe(7);
  await expect(versions({})).rejects.toMatchObject({ name: 'MissingParameter' });
  await expect(versions({ LaunchTemplateName, Versions: ['99'] })).rejects.toMatchObject({
    name: 'InvalidLaunchTemplateId.VersionNotFound',
  });
});

test('ClientToken makes a template and a version once; names are taken once; a deleted template is gone', async () => {
  const ClientToken = 'template-1';
  const first = await create('token', full, { ClientToken });
  expect((await create('token', full, { ClientToken })).LaunchTemplate).toEqual(first.LaunchTemplate);
  await expect(create('other', full, { ClientToken })).rejects.toMatchObject({ name: 'IdempotentParameterMismatch' });
  await expect(create('token', full)).rejects.toMatchObject({ name: 'InvalidLaunchTemplateName.AlreadyExistsException' });
  await expect(create('a b', full)).rejects.toMatchObject({ name: 'InvalidLaunchTemplateName.MalformedException' });
  await expect(create('bad', { UserData: '***' })).rejects.toMatchObject({ name: 'InvalidUserData.Malformed' });
  const again = { ClientToken: 'version-1', SourceVersion: '1' };
  expect((await version('token', { InstanceType: 't3.micro' }, again))?.VersionNumber).toBe(2);
  expect((await version('token', { InstanceType: 't3.micro' }, again))?.VersionNumber).toBe(2);
  const tags = [{ ResourceType: 'launch-template' as const, Tags: [{ Key: 'eks:nodegroup-name', Value: 'blue' }] }];
  await create('owned', full, { TagSpecifications: tags });
  const Filters = [{ Name: 'tag-key', Values: ['eks:*'] }];
  const owned = (await ec2.client.send(new DescribeLaunchTemplatesCommand({ Filters }))).LaunchTemplates;
  expect(owned?.map(({ LaunchTemplateName }) => LaunchTemplateName)).toEqual(['owned']);
  await ec2.client.send(new DeleteLaunchTemplateCommand({ LaunchTemplateName: 'owned' }));
  await expect(template('owned')).rejects.toMatchObject({ name: 'InvalidLaunchTemplateName.NotFoundException' });
});
